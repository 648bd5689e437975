"""What the policy reader is made of: every word of a document once, marks that change no word, filters that count what is there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import LOST, Document
from corpus.glossary import load_gloss_set, load_instruments
from corpus.library import ingest, load_corpus
from corpus.model import Sentence
from tests.conftest import ROOT
from ui.pages.reading.about import reasons
from ui.pages.reading.background import named_in
from ui.pages.reading.binding import words_of
from ui.pages.reading.facets import FACETS, facets
from ui.pages.reading.finding import find, options, window
from ui.pages.reading.flow import Article, articles, flow
from ui.pages.reading.glance import glance
from ui.pages.reading.search import folded, places
from ui.pages.reading.state import Asked, read_asked
from ui.pages.reading.text import Span, marked
from ui.pages.reading.view import article_html, heading_html
from ui.pages.shell import Shell

POLICY = "js-ip-2023"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("documents")
    assert list(ingest([ROOT / "tests" / "data"], folder))
    return {d.id: d for d in load_corpus(folder).documents}


@pytest.fixture(scope="module")
def policy(documents: dict[str, Document]) -> Document:
    return documents[POLICY]


def asked(document: Document, **parameters: str) -> Asked:
    return read_asked("/policy", parameters, document, POLICY)


def shown_sentences(markup: str) -> Iterator[str]:
    """The text of everything that is a sentence or a heading in a page."""
    whole = r'<(span|div) id="[^"]+" class="sentence[^>]*>(.*?)</\1>(?=<span id=|</p>|</div>)'
    for _, piece in re.findall(whole, markup, re.S):
        yield html.unescape(re.sub(r"<[^>]+>", "", piece))


def test_every_sentence_of_every_document_is_shown_once_and_in_order(documents: dict[str, Document]) -> None:
    for document in documents.values():
        expected: list[Sentence] = [s for _, s in document.walk()]
        lines = [line.sentence for item in flow(document) for line in (item.lines if isinstance(item, Article) else iter([item.line]))]
        assert lines == expected, document.id


def test_what_is_shown_is_the_text_letter_by_letter(documents: dict[str, Document]) -> None:
    shell = Shell("zh")
    for document in documents.values():
        for article in articles(document):
            body = [line.sentence.text for line in article.lines if line is not article.heading]
            for parameters in ({}, {"q": "的 给予"}, {"measure": article.id, "sentence": "1"}):
                markup = article_html(shell, document, article, asked(document, **parameters))
                assert list(shown_sentences(markup)) == body, (document.id, article.id)


def test_the_received_text_is_shown_as_it_came(policy: Document) -> None:
    there = policy.restored
    for article in articles(policy):
        markup = article_html(Shell("zh"), policy, article, asked(policy, text="received"))
        lines = [line.sentence for line in article.lines if line is not article.heading]
        expected = [there.received[there.to_received(s.start) : there.to_received(s.end)] for s in lines]
        assert list(shown_sentences(markup)) == expected
    heading = next(item for item in flow(policy) if not isinstance(item, Article))
    shown = heading_html(Shell("zh"), policy, heading, asked(policy, text="received"))
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)) == "一、鼓励知识产权高质量创速/p>"


SPANS = st.lists(
    st.tuples(st.integers(0, 25), st.integers(0, 6), st.integers(0, 3)).map(
        lambda t: Span(t[0], t[0] + t[1], t[2], "b", (("title", '"<'),))
    )
)


@given(st.text(alphabet="甲乙<>&\"'□ab", max_size=20), st.integers(0, 5), SPANS)
def test_marks_never_change_the_words(text: str, start: int, spans: list[Span]) -> None:
    made = marked(text, start, spans)
    assert html.unescape(re.sub(r"<[^>]+>", "", made)) == text
    assert made.count("<b") == made.count("</b>")


@given(st.text(max_size=30))
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_a_word_is_found_in_either_width_and_case() -> None:
    assert places("专利合作条约(PCT)", (folded("（ｐｃｔ）"),)) == [(6, 11)]


def test_instruments_are_named_where_their_records_say(policy: Document) -> None:
    found = {i.id: {a for a, group in named_in(policy).items() for n in group if n.instrument is i} for i in load_instruments()}
    for instrument in load_instruments():
        numbered = {int(a) for a in found[instrument.id] if a.isdigit()}
        assert numbered <= set(instrument.named_in), instrument.id
        assert numbered or not instrument.named_in, instrument.id


def test_a_word_that_another_governs_counts_for_nothing(policy: Document) -> None:
    listed = [w for w in words_of(policy)["5"] if w.commitment.word == "纳入"]
    assert [w.under for w in listed] == ["鼓励"]
    assert all(policy.text[w.start : w.end] == w.commitment.word for group in words_of(policy).values() for w in group)


def test_facets_hold_what_the_document_says(policy: Document) -> None:
    found = facets(policy)
    assert tuple(found) == FACETS
    assert len(found["department"]["省知识产权局"].articles) == 20
    assert found["support"]["funding"].articles == {"1", "4", "7", "8", "15"}
    assert "2" not in found["strength"]["5"].articles


def test_filters_combine_and_their_counts_are_what_they_would_leave(policy: Document) -> None:
    base = {"department": "省财政厅", "q": "企业"}
    for facet, choices in options(policy, asked(policy, **base)).items():
        for option in choices:
            left = find(policy, asked(policy, **{**base, facet: option.value.name}))
            assert left.count == option.count > 0
    both = find(policy, asked(policy, department="省财政厅", support="funding"))
    assert [i.provision.id for i in both.items if isinstance(i, Article)] == ["1", "4", "7", "8", "15"]


def test_the_glance_has_a_cell_for_each_department_in_charge(policy: Document) -> None:
    table = glance(policy).departments
    rows = [row for group in table.groups for row in group.rows]
    assert [row.article.id for row in rows] == [m.id for m in policy.measures]
    for row in rows:
        assert {c.column.name for c in row.cells if c.there} == set(row.article.provision.departments)
        assert [c.column.name for c in row.cells if c.first] == [row.article.provision.departments[0]]
    for group in glance(policy).supports.groups:
        for row in group.rows:
            assert {c.column.name for c in row.cells if c.there} == {
                name for name, value in facets(policy)["support"].items() if row.article.id in value.articles
            }


def test_each_damaged_place_has_a_note_in_its_article(policy: Document) -> None:
    noted = {id(r) for a in articles(policy) for reason in reasons(policy, a, certain=True) for r in reason.repairs}
    in_headings = [r for r in policy.restored.repairs if id(r) not in noted]
    assert all(r.confidence == "certain" for r in in_headings)
    whole = "".join(article_html(Shell("zh"), policy, a, asked(policy)) for a in articles(policy))
    assert whole.count('class="flaw lost"') == policy.text.count(LOST)
    for target in re.findall(r'class="flaw \w+" href="#([^"]+)"', whole):
        assert f'id="{target}"' in whole


def test_glosses_are_left_out_when_they_were_written_from_another_copy(policy: Document, documents: dict[str, Document]) -> None:
    held = load_gloss_set(POLICY)
    assert held is not None and held.text_sha256 == policy.record.sha256
    other = documents["kite-rules"]
    assert "通俗说明" not in article_html(Shell("zh"), other, articles(other)[1], asked(other))


def test_a_long_document_is_shown_in_pages_and_an_article_finds_its_own(tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    source.write_text("云河市大法典\n" + "".join(f"第{n}条 公民应当遵守第{n}条。\n" for n in range(1, 251)), encoding="utf-8")
    assert list(ingest([source], tmp_path / "documents"))
    document = load_corpus(tmp_path / "documents").document("long")
    assert document is not None
    pages = [window(find(document, a), a) for a in (asked(document, page=str(n)) for n in (1, 2, 3, 9))]
    assert [(p.page, p.pages) for p in pages] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert sum(len(p.items) for p in pages[:3]) == len(flow(document))
    there = asked(document, measure="240")
    assert "240" in [item.provision.id for item in window(find(document, there), there).items]
    looked_for = asked(document, q="应当 第2")
    hits = find(document, looked_for)
    assert (window(hits, looked_for).pages, len(window(hits, looked_for).items)) == (2, 50)
    assert hits.count == sum(str(n).startswith("2") for n in range(1, 251))
    assert hits.hits == hits.count * 3
