"""Typing slips: mended when one known word is meant for certain, left alone otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.understanding.normalise import clean, language_of
from assistant.understanding.spelling import Sources, Speller, speller_of
from corpus import load_corpus

_ANSWERS = Path(__file__).with_name("test_answers.py").read_text(encoding="utf-8")
RIGHT = sorted({q for q in re.findall(r'"([^"\n]{2,40})"', _ANSWERS) if re.search(r"[\u4e00-\u9fff]", q) or "?" in q})


@pytest.fixture(scope="module")
def speller() -> Speller:
    return speller_of(load_corpus())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("知识产全保护", "知识产权保护"),
        ("苏之贷是什么", "苏知贷是什么"),
        ("苏知代", "苏知贷"),
        ("专力质押有什么支持", "专利质押有什么支持"),
        ("质压融资", "质押融资"),
        ("植压贷款", "质押贷款"),
        ("商标平牌指导站", "商标品牌指导站"),
        ("代理圆助", "代理援助"),
        ("非正常专利申情", "非正常专利申请"),
        ("专利导肮怎么申请", "专利导航怎么申请"),
        ("知知识产权质押", "知识产权质押"),
        ("识知产权强省", "知识产权强省"),
        ("商业密秘", "商业秘密"),
        ("江苏专立奖", "江苏专利奖"),
        ("版全示范城市", "版权示范城市"),
        ("高价直专利", "高价值专利"),
        ("地里标志的海外维权怎么做", "地理标志的海外维权怎么做"),
        ("恶意商标主册", "恶意商标注册"),
        ("惩罚性陪偿", "惩罚性赔偿"),
        ("省知识产全局", "省知识产权局"),
        ("知识产权保现", "知识产权保险"),
        ("自贸事验区", "自贸试验区"),
        ("数据知识产权等记", "数据知识产权登记"),
        ("马得里协定", "马德里协定"),
        ("海亚协定", "海牙协定"),
        ("专利代里师", "专利代理师"),
        ("patent质押loan怎么弄", "专利质押贷款怎么弄"),
        ("我们公司的trademark怎么办", "我们公司的商标怎么办"),
        ("pattent pledge loan", "patent pledge loan"),
        ("patnet and trademrak support", "patent and trademark support"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str, speller: Speller) -> None:
    assert speller.mend(typed, language_of(typed)) == meant


@pytest.mark.parametrize(
    "question",
    [
        "支行开门吗",
        "红烧肉怎么做",
        "个人所得税怎么算",
        "发明奖多少钱",
        "知识产权局局长是谁",
        "专利代理费用",
        "专利利率是多少",
        "外观设计讲了什么",
        "第十条",
        "第四条由谁负责",
        "不予支持",
        "师范大学的专利",
        "这是事实吗",
        "权利和权力",
        "中国专利奖银奖奖多少钱",
        "金奖比银奖多多少万",
        "PCT是什么",
        "公司想IPO",
        "Patent Cooperation Treaty是什么",
        "Are patients and parents eligible?",
        "上海市知识产权局的办公地点在哪里",
        "社区食堂开办补助多少",
        "我们培训机构打算申办知识产权培训基地",
        "小微企业没钱请专利代理怎么办",
    ],
)
def test_what_is_right_or_unknown_is_left_alone(question: str, speller: Speller) -> None:
    assert speller.mend(question, language_of(question)) == question


def test_there_are_right_questions_to_try() -> None:
    assert len(RIGHT) > 80


@given(st.sampled_from(RIGHT))
def test_a_right_question_is_never_changed(question: str) -> None:
    speller, question = _shipped(), clean(question)
    assert speller.mend(question, language_of(question)) == question


@given(st.text(max_size=120), st.sampled_from(["zh", "en"]))
def test_any_string_is_read(question: str, language: str) -> None:
    assert isinstance(_shipped().mend(question, language), str)


@given(st.text(alphabet="知识产权专利质押商标支援高奖代理苏贷第一二三不没有由的什么", max_size=30))
def test_mending_twice_is_mending_once_and_keeps_numerals_and_negations(question: str) -> None:
    once = _shipped().mend(question, "zh")
    kept = "一二三不没"
    assert [c for c in once if c in kept] == [c for c in question if c in kept]


_CACHE: list[Speller] = []


def _shipped() -> Speller:
    if not _CACHE:
        _CACHE.append(speller_of(load_corpus()))
    return _CACHE[0]


def test_two_words_as_near_are_one_too_many() -> None:
    both = Speller(lambda: Sources(("知识培育", "知识陪育"), ("知识培育。知识陪育。",)))
    assert both.mend("知识赔育", "zh") == "知识赔育"
    one = Speller(lambda: Sources(("知识培育",), ("知识培育。",)))
    assert one.mend("知识赔育", "zh") == "知识培育"


def test_what_stands_in_the_documents_is_right() -> None:
    speller = Speller(lambda: Sources(("代理援助",), ("代理援助。代理圆助。",)))
    assert speller.mend("代理圆助", "zh") == "代理圆助"


def test_the_question_as_understood_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("知识产全质押有什么支持")
    assert answer.standalone_question == "知识产权质押有什么支持"
    assert answer.question == "知识产全质押有什么支持"
    assert {c.measure for c in answer.citations} == {6}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("第六条讲乜嘢", "第六条讲什么"),
        ("阿拉厂里厢好伐", "我们厂里可以吗"),
        ("有没得补贴", "有没有补贴"),
        ("专利讨伐", "专利讨伐"),
        ("咋整", "怎么弄"),
    ],
)
def test_dialect_words_that_ask_are_read_as_the_common_ones(typed: str, meant: str, speller: Speller) -> None:
    assert speller.mend(clean(typed), "zh") == meant
