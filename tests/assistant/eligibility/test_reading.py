"""What somebody says of themselves, read into facts: a table of messages, replies to questions, and what holds of any text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from assistant.eligibility.profile import Fact, Profile, attribute_named
from assistant.eligibility.reading import find_credit_codes, read_answer, read_facts
from corpus.records import read_yaml
from tests.linear.calls import grows_too_fast

_HERE = Path(__file__).parent
_CODE = "91320200134794561Y"  # made up, with a right check character
_READINGS: dict[str, dict[str, str]] = read_yaml(_HERE / "readings.yaml")
_ANSWERS: list[dict[str, Any]] = read_yaml(_HERE / "answers.yaml")
_MESSAGES = [(text, expected) for rows in _READINGS.values() for text, expected in rows.items()]
_REPLIES = [(q["ask"], text, expected) for q in _ANSWERS for text, expected in q["replies"].items()]
_INDEPENDENT = (
    "我们是一家企业",
    "我们在盐城",
    "我们有商标",
    "我们没有专利",
    "我们拿过江苏专利奖银奖",
    "我们想出海",
    "隔壁公司拿过中国专利奖金奖",
)
_PIECES = (
    "我们", "我司", "是", "在", "无锡", "上海", "一家", "小公司", "高校", "银行", "的", "，", "。", "？", "拿过", "没有", "想", "如果",
    "江苏专利奖", "中国专利奖", "金奖", "银奖", "和", "专利", "商标", "贯标", "被取消了", "帮", "问", "客户", "we are", " a ", "company",
    "in ", "patents", "not ", "1", "①", "都没有", "贷款", _CODE, " ", "\n", "\u200b", "不", "做", "芯片",
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=16).map("".join))


def _short(fact: Fact) -> str:
    return f"{fact.attribute}.{'-' if fact.state == 'no' else ''}{fact.value}"


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def _read(text: str) -> set[str]:
    return {_short(f) for f in read_facts(text)}


def test_the_table_is_as_large_as_it_should_be_and_a_third_of_it_are_traps() -> None:
    assert len(_MESSAGES) >= 150
    assert 3 * len([t for t, expected in _MESSAGES if not expected]) >= len(_MESSAGES)


@pytest.mark.parametrize(("text", "expected"), _MESSAGES, ids=[t for t, _ in _MESSAGES])
def test_a_message_says_these_facts_and_no_others(text: str, expected: str) -> None:
    facts = read_facts(text)
    assert sorted({_short(f) for f in facts}) == sorted(expected.split())
    assert all(f.words and f.words in text and f.source == "said" for f in facts)


@pytest.mark.parametrize(
    ("text", "fact", "words"),
    [
        ("我们是无锡的一家小公司，拿过江苏专利奖银奖", "region.jiangsu", "无锡"),
        ("我们是无锡的一家小公司，拿过江苏专利奖银奖", "size.small", "小公司"),
        ("我们是无锡的一家小公司，拿过江苏专利奖银奖", "honours.js_patent_silver", "江苏专利奖银奖"),
        ("我們是無錫的一家小公司", "region.jiangsu", "無錫"),
        ("我们有５件软著", "rights.copyright", "软著"),
        ("We are a university in Nanjing", "region.jiangsu", "Nanjing"),
    ],
)
def test_a_fact_keeps_the_words_as_they_were_written(text: str, fact: str, words: str) -> None:
    assert [f.words for f in read_facts(text) if _short(f) == fact] == [words]


@pytest.mark.parametrize("text", [t for t, _ in _MESSAGES if "我院" not in t])
def test_traditional_characters_and_full_width_say_the_same(text: str) -> None:
    assert _read(_traditional().convert(text)) == _read(text)
    assert _read("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)) == _read(text)


@given(order=st.permutations(_INDEPENDENT))
def test_sentences_by_themselves_say_the_same_in_any_order(order: list[str]) -> None:
    assert _read("。".join(order)) == _read("。".join(_INDEPENDENT))


@given(text=_TEXTS)
@example("")
@example("\ud800我们是企业")
@example(f"我们公司{_CODE}在无锡")
def test_any_text_is_read_and_each_fact_has_words_of_it(text: str) -> None:
    for fact in read_facts(text):
        value = attribute_named(fact.attribute).value(fact.value)
        assert value is not None
        assert fact.words and fact.words in text
        assert _CODE not in fact.words


@given(text=_TEXTS, question=st.sampled_from(_ANSWERS))
def test_any_text_is_read_as_a_reply(text: str, question: dict[str, Any]) -> None:
    attribute, options = _asked(question["ask"])
    answered = read_answer(text, attribute, options)
    assert answered.kind != "facts" or answered.facts
    assert all(f.words in text for f in answered.facts)
    if answered.kind == "facts":
        assert len({(f.attribute, f.value) for f in answered.facts}) == len(answered.facts)


@given(text=st.sampled_from([t for t, _ in _MESSAGES]))
def test_what_does_not_contradict_itself_is_read_without_a_conflict(text: str) -> None:
    assert not Profile(read_facts(text)).conflicts


def _asked(ask: str) -> tuple[Any, Any]:
    name, *shown = ask.split()
    attribute = attribute_named(name)
    return attribute, [attribute.value(v) for v in shown] or list(attribute.values)


@pytest.mark.parametrize(("ask", "text", "expected"), _REPLIES, ids=[f"{a.split()[0]}: {t}" for a, t, _ in _REPLIES])
def test_a_reply_is_read(ask: str, text: str, expected: str) -> None:
    attribute, options = _asked(ask)
    kind, *facts = expected.split()
    answered = read_answer(text, attribute, options)
    assert answered.kind == kind
    if kind != "other":
        assert {_short(f).removeprefix(f"{attribute.id}.") for f in answered.facts} == set(facts)
        assert all(f.source == "answer" and f.words and f.words in text for f in answered.facts)


def test_a_credit_code_is_told_to_be_right_or_wrong_and_is_no_fact() -> None:
    wrong = _CODE[:-1] + ("A" if _CODE[-1] != "A" else "C")
    assert find_credit_codes(f"我们的代码是{_CODE}，不是{wrong}") == ((_CODE, True), (wrong, False))
    assert find_credit_codes("".join(chr(ord(c) + 0xFEE0) for c in _CODE)) == ((_CODE, True),)
    assert find_credit_codes(f"{_CODE[:8]} {_CODE[8:17]} {_CODE[17]}".lower()) == ((_CODE, True),)
    assert find_credit_codes("身份证号11010519491231002X，没有别的") == ()
    assert all(_CODE not in f.words for f in read_facts(f"我们公司{_CODE}，在无锡，江苏专利奖{_CODE}金奖"))


@pytest.mark.parametrize("piece", ["我们是公司", "江苏专利奖金奖，", "没有专利、", "一家", "①", "the "])
def test_a_message_of_any_length_is_read_in_linear_time(piece: str) -> None:
    assert not grows_too_fast(read_facts, piece, 5_000)
