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
    from corpus.library import Corpus, Ingested, Skipped, load_corpus
    from corpus.library import ingest as ingest_files

__all__ = [
    "LOST", "Corpus", "CorpusError", "Document", "DocumentRecord", "Figure", "Ingested", "Mention", "PartialDate", "Provision", "Repair",
    "RestoredText", "Sentence", "Skipped", "ingest_files", "load_corpus", "read_commitments", "read_dates", "read_departments",
    "read_figures",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in ("Corpus", "Ingested", "Skipped", "ingest_files", "load_corpus"):
        from corpus import library

        # The name `ingest` belongs to the module below.
        return getattr(library, "ingest" if name == "ingest_files" else name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
