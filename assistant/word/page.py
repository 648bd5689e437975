"""An empty document of python-docx in the layout of an official letter, and its bytes once it is written."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.messages import Language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY_POINTS: dict[Language, float] = {"zh": 16, "en": 12}
"""三号 as GB/T 9704 wants it; in English what letters have."""
_LINE_POINTS = 28
_FONTS = {"zh": ("Times New Roman", "仿宋"), "en": ("Times New Roman", "宋体")}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(words: str) -> str:
    """``words`` without characters that XML cannot hold."""
    return _ILLEGAL.sub("", words)


def body_points(language: Language) -> float:
    """The size of the body's letters."""
    return _BODY_POINTS[language]


def new_document(language: Language) -> Any:
    """A document of python-docx: A4 with the margins and letters of an official text, and nobody's name in its properties."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    latin, han = _FONTS[language]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = latin, Pt(_BODY_POINTS[language])
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), han)
    normal.paragraph_format.space_after = Pt(0 if language == "zh" else 8)
    if language == "zh":
        normal.paragraph_format.line_spacing = Pt(_LINE_POINTS)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.language = "zh-CN" if language == "zh" else "en-GB"
    return document


def saved(document: Any) -> bytes:
    """The content of the docx file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
