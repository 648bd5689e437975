"""Figures in all their faces, dates that can be read in part, amounts paired with what they are for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import read_dates
from corpus.figures import read_figures
from corpus.numerals import to_chinese
from corpus.respective import read_pairs


def keys(text: str) -> list[str]:
    return [f.key for f in read_figures(text)]


@pytest.mark.parametrize(
    "faces",
    [
        ("50万元", "五十万元", "500,000元", "伍拾万元", "50万元"),
        ("三年", "3年", "叁年"),
        ("13%", "百分之十三", "13%"),
        ("两个月", "2个月", "二个月"),
        ("3500亿元", "3,500亿元"),
        ("一千元", "1000元", "1千元"),
        ("第十三条", "第13条"),
        ("30日", "三十日", "30天"),
    ],
)
def test_all_faces_of_a_figure_have_one_key(faces: tuple[str, ...]) -> None:
    assert len({tuple(keys(f)) for f in faces}) == 1
    assert len(keys(faces[0])) == 1


def test_different_quantities_have_different_keys() -> None:
    texts = ["50万元", "5万元", "50元", "50%", "50家", "50年", "□0万元", "□00万元", "50万美元"]
    assert len({tuple(keys(t)) for t in texts}) == len(texts)


@pytest.mark.parametrize("text", ["一站式", "一体化", "一网通办", "一级学科", "十分重要", "千方百计", "万一", "一定"])
def test_words_with_numerals_are_no_figures(text: str) -> None:
    assert keys(text) == []


def test_a_lost_digit_equals_only_itself() -> None:
    assert read_figures("□00万元")[0].lost
    assert keys("□00万元") != keys("100万元")


@given(st.integers(min_value=2, max_value=9999))
def test_chinese_and_arabic_amounts_agree(number: int) -> None:
    assert keys(f"{to_chinese(number)}元") == keys(f"{number}元") == keys(f"{number:,}元")


@given(st.text(alphabet="0123456789一二十百千万亿元%年月日第条□,. 分之", max_size=40))
def test_any_string_of_numerals_is_read_without_error(text: str) -> None:
    for figure in read_figures(text):
        assert text[figure.start : figure.end] == figure.text


def test_partial_dates_are_bounded_but_never_filled() -> None:
    ((start, end, date),) = read_dates("自2023年□月□9日施行")
    assert (start, end) == (1, 11)
    assert date.text == "2023年□月□9日"
    assert not date.readable
    assert {d.day for d in date.candidates} == {19, 29}
    assert {d.month for d in date.candidates} == set(range(1, 10))


def test_dates_in_chinese_numerals() -> None:
    assert read_dates("二〇二三年七月十六日")[0][2].candidates == (dt.date(2023, 7, 16),)


def test_respective_amounts_are_paired() -> None:
    text = "对获得市长奖金奖、银奖的,分别给予□00万元、□0万元奖励,对获得外观奖金奖、银奖的,分别给予5万元、3万元奖励。"
    pairs = read_pairs(text)
    assert [(p.item, p.figure.text) for p in pairs] == [
        ("市长奖金奖", "□00万元"),
        ("银奖", "□0万元"),
        ("外观奖金奖", "5万元"),
        ("银奖", "3万元"),
    ]
    assert [(p.group, p.grade) for p in pairs] == [("市长奖", "金奖"), ("市长奖", "银奖"), ("外观奖", "金奖"), ("外观奖", "银奖")]


@pytest.mark.parametrize("text", ["对甲、乙分别给予1万元。", "对甲、乙、丙分别奖励3万元、2万元。", "分别管理。"])
def test_lists_of_different_length_are_not_paired(text: str) -> None:
    assert read_pairs(text) == []
