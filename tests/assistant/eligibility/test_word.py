"""The Word document of an assessment, opened again: its text, and its footnotes with the exact words."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from lxml import etree

from assistant.eligibility import Assessment, Profile, assess, point_table
from assistant.eligibility.sections import paper
from assistant.eligibility.word import as_word
from assistant.eligibility.wording import departments_of
from assistant.messages import LANGUAGES, Language
from corpus import load_corpus

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
IN_FULL = ("eligible", "mind", "not_met")
PROFILE = {"organisation": "university", "region": "jiangsu", "honours": ["cn_patent_silver"], "record": ["abnormal_filings"]}


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    document = load_corpus().document("js-ip-2023")
    assert document is not None
    table = point_table(document)
    assert table is not None
    return assess(Profile.from_json(PROFILE), table)


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_there(assessment: Assessment, language: Language) -> None:
    document = docx.Document(io.BytesIO(as_word(assessment, language)))
    body = "\n".join(p.text for p in document.paragraphs)
    p = paper(assessment, language)
    lines = [p.title, p.basis, *p.known, *p.rest, p.question]
    for section in p.sections:
        lines += [section.heading, *section.brief]
        for point in section.points if section.group in IN_FULL else ():
            lines += [*point.titles, *point.still, *point.lines, *point.conditions]
    assert not [line for line in lines if line not in body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_told_in_full_has_a_row_with_its_words(assessment: Assessment, language: Language) -> None:
    tables = docx.Document(io.BytesIO(as_word(assessment, language))).tables
    sections = [s for s in paper(assessment, language).sections if s.group not in IN_FULL and s.points]
    assert len(tables) == len(sections) > 1
    for table, section in zip(tables, sections, strict=True):
        assert len(table.rows) == len(section.points) + 1
        for row, point in zip(table.rows[1:], section.points, strict=True):
            shown = "\n".join(cell.text for cell in row.cells)
            named = [line for v in point.verdicts if section.group == "possible" for line in departments_of(v, language)]
            for line in (*point.titles, *point.still, point.quote, point.source, point.verdicts[0].point.record.word, *named):
                assert line in shown
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_quote_is_one_footnote_with_its_measure(assessment: Assessment, language: Language) -> None:
    content = as_word(assessment, language)
    notes = part(content, "word/footnotes.xml")
    written = ["".join(n.itertext()) for n in notes if n.get(f"{W}type") is None]
    shown = [point for section in paper(assessment, language).sections if section.group in IN_FULL for point in section.points]
    assert shown
    assert len(written) == len({(p.source, p.quote) for p in shown})
    for point in shown:
        assert any(point.quote in note and point.source in note for note in written)
    references = [int(r.get(f"{W}id", "")) for r in part(content, "word/document.xml").iter(f"{W}footnoteReference")]
    assert references == list(range(1, len(written) + 1))


def test_it_is_short_enough_to_be_read(assessment: Assessment) -> None:
    document = docx.Document(io.BytesIO(as_word(assessment, "zh")))
    assert len(document.paragraphs) < 100


def test_nobody_is_named_in_its_properties(assessment: Assessment) -> None:
    properties = docx.Document(io.BytesIO(as_word(assessment, "zh"))).core_properties
    assert (properties.author, properties.title, properties.language) == ("", "", "zh-CN")
