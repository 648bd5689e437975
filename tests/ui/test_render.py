"""Hostile text comes out as the characters it is made of, and as nothing else."""

from __future__ import annotations

import html
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.render import SHOWN, answer_markdown, clean, escape, passage, plain, plain_markdown, question_markdown

HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![a](http://evil.example/x.png)", "[a](javascript:alert(1))",
                "[措施(六)]", "**", "\n", "|", "```", "$$", "{{x}}", "${1+1}", "<!--", "&lt;b&gt;", "\\", "https://evil.example", "</mark>",
                "- ", "1. ", "# ", "> ", "    ", "\u202e", "\x00", "\"'", "<a href='//evil.example'>", "[x]: http://evil.example",
            ]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip
TAG = re.compile(r"<[^>]*>")
HINTS = {"lost": "lost <&\"'>", "inferred": "inferred"}


def shown_by_markdown(text: str) -> str:
    """What a reader of Markdown sees of a line in which nothing but backslash escapes has a meaning."""
    return re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", text)


@given(HOSTILE)
def test_escaped_text_has_no_tag_and_reads_the_same(text: str) -> None:
    out = escape(text)
    assert not set("<>\"'`{}$") & set(out)
    assert html.unescape(out) == html.unescape(html.escape(text))


@given(HOSTILE)
def test_a_question_is_shown_letter_by_letter(text: str) -> None:
    out = plain_markdown(text)
    unescaped = set(re.sub(r"\\.", "", out)) & set(string.punctuation)
    assert unescaped <= set("(),;?%")
    expected = [re.sub(r"^[ \t]+", lambda indent: "\u00a0" * len(indent[0]), line) for line in clean(text).split("\n")]
    assert shown_by_markdown(out) == "\n".join(expected)


@given(HOSTILE)
def test_an_answer_brings_no_element_but_bold_and_no_link_but_to_a_source(text: str) -> None:
    out = answer_markdown(text, {"措施(六)": "source-1-1"})
    bare = re.sub(r"\\.", "", out)
    assert set(TAG.findall(bare)) <= {"<strong>", "</strong>"}
    assert bare.count("<") == bare.count("<strong>") + bare.count("</strong>")
    assert "`" not in bare
    assert "&" not in bare
    assert set(re.findall(r"\]\(([^)]*)\)", bare)) <= {"#source-1-1"}
    assert "![" not in bare
    assert "://" not in bare


@given(HOSTILE, st.integers(0, 500), st.data())
def test_a_passage_reads_exactly_as_the_document(text: str, start: int, data: st.DataObject) -> None:
    places = st.integers(start - 5, start + len(text) + 5)
    quotes = data.draw(st.lists(st.tuples(places, places), max_size=4))
    lost, inferred = data.draw(st.sets(places, max_size=5)), data.draw(st.sets(places, max_size=5))
    out = passage(text, start, quotes, lost, inferred, HINTS)
    bare = re.sub(r'<mark data-q="\d(?: \d)*" tabindex="-1">|</mark>|<span class="(?:lost|inferred)" title="[^"<>]*">|</span>', "", out)
    assert not set("<>") & set(bare)
    assert html.unescape(bare) == html.unescape(html.escape(text))


def test_quoted_words_are_marked_and_damage_inside_them_keeps_its_hint() -> None:
    out = passage("设立“苏知贷”给予□0万元。", 100, [(100, 107), (110, 112)], {109}, {101, 105}, {"lost": "L", "inferred": "I"})
    assert out == (
        '<mark data-q="1" tabindex="-1">设<span class="inferred" title="I">立</span>“苏知'
        '<span class="inferred" title="I">贷</span>”</mark>给予'
        '<span class="lost" title="L">□</span><mark data-q="2" tabindex="-1">0万</mark>元。'
    )


def test_a_mark_leads_to_its_source_only_when_there_is_one() -> None:
    out = answer_markdown("支持 [措施(六)][措施(七)]", {"措施(六)": "source-1-1"})
    assert out == r"支持 [\[措施(六)\]](#source-1-1)\[措施(七)\]"


def test_each_mention_of_a_label_leads_to_a_place_of_its_own() -> None:
    places = {"措施(六)": ("a-q1", "a-q2.3"), "措施(七)": ("b",)}
    out = answer_markdown("甲 [措施(六)]\n\n- **乙** [措施(六)][措施(七)]\n\n| 丙 [措施(六)] |", places)
    assert re.findall(r"\(#([^)]+)\)", out) == ["a-q1", "a-q2.3", "b", "a-q2.3"]


def test_words_that_two_quotations_share_carry_both_numbers() -> None:
    out = passage("甲乙丙丁", 0, [(0, 3), (2, 4)], set(), set(), HINTS)
    assert re.sub(' tabindex="-1"', "", out) == '<mark data-q="1">甲乙</mark><mark data-q="1 2">丙</mark><mark data-q="2">丁</mark>'


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("**措施(六)**给予", "<strong>措施(六)</strong>给予"),
        ("- 第一\n- 第二", "- 第一\n- 第二"),
        ("1. 第一", "1. 第一"),
        ("### 标题", "### 标题"),
        ("| 措施 | 部门 |\n|---|---|\n| a*b | c |", "| 措施 | 部门 |\n|---|---|\n| a\\*b | c |"),
        (r"5\*6 &lt;b&gt; \<i\>", r"5\*6 \<b\> \<i\>"),
        ("a * b ** c", r"a \* b \*\* c"),
        (r"**a\*\*b**", r"<strong>a\*\*b</strong>"),
    ],
)
def test_the_structure_of_an_answer_is_kept(text: str, out: str) -> None:
    assert answer_markdown(text, {}) == out


def test_plain_text_of_an_answer_has_neither_stars_nor_escapes() -> None:
    assert plain(r"**措施(六)**:5\*6 &lt;b&gt; [措施(六)]") == "措施(六):5*6 <b> [措施(六)]"


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once_and_keeps_lines(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", once)


def test_halves_of_characters_are_left_out() -> None:
    assert clean("好\ud83d坏") == "好坏"


def test_a_very_long_question_is_cut_and_says_so() -> None:
    out = question_markdown("问" * 100_000, "……共100000字")
    assert out.endswith("……共100000字")
    assert len(out) < SHOWN + 20
