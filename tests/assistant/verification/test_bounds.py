"""*bounds*: a bound on a figure is neither dropped nor invented nor turned round."""

from __future__ import annotations

import pytest

from corpus import Corpus
from tests.assistant.verification.sample import cited, fault

MAX = ["最高{}", "不超过{}", "最多{}", "{}以内", "{}以下", "上限{}", "{}封顶", "不得超过{}", "至多{}", "最高不超过{}"]
MIN = ["至少{}", "不低于{}", "不少于{}", "{}以上", "{}起", "超过{}", "最低{}"]
NONE = ["{}", "为{}", "共{}"]
BOUNDED = [
    ("inc/2#1", "单个项目补助", "500万元", MAX),
    ("inc/12#1", "单户贷款额度", "5000万元", MAX),
    ("inc/11#1", "每个县推荐", "6家", MAX),
    ("inc/7#1", "每平方米每月补贴", "10元", MIN),
    ("inc/10#1", "相关材料保存", "5年", MIN),
    ("inc/1#1", "首次认定的奖励", "20万元", NONE),
    ("irr/2.1#1", "单个喷灌项目补助", "80万元", MAX),
    ("irr/1.1#1", "连片种植面积", "500亩", MIN),
    ("irr/2.2#1", "滴灌项目每亩补助", "600元", NONE),
    ("kite/3#1", "台账保存期限", "二年", MIN),
    ("kite/5#1", "大型风筝长度", "三十米", MIN),
    ("kite/7#1", "可以处罚款", "二百元", MAX),
    ("inc/4#1", "贴息期限", "24个月", MAX),
    ("inc/7#1", "补贴面积", "1000平方米", MAX),
]


@pytest.mark.parametrize(("place", "subject", "figure", "right"), BOUNDED, ids=lambda v: v if isinstance(v, str) else "")
def test_a_bound_points_the_way_it_does_in_the_quote(place: str, subject: str, figure: str, right: list[str], documents: Corpus) -> None:
    quote = cited(place, documents)
    for words in (*MAX, *MIN, *NONE):
        wrong = fault("bounds", f"{subject}{words.format(figure)}。", quote, corpus=documents)
        assert (wrong is None) == (words in right), (words, wrong)


ENGLISH = {
    "max": ["up to {}", "at most {}", "no more than {}", "not exceeding {}", "a maximum of {}", "capped at {}", "{} or less"],
    "min": ["at least {}", "no less than {}", "more than {}", "{} or more", "a minimum of {}", "exceeding {}"],
    "none": ["{}", "of {}"],
}


@pytest.mark.parametrize(
    ("place", "subject", "figure", "right"),
    [
        ("inc/2#1", "The subsidy per project is", "RMB 5 million", "max"),
        ("inc/10#1", "The materials are kept for", "five years", "min"),
        ("inc/11#1", "Each county recommends", "6", "max"),
        ("inc/1#1", "The award is", "200,000 yuan", "none"),
    ],
)
def test_the_same_in_english(place: str, subject: str, figure: str, right: str, documents: Corpus) -> None:
    quote = cited(place, documents)
    for way, words in ENGLISH.items():
        for each in words:
            wrong = fault("bounds", f"{subject} {each.format(figure)}.", quote, corpus=documents)
            assert (wrong is None) == (way == right), (each, wrong)


def test_a_range_may_be_told_by_its_ends_with_their_bounds(documents: Corpus) -> None:
    quote = cited("inc/6#1", documents)
    for text in ("补贴50万元至80万元。", "补贴不低于50万元、不超过80万元。", "补贴最高80万元。", "between RMB 500,000 and RMB 800,000."):
        assert fault("bounds", text, quote, corpus=documents) is None, text
    for text in ("补贴80万元。", "补贴最高50万元。", "补贴80万元以上。", "最高补贴50万元至80万元。"):
        assert fault("bounds", text, quote, corpus=documents), text


def test_until_is_not_turned_into_from_and_may_be_left_out(documents: Corpus) -> None:
    quote = cited("inc/18#1", documents)
    for text in (
        "自2025年5月1日起施行。",
        "2025年5月1日施行。",
        "有效期至2027年12月31日。",
        "2027年12月31日到期。",
        "valid until 31 December 2027.",
    ):
        assert fault("bounds", text, quote, corpus=documents) is None, text
    for text in ("有效期从2027年12月31日起。", "2025年5月1日前有效。", "valid from 31 December 2027."):
        assert fault("bounds", text, quote, corpus=documents), text


def test_within_may_be_left_out_of_what_did_not_happen() -> None:
    quote = cited("js/17#2")
    assert fault("bounds", "三年没有转化实施的，可以向社会公布。", quote) is None
    assert fault("bounds", "转化实施三年的，可以向社会公布。", quote)
