"""*figures*: every figure of a written sentence stands in a quote, in some spelling, beside its own subject."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, read_figures
from tests.assistant.verification.sample import SENTENCES, cited, fault

PLACES = [
    "inc/1#1",
    "inc/2#1",
    "inc/3#1",
    "inc/4#1",
    "inc/5#1",
    "inc/6#1",
    "inc/7#1",
    "inc/8#1",
    "inc/10#1",
    "inc/11#1",
    "inc/12#1",
    "inc/16#1",
    "inc/18#1",
    "irr/2.1#1",
    "irr/2.2#1",
    "irr/4.2#1",
    "irr/6.1#1",
    "kite/3#1",
    "kite/4#1",
    "kite/7#1",
    "js/17#2",
    "js/1#2",
    "js/1#3",
    "js/closing#2",
]
LABEL = re.compile(r"^第.+?条\s*")


@pytest.mark.parametrize("place", PLACES)
def test_no_digit_of_a_true_sentence_can_be_another(place: str, documents: Corpus) -> None:
    quote = cited(place, documents)
    text = LABEL.sub("", quote.text)
    assert fault("figures", text, quote, corpus=documents) is None
    for at, old in enumerate(text):
        if old in "0123456789□":
            for other in "0123456789□":
                if other != old and not (other == "0" and text[at - 1] == "月"):  # 3月01日 is 3月1日
                    assert fault("figures", text[:at] + other + text[at + 1 :], quote, corpus=documents), (text[at - 3 : at + 5], other)


@pytest.mark.parametrize("place", PLACES)
def test_no_chinese_numeral_of_a_true_sentence_can_be_another(place: str, documents: Corpus) -> None:
    quote = cited(place, documents)
    text = LABEL.sub("", quote.text)
    for figure in read_figures(text):
        if figure.kind == "ordinal":
            continue
        for at in range(figure.start, figure.end):
            if text[at] in "一二三四五六七八九":
                for other in "二三四五六七八九":
                    if other != text[at]:
                        assert fault("figures", text[:at] + other + text[at + 1 :], quote, corpus=documents), (figure.text, other)


@given(
    st.sampled_from(SENTENCES), st.integers(2, 999_999), st.sampled_from(["万元", "元", "%", "年", "家", "个月", "亿元", "个工作日", "倍"])
)
def test_no_figure_can_be_added(quote, number: int, unit: str) -> None:  # type: ignore[no-untyped-def]
    if f"{number}{unit}" != "3年":
        assert fault("figures", f"{quote.text.rstrip('。')}，涉及{number}{unit}。", quote)


@given(st.integers(0, 9), st.integers(0, 9))
def test_nothing_fills_a_lost_digit(one: int, other: int) -> None:
    quote = cited("js/1#3")
    for filled in (f"{one}00万元", f"{one}{other}0万元", f"{one}0万元", f"{one}□0万元"):
        assert fault("figures", f"中国专利奖金奖给予{filled}奖励。", quote), filled
    assert fault("figures", "中国专利奖金奖给予□00万元奖励。", quote) is None


SPELLINGS = [
    (
        "inc/1#1",
        "首次认定的奖励{}。",
        ["20万元", "二十万元", "200,000元", "0.002亿元", "贰拾万元"],
        ["20万", "20万美元", "20元", "两百万元", "20万件", "一二十万元", "几十万元"],
    ),
    (
        "inc/2#1",
        "按设备投资额的{}给予补助。",
        ["13%", "百分之十三", "13％"],
        ["13", "13‰", "13个百分点", "一成三", "30%", "三分之一", "13倍"],
    ),
    ("inc/2#1", "补助期限为{}。", ["三年", "3年", "叁年"], ["36个月", "三个月", "两年", "三四年", "约三年", "半年", "3—5年"]),
    ("inc/4#1", "贴息比例{}。", ["3%—5%", "3%至5%", "百分之三到百分之五", "3%~5%"], ["3%", "5%", "4%", "3%—8%", "约3%—5%", "3—5年"]),
    ("inc/5#1", "基金规模{}。", ["约2亿元", "大约两亿元", "2亿元左右"], ["2亿元", "约2万元", "约3亿元", "2亿美元"]),
    ("inc/5#1", "其中{}用于初创企业。", ["三分之二", "2/3"], ["三分之一", "一半", "66%", "三成"]),
    ("inc/10#1", "应当在{}内办理手续。", ["15个工作日", "十五个工作日"], ["15日", "15天", "5个工作日", "三周", "15个月"]),
    ("js/17#2", "{}内没有转化实施的，可以向社会公布。", ["三年", "3年"], ["两年", "36个月", "三十年", "三到五年", "三个季度"]),
]


@pytest.mark.parametrize(("place", "sentence", "same", "other"), SPELLINGS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_figure_passes_in_its_spellings_and_no_other_does(
    place: str, sentence: str, same: list[str], other: list[str], documents: Corpus
) -> None:
    quote = cited(place, documents)
    assert {w: f for w in same if (f := fault("figures", sentence.format(w), quote, corpus=documents))} == {}
    assert [w for w in other if fault("figures", sentence.format(w), quote, corpus=documents) is None] == []


@pytest.mark.parametrize(
    ("place", "true", "false"),
    [
        ("inc/3#1", "获得银奖的，奖励50万元。", "获得银奖的，奖励100万元。"),
        ("inc/3#1", "金奖100万元、铜奖20万元。", "金奖20万元、铜奖100万元。"),
        ("inc/3#1", "金奖、银奖、铜奖分别给予100万元、50万元、20万元奖励。", "金奖、银奖、铜奖分别给予50万元、100万元、20万元奖励。"),
        ("inc/3#1", "Silver is worth 500,000 yuan.", "Silver is worth 200,000 yuan."),
        ("irr/4.2#1", "滴灌项目每市不超过4个。", "滴灌项目每市不超过6个。"),
        ("irr/4.2#1", "每个市推荐喷灌项目不超过6个。", "每个市推荐喷灌项目不超过4个。"),
        ("inc/1", "重新认定的奖励10万元。", "重新认定的奖励20万元。"),
        ("js/1#2", "发明人奖奖励□万元。", "发明人奖奖励□0万元。"),
        ("js/1#3", "中国外观设计银奖奖励□5万元。", "中国外观设计金奖奖励□5万元。"),
    ],
)
def test_a_figure_stays_with_its_subject(place: str, true: str, false: str, documents: Corpus) -> None:
    quote = cited(place, documents)
    assert fault("figures", true, quote, corpus=documents) is None
    assert fault("figures", false, quote, corpus=documents)


@pytest.mark.parametrize("call", ["第六条", "措施(六)", "措施六", "第6条", "Measure 6", "Measure VI"])
def test_the_number_of_the_measure_may_be_named_and_no_other(call: str) -> None:
    text = f"{call}，在省普惠金融风险补偿基金下设立“苏知贷”政银合作子产品。"
    assert fault("figures", text, cited("js/6#1")) is None
    assert fault("figures", text, cited("js/7#1"))


@pytest.mark.parametrize(
    "time", ["年底前", "每年", "每季度", "即日起", "按年", "annually", "by the end of the year", "immediately", "长期有效"]
)
def test_a_time_in_words_is_a_figure_too(time: str) -> None:
    assert fault("figures", f"鼓励社会资本发起设立知识产权投资基金，{time}。", cited("js/6#2"))


def test_a_rate_keeps_what_it_is_for(documents: Corpus) -> None:
    quote = cited("irr/2.2#1", documents)
    assert fault("figures", "滴灌项目每亩补助600元。", quote, corpus=documents) is None
    assert fault("figures", "滴灌项目补助600元。", quote, corpus=documents)
