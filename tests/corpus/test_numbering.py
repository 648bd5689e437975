"""Numerals and markers of official documents."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.numbering import RANK, read_marker, write_marker
from corpus.numerals import to_chinese, to_int


@given(st.integers(min_value=0, max_value=9999))
def test_integers_come_back_from_chinese(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("二十一", 21), ("十", 10), ("两", 2), ("廿一", 21), ("二〇二三", 2023), ("21", 21), ("②", 2), ("一百零二", 102), ("三千", 3000)],
)
def test_faces_of_a_numeral(written: str, number: int) -> None:
    assert to_int(written) == number


@pytest.mark.parametrize("written", ["", "章", "百", "一二三四五六七八九十一", "2.5", "第"])
def test_what_is_no_numeral_is_none_or_a_number_never_an_error(written: str) -> None:
    assert to_int(written) is None or isinstance(to_int(written), int)


@pytest.mark.parametrize("number", [-1, 10000])
def test_chinese_numerals_have_a_range(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("一、总则", "dun", 1),
        ("(六)强化支撑。", "paren", 6),
        ("(十二)加强", "paren", 12),
        ("第十三条 为了", "article", 13),
        ("第 十三 条 为了", "article", 13),
        ("第13条 为了", "article", 13),
        ("第二章 创造", "chapter", 2),
        ("第三节 附则", "section", 3),
        ("第一编 总则", "book", 1),
        ("1.申请条件", "dot", 1),
        ("2、申请材料", "dot", 2),
        ("(3)原件", "arabic_paren", 3),
        ("4)原件", "arabic_paren", 4),
        ("①扫描件", "circled", 1),
        ("## 第二章 创造", "chapter", 2),
        ("**第五条** 内容", "article", 5),
        ("  (七)缩进", "paren", 7),
        ("\u3000\u3000二、全角缩进", "dun", 2),
    ],
)
def test_markers_are_read(line: str, kind: str, number: int) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.kind, marker.number) == (kind, number)


@pytest.mark.parametrize(
    "line",
    [
        "2023.5 统计",
        "3.14",
        "(此件公开发布)",
        "(2021—2035年)",
        "第三方机构",
        "一是加强领导",
        "第一章程规定",
        "十分重要",
        "第五条款",
        "正文",
        "",
        "(省财政厅负责)",
    ],
)
def test_text_is_not_taken_for_a_marker(line: str) -> None:
    assert read_marker(line) is None


def test_inserted_articles_carry_their_sub_number() -> None:
    marker = read_marker("第一百二十条之一 内容")
    assert marker is not None
    assert (marker.number, marker.sub) == (120, 1)
    assert write_marker("article", 120, 1) == "第一百二十条之一"


@given(st.sampled_from(sorted(RANK)), st.integers(min_value=1, max_value=20), st.text(alphabet="甲乙丙丁,。", min_size=1))
def test_markers_written_are_read_back(kind: str, number: int, words: str) -> None:
    marker = read_marker(write_marker(kind, number) + " " + words)  # type: ignore[arg-type]
    assert marker is not None
    assert (marker.kind, marker.number) == (kind, number)


@given(st.text(alphabet="零〇一二三四五六七八九十百千两廿万亿", max_size=8))
@example("廿零")
@example("一亿一")
def test_no_row_of_numerals_breaks_the_reading(written: str) -> None:
    value = to_int(written)
    assert value is None or value >= 0
