"""Earlier questions of a conversation are not answered again for the sake of those after them, however long it becomes."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Assistant, HistoryTurn, several
from assistant.conversation import MOST_MESSAGES

QUESTIONS = ("专利质押融资有什么支持?", "它由谁负责?", "那商标呢?", "措施(十二)说了什么?", "它的上一条呢?")


def test_a_question_late_in_a_conversation_costs_one_answer(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    answered: list[str] = []
    answer_turn = several.answer_turn

    def counted(turn: Any) -> Any:
        answered.append(turn.question)
        return answer_turn(turn)

    monkeypatch.setattr(several, "answer_turn", counted)
    history: list[HistoryTurn] = []
    for number in range(2 * MOST_MESSAGES + 2):
        # Each message of this conversation is one that no other test has asked.
        question = f"{QUESTIONS[number % len(QUESTIONS)]}{'!' * (number + 3)}"
        answered.clear()
        answer = assistant.ask(question, history)
        assert len(answered) <= 2, (number, answered)
        history += [HistoryTurn(role="user", content=question), HistoryTurn(role="assistant", content=answer.answer)]


def test_what_is_remembered_says_the_same_as_what_is_answered_anew(assistant: Assistant) -> None:
    history: list[HistoryTurn] = []
    for number in range(MOST_MESSAGES + 4):
        question = f"{QUESTIONS[number % len(QUESTIONS)]}{'?' * (number + 2)}"
        answer = assistant.ask(question, history)
        history += [HistoryTurn(role="user", content=question), HistoryTurn(role="assistant", content=answer.answer)]
    again = Assistant.open(assistant.settings)
    last = again.ask(history[-2].content, history[:-2])
    assert (last.status, last.answer) == (answer.status, answer.answer)
