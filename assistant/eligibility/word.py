"""An assessment as a Word document: what holds in full, its quotations as footnotes of Word, all else in tables, a row for each clause.

All of it in full would fill a dozen pages that nobody reads; the page and the Markdown have it so.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from assistant.eligibility import wording
from assistant.eligibility.sections import Group, Paper, Point, Section, paper
from assistant.messages import text
from assistant.word import Footnotes, add_table, body_points, legal, new_document, saved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.eligibility.assessment import Assessment
    from assistant.messages import Language

_TITLE_FACTOR = 1.25
_DETAIL_FACTOR = 0.75
"""Sizes of the title, and of what stands below a point, against the body's."""
_IN_FULL: tuple[Group, ...] = ("eligible", "mind", "not_met")
"""Groups whose points are told with all their conditions: what is due, and what goes against it."""
_THREE, _TWO = (4.2, 5.9, 5.5), (6.0, 9.6)
"""Widths of columns in centimetres, which fill the line of the page."""


def as_word(assessment: Assessment, language: Language) -> bytes:
    """``assessment`` as the content of a docx file."""
    return _Writer(language, assessment.table.document.title).write(paper(assessment, language))


class _Writer:
    """Writes one document, from the top down."""

    def __init__(self, language: Language, document_title: str) -> None:
        self._language = language
        self._source = document_title.strip("《》")
        self._document = new_document(language)
        self._footnotes = Footnotes(self._document)
        self._numbers: Iterator[int] = count(1)
        self._notes: dict[str, int] = {}

    def write(self, p: Paper) -> bytes:
        self._title(p.title)
        self._line(p.basis)
        self._heading(p.known_heading)
        for line in p.known:
            self._detail(line)
        for line in p.warnings:
            self._line(line)
        if p.question:
            self._heading(p.next_heading)
            self._detail(p.question)
        for section in p.sections:
            self._section(section)
        for line in p.rest:
            self._detail(line, apart=True)
        self._footnotes.close()
        return saved(self._document)

    def _section(self, section: Section) -> None:
        self._heading(section.heading)
        if section.points:
            self._detail(section.lead, together=True)
        if section.group in _IN_FULL:
            for point in section.points:
                self._point(point)
        elif section.points:
            self._table(section)
        if section.brief:
            self._detail(section.perhaps, together=True, apart=True)
        for line in section.brief:
            self._detail(line)

    def _table(self, section: Section) -> None:
        """A row for each clause. What may be due is told with what is still open, its amount and whom to ask."""
        open_ = section.group == "possible"
        names = ("item", "open", "quote") if open_ else ("item", "quote")
        heads = [text(f"eligibility.table.{name}", self._language) for name in names]
        between = "、" if self._language == "zh" else "; "
        rows = []
        for point in section.points:
            word = text("eligibility.table.word", self._language, word=point.verdicts[0].point.record.word)
            quoted = text("eligibility.quoted", self._language, quote=point.quote, label=point.source)
            cells = [[(between.join(point.titles), True), (word, False)], [(quoted, False)]]
            rows.append([cells[0], self._open(point), cells[1]] if open_ else cells)
        add_table(self._document, self._language, heads, rows, _THREE if open_ else _TWO)

    def _open(self, point: Point) -> list[tuple[str, bool]]:
        found = [(one, True) for one in point.still]
        if amount := wording.amount_line(point.verdicts, self._language):
            found.append((amount, False))
        if names := wording.departments_of(point.verdicts[0], self._language):
            found.append((text("eligibility.departments", self._language, names=names), False))
        return found

    def _point(self, point: Point) -> None:
        between = "、" if self._language == "zh" else "; "
        paragraph = self._line(between.join(point.titles), bold=True)
        paragraph.paragraph_format.keep_with_next = True
        note = text("eligibility.note", self._language, document=self._source, label=point.source, quote=point.quote)
        if note not in self._notes:
            self._notes[note] = next(self._numbers)
        self._footnotes.refer(paragraph, self._notes[note], legal(note))
        if point.still:
            what = ("；" if self._language == "zh" else "; ").join(point.still)
            self._detail(text("eligibility.still", self._language, what=what), bold=True)
        for line in point.lines:
            self._detail(line)
        if point.conditions:
            self._detail(point.conditions_heading)
        for line in point.conditions:
            self._detail(line)

    def _title(self, words: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(legal(words))
        run.bold, run.font.size = True, Pt(body_points(self._language) * _TITLE_FACTOR)

    def _heading(self, words: str) -> None:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(body_points(self._language) / 2)
        run = paragraph.add_run(legal(words))
        run.bold, run.font.size = True, Pt(body_points(self._language) * (1 + _TITLE_FACTOR) / 2)

    def _line(self, words: str, *, bold: bool = False) -> Any:
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        if self._language == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(2 * body_points("zh"))
        paragraph.add_run(legal(words)).bold = bold or None
        return paragraph

    def _detail(self, words: str, *, bold: bool = False, together: bool = False, apart: bool = False) -> None:
        from docx.shared import Pt

        size = body_points(self._language) * _DETAIL_FACTOR
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Pt(2 * body_points(self._language))
        paragraph.paragraph_format.line_spacing = 1.25
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.space_before = Pt(size / 2) if apart else None
        paragraph.paragraph_format.keep_with_next = together or None
        run = paragraph.add_run(legal(words))
        run.bold, run.font.size = bold or None, Pt(size)
