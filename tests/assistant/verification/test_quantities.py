"""The reader of figures: one key for all spellings of a figure, another for every other figure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.normal import normal
from assistant.verification.quantities import Quantity, quantities, readable
from corpus import Corpus, read_figures
from corpus.numerals import to_chinese


def read(text: str) -> tuple[Quantity, ...]:
    return quantities(readable(normal(text)))


def keys(text: str) -> list[str]:
    return [q.key for q in read(text)]


SAME = [
    [
        "50万元",
        "五十万元",
        "50 万元",
        "５０万元",
        "500,000元",
        "伍拾万元",
        "0.005亿元",
        "RMB 500,000",
        "RMB 0.5 million",
        "half a million yuan",
        "500 thousand yuan",
        "¥50万",
        "five hundred thousand yuan",
        "5️⃣0️⃣万元",
        "**50**万元",
        "&#53;0万元",
        "٥٠万元",
    ],
    ["3年", "三年", "叁年", "３年", "three years", "3 years", "3-year", "③年", "Ⅲ年"],
    ["13%", "百分之十三", "13％", "13 percent", "thirteen per cent", "13 %"],
    ["66%", "百分之六十六", "sixty-six percent"],
    ["三分之二", "2/3", "two-thirds", "two thirds"],
    ["50%", "一半", "百分之五十", "二分之一", "五成", "half of it"],
    ["15个工作日", "十五个工作日", "15 working days", "fifteen business days"],
    ["6个月", "六个月", "six months", "6 months"],
    ["半年", "0.5年", "half a year"],
    ["2025年5月1日", "二〇二五年五月一日", "2025-05-01", "2025/5/1", "1 May 2025", "May 1, 2025", "2025年05月01日"],
    ["第六条", "第6条", "措施(六)", "措施六", "Measure 6", "Measure VI", "the sixth measure", "Article 6"],
    ["20万美元", "US$200,000", "200,000 US dollars"],
    ["1亿2000万元", "1.2亿元", "120 million yuan"],
    ["1000平方米", "一千平方米", "1,000 square metres"],
    ["13个百分点", "13 percentage points"],
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda s: s[0])
def test_a_figure_has_one_key_in_all_spellings(spellings: list[str]) -> None:
    assert {tuple(keys(s)) for s in spellings} == {tuple(keys(spellings[0]))} and len(keys(spellings[0])) == 1


def test_different_figures_have_different_keys() -> None:
    figures = [
        "50万元",
        "50万",
        "50万件",
        "50万美元",
        "500万元",
        "50元",
        "□0万元",
        "□00万元",
        "□万元",
        "3年",
        "3个月",
        "3月",
        "36个月",
        "3%",
        "3‰",
        "3倍",
        "3个百分点",
        "半年",
        "6个月",
        "15个工作日",
        "15日",
        "第三条",
        "3条",
        "三分之二",
        "2025年",
        "0377-5120088",
        "0377-5120089",
    ]
    found = [tuple(keys(f)) for f in figures]
    assert all(len(k) == 1 for k in found), dict(zip(figures, found, strict=True))
    assert len(set(found)) == len(figures)


@pytest.mark.parametrize(
    "text",
    [
        "十分重要",
        "千方百计",
        "一站式服务",
        "一网通办",
        "第三方",
        "十四五规划",
        "一次性告知",
        "一个窗口",
        "一家企业",
        "万一",
        "一系列措施",
        "first-class",
        "one of them",
        "one-stop",
        "完成",
        "成立",
        "半导体",
        "上半年",
    ],
)
def test_words_are_no_figures(text: str) -> None:
    assert keys(text) == []


@given(st.integers(1, 9999))
def test_chinese_and_arabic_numerals_are_one(number: int) -> None:
    assert keys(f"{to_chinese(number)}万元") == keys(f"{number}万元") == keys(f"RMB {number * 10_000:,}")


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_two_amounts_are_one_only_if_they_are(one: int, other: int) -> None:
    assert (keys(f"{one}元") == keys(f"{other}元")) == (one == other)


@given(
    st.integers(1, 99),
    st.integers(100, 999),
    st.sampled_from(["—", "-", "~", "至", "到", "～"]),
    st.sampled_from(["万元", "年", "%", "家"]),
)
def test_a_range_is_no_pair_of_figures(low: int, high: int, dash: str, unit: str) -> None:
    first, second = read(f"{low}{dash}{high}{unit}")
    assert (first.bound, second.bound) == ("min", "max") and first.partner == second.key and second.partner == first.key
    assert [first.key, second.key] == [keys(f"{low}{unit}")[0], keys(f"{high}{unit}")[0]]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("最高50万元", "max"),
        ("不超过50万元", "max"),
        ("50万元以内", "max"),
        ("50万元以下", "max"),
        ("上限为50万元", "max"),
        ("50万元封顶", "max"),
        ("up to RMB 500,000", "max"),
        ("no more than RMB 500,000", "max"),
        ("不得高于50万元", "max"),
        ("at most 500,000 yuan", "max"),
        ("不低于50万元", "min"),
        ("至少50万元", "min"),
        ("50万元以上", "min"),
        ("50万元起", "min"),
        ("超过50万元", "min"),
        ("no less than 500,000 yuan", "min"),
        ("more than RMB 500,000", "min"),
        ("不得少于50万元", "min"),
        ("50万元", None),
        ("RMB 500,000", None),
        ("至少50万元以下", "both"),
        ("最高给予每家50万元", "max"),
        ("最多可以申请50万元", "max"),
    ],
)
def test_what_bounds_a_figure(text: str, bound: str | None) -> None:
    (found,) = read(text)
    assert found.bound == bound


def test_one_word_bounds_a_whole_list() -> None:
    assert [q.bound for q in read("分别最高给予30万元、20万元、10万元")] == ["max", "max", "max"]
    assert [q.key for q in read("100、50、20万元")] == ["money:1000000元", "money:500000元", "money:200000元"]


def test_nothing_that_the_corpus_reads_is_overlooked(documents: Corpus) -> None:
    for document in documents.documents[:4]:
        for _, sentence in document.walk():
            text = normal(sentence.text)
            covered = {i for q in quantities(text) for i in range(q.start, q.end)}
            for figure in read_figures(text):
                if not (figure.text.startswith("一") and figure.kind == "count"):  # an article
                    assert covered & set(range(figure.start, figure.end)) or readable(text) != text, (figure.text, text)


@given(st.text(alphabet="0123456789.,□一二三十百千万亿元年月日%第分之至-—~最高以上 約约", max_size=60))
def test_figures_stand_in_order_and_within_the_text(text: str) -> None:
    shown = readable(normal(text))
    found = quantities(shown)
    assert all(0 <= q.start < q.end <= len(shown) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
