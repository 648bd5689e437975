"""Which documents a letter is about, and how it calls them.

A letter names in its opening the documents that it cites, or of which it says what they do not say, and no other; where it speaks of none,
it names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from assistant.messages import text

if TYPE_CHECKING:
    from assistant.drafting.lines import Line
    from assistant.messages import Language
    from corpus import Corpus, Document


def called(corpus: Corpus, main: Document, language: Language) -> dict[str, str]:
    """How a letter calls each document after its first mention, by id: 关于…的若干政策措施 is the 若干政策措施, in English the Policy.
    Two documents that would be called alike keep their full names."""
    documents = corpus.documents
    if language == "en":
        return {d.id: "the Policy" if d.id == main.id else f"《{_bare(d)}》" for d in documents}
    short = {d.id: _short(_bare(d)) for d in documents}
    taken = list(short.values())
    return {d.id: short[d.id] if taken.count(short[d.id]) == 1 else _bare(d) for d in documents}


def subjects(lines: Iterable[Line], corpus: Corpus, names: Mapping[str, str]) -> tuple[Document, ...]:
    """The documents that ``lines`` speak of, in the order of the letter; places that are only near a question do not count."""
    found: dict[str, None] = {}
    for line in lines:
        if line.kind in ("open", "heading"):
            continue
        found |= {q.document.id: None for q in line.claim.quotes if not q.is_note}
        found |= {name: None for name, said in names.items() if _mention(said) in line.claim.text}
    return tuple(d for name in found if (d := corpus.document(name)) is not None and d.record.kind != "note")


def named(documents: Iterable[Document], names: Mapping[str, str], language: Language) -> str:
    """``documents`` as the opening names them, each with how it is called from there on."""
    joint = text("draft.subject_join", language)
    return joint.join(_named(d, names[d.id], language) for d in documents)


def _named(document: Document, short: str, language: Language) -> str:
    bare = _bare(document)
    translated = document.record.title_en
    title = f"the {translated} (《{bare}》)" if language == "en" and translated else f"《{bare}》"
    if short in (bare, f"《{bare}》"):
        return title
    return text("draft.subject_short", language, title=title, short=short)


def _mention(said: str) -> str:
    """``said`` as it stands in a sentence."""
    return said if said.startswith("《") or said == "the Policy" else f"《{said}》"


def _bare(document: Document) -> str:
    return document.title.strip("《》")


def _short(bare: str) -> str:
    tail = bare.rpartition("的")[2]
    return tail if 2 < len(tail) < len(bare) else bare
