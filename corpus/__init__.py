"""The documents and what is known about them: load → restore → parse.

::

    corpus = load_corpus()                      # the shipped policy and its background notes
    document = corpus.document("js-ip-2023")
    measure = document.provision("6")           # 措施(六): text, sentences, departments in charge
    document.text[measure.start:measure.end] == measure.text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.annotate import Mention, read_commitments, read_departments
from corpus.dates import PartialDate, read_dates
from corpus.figures import Figure, read_figures
from corpus.model import LOST, Document, Provision, Repair, RestoredText, Sentence
from corpus.records import CorpusError, DocumentRecord

if TYPE_CHECKING:
    from corpus.library import Corpus, load_corpus

__all__ = [
    "LOST", "Corpus", "CorpusError", "Document", "DocumentRecord", "Figure", "Mention", "PartialDate", "Provision", "Repair",
    "RestoredText", "Sentence", "load_corpus", "read_commitments", "read_dates", "read_departments", "read_figures",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in ("Corpus", "load_corpus"):
        from corpus import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
