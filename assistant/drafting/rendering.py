"""A letter as text with numbered notes, and as Markdown with footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from assistant.drafting.model import ChecklistItem, Draft, DraftCitation, DraftSentence
from assistant.messages import Language, text

_INDENT = "　　"
_RIGHT = 24
"""Columns before a signature, in characters of full width."""
_SIGNS = re.compile(r"([\\`*_<>#~\[\]])")


def as_text(sentences: Iterable[DraftSentence], citations: tuple[DraftCitation, ...], language: Language) -> str:
    """The letter with marks such as [1] behind its sentences and the notes below; a sentence that was kept without support is marked, and
    why it was kept stands with the notes."""
    sentences = tuple(sentences)
    kept = kept_numbers(sentences)
    letter = ("\n\n" if language == "en" else "\n").join(_line(run, kept, language) for run in _paragraphs(sentences))
    notes = [f"[{c.n}] {note(c, language)}" for c in citations]
    notes += [kept_note(s, number, language) for number, s in enumerate((s for s in sentences if s.kept), start=1)]
    return "\n".join([letter, "", text("draft.notes", language), *notes]) if notes else letter


def as_markdown(draft: Draft) -> str:
    """The letter as Markdown, its citations as footnotes, the checklist as a list of boxes below a rule."""
    kept = kept_numbers(draft.sentences)
    blocks = []
    for run in _paragraphs(draft.sentences):
        words = _joined((_in_markdown(s, kept) for s in run), draft.language)
        blocks.append(f"**{words}**" if run[0].kind == "heading" else words)
    blocks += [f"[^{c.n}]: {_escaped(note(c, draft.language))}" for c in draft.citations]
    blocks += [f"[^k{kept[id(s)]}]: {_escaped(kept_note(s, kept[id(s)], draft.language))}" for s in draft.sentences if s.kept]
    boxes = "\n".join(f"- [ ] {_escaped(item.text)}" for item in draft.checklist)
    return "\n\n".join([*blocks, "---", boxes]) if boxes else "\n\n".join(blocks)


def checklist_lines(checklist: Iterable[ChecklistItem]) -> Iterator[str]:
    """The checklist, an item a line."""
    return (f"  □ {item.text}" for item in checklist)


def kept_numbers(sentences: Iterable[DraftSentence]) -> dict[int, int]:
    """The numbers from 1 of the sentences that were kept without support, by their identity: two may say the same."""
    return {id(s): number for number, s in enumerate((s for s in sentences if s.kept), start=1)}


def kept_note(sentence: DraftSentence, number: int, language: Language) -> str:
    """Why ``sentence``, the kept one of that number, was left in, by whom and when."""
    assert sentence.kept is not None, "a kept sentence"
    return text("draft.kept_note", language, number=number, **sentence.kept.model_dump())


def note(citation: DraftCitation, language: Language) -> str:
    """What a footnote says: title, number, label and the exact words."""
    number = text("draft.note_number", language, number=citation.document_number) if citation.document_number else ""
    label = citation.label.rpartition("》")[2] or citation.label
    return text("draft.note", language, document=citation.document_title, number=number, label=label, quote=citation.quote.strip())


def _line(run: list[DraftSentence], kept: Mapping[int, int], language: Language) -> str:
    words = _joined((_in_text(s, kept, language) for s in run), language)
    if run[0].kind == "signature" and language == "zh":
        return _INDENT * _RIGHT_INDENTS + words
    return words if run[0].kind == "address" or language == "en" else _INDENT + words


def _in_text(s: DraftSentence, kept: Mapping[int, int], language: Language) -> str:
    mark = text("draft.kept_mark", language, number=kept[id(s)]) if s.kept else ""
    return s.text + "".join(f"[{n}]" for n in s.citations) + mark


def _in_markdown(s: DraftSentence, kept: Mapping[int, int]) -> str:
    notes = "".join(f"[^{n}]" for n in s.citations)
    return f"<mark>{_escaped(s.text)}</mark>{notes}[^k{kept[id(s)]}]" if s.kept else _escaped(s.text) + notes


_RIGHT_INDENTS = _RIGHT // len(_INDENT)


def _joined(sentences: Iterable[str], language: Language) -> str:
    return (" " if language == "en" else "").join(sentences)


def _paragraphs(sentences: Iterable[DraftSentence]) -> Iterator[list[DraftSentence]]:
    return (list(run) for _, run in groupby(sentences, key=lambda s: s.paragraph))


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)
