"""A letter as a Word document in the layout of an official reply, its citations as footnotes of Word.

This is what is sent, so the checklist is left out, unless it is asked for: then it stands on a page of its own behind the letter, for the
file. A sentence that was kept without support is highlighted, with a comment of whoever kept it; so are the fields that nobody has
filled. :mod:`assistant.word` has the page and the notes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from assistant.drafting.fields import FIELD
from assistant.drafting.rendering import note
from assistant.messages import text
from assistant.word import MEDIA_TYPE, Footnotes, body_points, legal, new_document, saved

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.drafting.model import Draft, DraftSentence
    from assistant.messages import Language

__all__ = ["MEDIA_TYPE", "as_word", "legal"]


def as_word(draft: Draft, ticked: Collection[int] | None = None) -> bytes:
    """The letter as the content of a docx file; with ``ticked``, the numbers (from 0) of items seen to, also its checklist."""
    document = new_document(draft.language)
    footnotes = Footnotes(document)
    notes = {c.n: legal(note(c, draft.language)) for c in draft.citations}
    for _, run in groupby(draft.sentences, key=lambda s: s.paragraph):
        _paragraph(document, list(run), draft.language, footnotes, notes)
    footnotes.close()
    if ticked is not None and draft.checklist:
        _checklist(document, draft, ticked)
    return saved(document)


def _checklist(document: Any, draft: Draft, ticked: Collection[int]) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = True
    heading.add_run(text("draft.word_checklist", draft.language)).bold = True
    document.add_paragraph(text("draft.word_checklist_done", draft.language, done=len(ticked), all=len(draft.checklist)))
    for number, item in enumerate(draft.checklist):
        document.add_paragraph(f"{'☑' if number in ticked else '☐'} {legal(item.text)}")


def _pieces(words: str, *, kept: bool) -> list[tuple[str, bool]]:
    """``words`` in pieces, each with whether it is highlighted."""
    if kept:
        return [(words, True)]
    return [(piece, bool(FIELD.fullmatch(piece))) for piece in FIELD.split(words) if piece]


def _paragraph(document: Any, sentences: list[DraftSentence], language: Language, footnotes: Footnotes, notes: dict[int, str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    kind = sentences[0].kind
    if language == "zh":
        if kind == "signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif kind != "address":
            paragraph.paragraph_format.first_line_indent = Pt(2 * body_points("zh"))
    if kind == "heading":
        paragraph.paragraph_format.keep_with_next = True
    for number, sentence in enumerate(sentences):
        gap = " " if number and language == "en" else ""
        for words, marked in _pieces(gap + legal(sentence.text), kept=sentence.kept is not None):
            run = paragraph.add_run(words)
            run.bold = True if kind == "heading" else None
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW if marked else None
            if sentence.kept is not None:
                said = legal(text("draft.kept_comment", language, **sentence.kept.model_dump()))
                document.add_comment(run, text=said, author=legal(sentence.kept.by), initials=legal(sentence.kept.by)[:2])
        for place, n in enumerate(sentence.citations):
            if place:
                footnotes.mark(paragraph.add_run(","))
            footnotes.refer(paragraph, n, notes[n])
