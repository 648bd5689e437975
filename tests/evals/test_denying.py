"""Which answers deny, and which begin with a word about themselves."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Answer
from evals.denying import denies, disclaims, first_sentence


def answer(text: str, status: Any = "answered") -> Answer:
    declined = status == "declined"
    reason = "not_stated" if declined else None
    return Answer(question="?", standalone_question="?", status=status, abstained=declined, reason=reason, answer=text)


@pytest.mark.parametrize(
    "text",
    [
        "对所问的事项，《某某办法》没有写明数额。\n\n最接近的规定是第二条。",
        "《某某办法》通篇没有写明联系电话。",
        "在《某某办法》等所收文件中没有找到与这个问题对应的规定。",
        "这个问题不在所收文件的范围内；本助手只回答《某某办法》等所收文件写明的内容。",
        "所收文件中没有《某某条例》，无法回答它的内容。",
        "《某某办法》等所收文件没有提到“某某奖”。",
        "原文没有写到个人：这里写明的对象是企业。",
        "**1. 有多少钱**\n\n《某某办法》没有写明数额。",
        "On what you ask, “the measures” does not state an amount.",
        "No provision of “the measures” matches this question.",
    ],
)
def test_what_is_not_written_is_a_denial(text: str) -> None:
    assert denies(answer(text))


@pytest.mark.parametrize(
    "text",
    [
        "不是，第二条原文写的是“七日”。",
        "原文只是“鼓励”，没有写明给予或必须。",
        "没有写明给予资金：这里的原文用语是“支持”。",
        "第四条：没有备案的，由乡镇人民政府责令改正。",
        "第四条写明：“养蜂人没有说明蜂群来源的，不予备案”。",
        "有，原文用语是“奖励”。\n\n《某某办法》没有写明数额。",
        "Yes: article 2 says so. It does not state an amount.",
    ],
)
def test_a_verdict_or_a_quote_is_none(text: str) -> None:
    assert not denies(answer(text)) and not disclaims(answer(text))


def test_declining_denies_whatever_it_says_and_asking_back_does_not() -> None:
    assert denies(answer("第二条。", "declined"))
    assert not denies(answer("请问您指的是哪一条？", "clarify"))


def test_a_disclaimer_is_one_of_an_answer_that_is_given() -> None:
    for text in ("没有找到直接回答这一点的原文，最相关的规定如下。", "这是您自己的情况，文件里查不到；文件中与此有关的规定如下。"):
        assert disclaims(answer(text)) and disclaims(answer(text, "partial")) and not disclaims(answer(text, "declined"))
    assert not disclaims(answer("七日内备案。没有找到直接回答其他问题的原文。"))


def test_the_first_sentence_is_plain_and_no_heading() -> None:
    assert first_sentence("# 标题\n\n**1. 问题**\n\n《养蜂!办法》**写明**：七日。另有规定。") == "《养蜂!办法》写明:七日。"
    assert first_sentence("") == ""
