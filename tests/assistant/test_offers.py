"""What an answer offers to go on with gets an answer of its own, in the language of the conversation."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant, HistoryTurn

QUESTIONS = (
    "专利质押融资有什么支持",
    "措施(六)由谁负责",
    "措施(二十一)讲什么",
    "第三部分有哪些措施",
    "这份文件为的是贯彻哪次会议的精神",
    "专利质押贷款的利率是多少",
    "哪些措施由省版权局参与",
    "你好",
    "获得江苏专利奖有多少奖励",
    "外国人能考专利代理师吗",
    "What support is there for patent insurance?",
    "Who is responsible for measure 13?",
    "What does part 3 say?",
    "What does measure 21 say?",
    "How much is the Jiangsu Patent Award?",
    "Can universities set up IP colleges?",
    "On which day does this policy expire?",
    "What is the interest rate of the Suzhi loan?",
    "hello there",
    "Where do I register data IP?",
)


def after(assistant: Assistant, question: str, answer: Answer, offered: str) -> Answer:
    said = (HistoryTurn(role="user", content=question), HistoryTurn(role="assistant", content=answer.answer))
    return assistant.ask(offered, said)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_offered_is_answered_and_says_something_new(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    for offered in answer.suggestions:
        then = after(assistant, question, answer, offered)
        assert then.status in ("answered", "partial"), offered
        assert then.answer != answer.answer, offered
        assert then.answer.lstrip("*0123456789. ")[0].isascii() == question.isascii(), (offered, then.answer)


def test_most_answers_offer_something(assistant: Assistant) -> None:
    without = [q for q in QUESTIONS if not assistant.ask(q).suggestions]
    assert len(without) <= 1, without


def test_nothing_is_offered_that_was_just_asked_or_that_the_text_does_not_have(assistant: Assistant) -> None:
    assert "措施(六)由哪些部门负责？" not in assistant.ask("措施(六)由谁负责").suggestions
    assert "措施(六)由哪些部门负责？" in assistant.ask("专利质押融资有什么支持").suggestions
    assert "措施(七)讲了什么？" in assistant.ask("措施(六)由谁负责").suggestions
    assert not [s for s in assistant.ask("这份文件为的是贯彻哪次会议的精神").suggestions if "部门" in s]
    assert not [s for s in assistant.ask("措施(二十一)讲什么").suggestions if "下一条" in s or "二十二" in s]
