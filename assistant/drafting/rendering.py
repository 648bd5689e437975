"""A letter as text with numbered notes, and as Markdown with footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from assistant.drafting.model import ChecklistItem, Draft, DraftCitation, DraftSentence
from assistant.messages import Language, text

_INDENT = "　　"
_RIGHT = 24
"""Columns before a signature, in characters of full width."""
_SIGNS = re.compile(r"([\\`*_<>#~\[\]])")


def as_text(sentences: Iterable[DraftSentence], citations: tuple[DraftCitation, ...], language: Language) -> str:
    """The letter with marks such as [1] behind its sentences and the notes below."""
    letter = ("\n\n" if language == "en" else "\n").join(_line(run, language) for run in _paragraphs(sentences))
    if not citations:
        return letter
    return "\n".join([letter, "", text("draft.notes", language), *(f"[{c.n}] {note(c, language)}" for c in citations)])


def as_markdown(draft: Draft) -> str:
    """The letter as Markdown, its citations as footnotes, the checklist as a list of boxes below a rule."""
    blocks = []
    for run in _paragraphs(draft.sentences):
        words = _joined((_escaped(s.text) + "".join(f"[^{n}]" for n in s.citations) for s in run), draft.language)
        blocks.append(f"**{words}**" if run[0].kind == "heading" else words)
    blocks += [f"[^{c.n}]: {_escaped(note(c, draft.language))}" for c in draft.citations]
    boxes = "\n".join(f"- [ ] {_escaped(item.text)}" for item in draft.checklist)
    return "\n\n".join([*blocks, "---", boxes]) if boxes else "\n\n".join(blocks)


def checklist_lines(checklist: Iterable[ChecklistItem]) -> Iterator[str]:
    """The checklist, an item a line."""
    return (f"  □ {item.text}" for item in checklist)


def note(citation: DraftCitation, language: Language) -> str:
    """What a footnote says: title, number, label and the exact words."""
    number = text("draft.note_number", language, number=citation.document_number) if citation.document_number else ""
    label = citation.label.rpartition("》")[2] or citation.label
    return text("draft.note", language, document=citation.document_title, number=number, label=label, quote=citation.quote.strip())


def _line(run: list[DraftSentence], language: Language) -> str:
    words = _joined((s.text + "".join(f"[{n}]" for n in s.citations) for s in run), language)
    if run[0].kind == "signature" and language == "zh":
        return _INDENT * _RIGHT_INDENTS + words
    return words if run[0].kind == "address" or language == "en" else _INDENT + words


_RIGHT_INDENTS = _RIGHT // len(_INDENT)


def _joined(sentences: Iterable[str], language: Language) -> str:
    return (" " if language == "en" else "").join(sentences)


def _paragraphs(sentences: Iterable[DraftSentence]) -> Iterator[list[DraftSentence]]:
    return (list(run) for _, run in groupby(sentences, key=lambda s: s.paragraph))


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)
