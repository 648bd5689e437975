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
from assistant.messages import LANGUAGES, Language
from corpus import load_corpus

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
    body = "\n".join(p.text for p in docx.Document(io.BytesIO(as_word(assessment, language))).paragraphs)
    p = paper(assessment, language)
    lines = [p.title, p.basis, *p.known, *p.rest, p.question]
    for section in p.sections:
        lines += [section.heading, *section.brief]
        for point in section.points:
            lines += [*point.titles, *point.still, *point.lines, *point.conditions]
    assert not [line for line in lines if line not in body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_quote_is_one_footnote_with_its_measure(assessment: Assessment, language: Language) -> None:
    content = as_word(assessment, language)
    notes = part(content, "word/footnotes.xml")
    written = ["".join(n.itertext()) for n in notes if n.get(f"{W}type") is None]
    shown = [point for section in paper(assessment, language).sections for point in section.points]
    assert len(written) == len({(p.source, p.quote) for p in shown})
    for point in shown:
        assert any(point.quote in note and point.source in note for note in written)
    references = [int(r.get(f"{W}id", "")) for r in part(content, "word/document.xml").iter(f"{W}footnoteReference")]
    assert references == list(range(1, len(written) + 1))


def test_nobody_is_named_in_its_properties(assessment: Assessment) -> None:
    properties = docx.Document(io.BytesIO(as_word(assessment, "zh"))).core_properties
    assert (properties.author, properties.title, properties.language) == ("", "", "zh-CN")
