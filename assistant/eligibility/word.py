"""An assessment as a Word document: each point with its quotation as a footnote of Word, its conditions below."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from assistant.eligibility.sections import Paper, Point, Section, paper
from assistant.messages import text
from assistant.word import Footnotes, body_points, legal, new_document, saved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.eligibility.assessment import Assessment
    from assistant.messages import Language

_TITLE_FACTOR = 1.25
_DETAIL_FACTOR = 0.75
"""Sizes of the title, and of what stands below a point, against the body's."""


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
        for line in (*p.known, *p.warnings):
            self._line(line)
        for section in p.sections:
            self._section(section)
        for line in p.rest:
            self._line(line)
        if p.question:
            self._heading(p.next_heading)
            self._line(p.question)
        self._footnotes.close()
        return saved(self._document)

    def _section(self, section: Section) -> None:
        self._heading(section.heading)
        if section.points:
            self._line(section.lead)
        for point in section.points:
            self._point(point)
        if section.brief:
            self._line(section.perhaps)
        for line in section.brief:
            self._detail(line)

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

    def _detail(self, words: str, *, bold: bool = False) -> None:
        from docx.shared import Pt

        size = body_points(self._language) * _DETAIL_FACTOR
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Pt(2 * body_points(self._language))
        paragraph.paragraph_format.line_spacing = 1.25
        run = paragraph.add_run(legal(words))
        run.bold, run.font.size = bold or None, Pt(size)
