"""A table in a document of python-docx: a head that is repeated on each page, rows that no page end cuts, small letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.word.page import legal

if TYPE_CHECKING:
    from assistant.messages import Language

POINTS: dict[Language, float] = {"zh": 10.5, "en": 9.5}
"""五号 in Chinese."""

Cell = Sequence[tuple[str, bool]]
"""The paragraphs of a cell, each with whether it is bold."""


def add_table(document: Any, language: Language, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
    """Put a table at the end of ``document``. ``widths`` are those of the columns in centimetres."""
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    _row(table, [[(head, True)] for head in heads], language)
    _mark(table.rows[0], "tblHeader")
    for cells in rows:
        _row(table, cells, language)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _row(table: Any, cells: Sequence[Cell], language: Language) -> None:
    from docx.shared import Pt

    row = table.add_row()
    _mark(row, "cantSplit")
    for place, paragraphs in zip(row.cells, cells, strict=True):
        for n, (words, bold) in enumerate(paragraphs):
            paragraph = place.paragraphs[0] if n == 0 else place.add_paragraph()
            paragraph.paragraph_format.line_spacing = 1.15
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(legal(words))
            run.bold, run.font.size = bold or None, Pt(POINTS[language])


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
