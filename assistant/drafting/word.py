"""A letter as a Word document in the layout of an official reply, its citations as footnotes of Word.

The checklist is left out: this is what is sent. python-docx writes the body, :mod:`assistant.drafting.footnotes` the notes.
"""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from assistant.drafting.footnotes import Footnotes
from assistant.drafting.rendering import note

if TYPE_CHECKING:
    from assistant.drafting.model import Draft, DraftSentence
    from assistant.messages import Language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY_POINTS: dict[Language, float] = {"zh": 16, "en": 12}
"""三号 as GB/T 9704 wants it; in English what letters have."""
_LINE_POINTS = 28
_FONTS = {"zh": ("Times New Roman", "仿宋"), "en": ("Times New Roman", "宋体")}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_word(draft: Draft) -> bytes:
    """The letter as the content of a docx file."""
    from docx import Document

    document = Document()
    _set_up(document, draft)
    footnotes = Footnotes(document)
    notes = {c.n: legal(note(c, draft.language)) for c in draft.citations}
    for _, run in groupby(draft.sentences, key=lambda s: s.paragraph):
        _paragraph(document, list(run), draft.language, footnotes, notes)
    footnotes.close()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def legal(words: str) -> str:
    """``words`` without characters that XML cannot hold."""
    return _ILLEGAL.sub("", words)


def _set_up(document: Any, draft: Draft) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    latin, han = _FONTS[draft.language]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = latin, Pt(_BODY_POINTS[draft.language])
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), han)
    normal.paragraph_format.space_after = Pt(0 if draft.language == "zh" else 8)
    if draft.language == "zh":
        normal.paragraph_format.line_spacing = Pt(_LINE_POINTS)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.language = "zh-CN" if draft.language == "zh" else "en-GB"


def _paragraph(document: Any, sentences: list[DraftSentence], language: Language, footnotes: Footnotes, notes: dict[int, str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    kind = sentences[0].kind
    if language == "zh":
        if kind == "signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif kind != "address":
            paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_POINTS["zh"])
    if kind == "heading":
        paragraph.paragraph_format.keep_with_next = True
    for number, sentence in enumerate(sentences):
        gap = " " if number and language == "en" else ""
        paragraph.add_run(gap + legal(sentence.text)).bold = True if kind == "heading" else None
        for place, n in enumerate(sentence.citations):
            if place:
                footnotes.mark(paragraph.add_run(","))
            footnotes.refer(paragraph, n, notes[n])
