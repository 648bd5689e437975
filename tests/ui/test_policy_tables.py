"""Tables of documents that were taken in: real tables in the page, the text letter by letter."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document
from corpus.library import ingest, load_corpus
from corpus.readers.tables import markdown_table
from tests.conftest import ROOT
from ui.pages.reading.flow import articles
from ui.pages.reading.state import read_asked
from ui.pages.reading.tables import grid_of, table_html
from ui.pages.reading.text import Span
from ui.pages.reading.view import article_html
from ui.pages.shell import Shell


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A price list, as HTML that was taken in."""
    folder = tmp_path_factory.mktemp("documents")
    assert list(ingest([ROOT / "tests" / "data" / "documents" / "table.html"], folder))
    return load_corpus(folder).document("table")


def shown(document: Document, **parameters: str) -> str:
    """The article that holds the table."""
    article = next(a for a in articles(document) if any("|" in line.sentence.text for line in a.lines))
    return str(article_html(Shell("zh"), document, article, read_asked("/policy", parameters, document, None)))


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_a_table_has_heads_of_its_columns_and_rows(document: Document) -> None:
    markup = shown(document)
    assert re.findall(r'<th scope="col">.*?</th>', markup) and markup.count('scope="col"') == 3
    assert [words(x).strip(" |") for x in re.findall(r'<th scope="row">(.*?)</th>', markup)] == ["北湖—石桥", "北湖—石桥", "石桥—南港"]
    visible = re.sub(r'<span class="markup">.*?</span>', "", markup[markup.index("<table>") : markup.index("</table>")], flags=re.S)
    assert "|" not in visible and "---" not in visible
    assert 'role="region" tabindex="0"' in markup


def test_what_is_looked_for_is_marked_inside_a_cell_and_counted_once(document: Document) -> None:
    assert shown(document, q="成人").count("<mark>成人</mark>") == 2
    addressed = shown(document, measure="preamble", sentence="3")
    assert re.search(r'<div id="preambles3" class="sentence sheet addressed" aria-current="true"', addressed)


CELLS = st.text(alphabet="甲乙|\\<>&\"' -:1", max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=2, max_size=5), st.integers(0, 9))
def test_every_character_of_a_table_stays_and_nothing_in_it_is_markup(rows: list[list[str]], start: int) -> None:
    text = "\n".join(markdown_table(rows)).strip()
    grid = grid_of(text, start)
    if grid is None:
        return
    markup = str(table_html(text, start, grid, [Span(start + 3, start + 8, 0, "mark")]))
    assert words(markup) == text
    assert set(re.findall(r"</?([a-z]+)", markup)) <= {"table", "thead", "tbody", "tr", "th", "td", "span", "mark"}


@pytest.mark.parametrize(
    "text",
    ["| 甲 | 乙 |", "| 甲 | 乙 |\n| 丙 | 丁 |\n| 戊 | 己 |", "| 甲 | 乙 |\n| --- | --- |\n| 丙 |", "甲\n| --- |\n| 乙 |", "|" * 5000],
)
def test_what_is_no_table_is_left_as_lines(text: str) -> None:
    assert grid_of(text, 0) is None


def test_a_table_as_wide_as_it_is_written_is_one() -> None:
    text = "\n".join(markdown_table([["甲", "乙|丙"], ["<img src=x onerror=alert(1)>", ""]]))
    grid = grid_of(text, 0)
    assert grid is not None and [len(row) for row in grid.rows] == [2, 2] and grid.named
    markup = str(table_html(text, 0, grid, []))
    assert "&lt;img src=x" in markup and "<img" not in markup
    assert 'scope="row"' in markup
