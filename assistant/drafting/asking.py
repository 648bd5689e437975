"""The questions of an enquiry put to the assistant, each with those before it as its history."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.contract import Answer, HistoryTurn
from assistant.messages import text
from assistant.presenting import present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.assistant import Assistant
    from assistant.pipeline import Turn

_log = logging.getLogger(__name__)

MOST = 12
"""So many questions of one enquiry are answered."""


@dataclass(frozen=True)
class Asked:
    """A question and what came of it. ``number`` counts from 1; ``turn`` is None when a component failed."""

    number: int
    question: str
    answer: Answer
    turn: Turn | None

    @property
    def is_greeting(self) -> bool:
        """Whether nothing is asked by it after all."""
        greets = self.turn is not None and self.turn.understanding is not None and self.turn.u.route == "greeting"
        return greets or self.answer.reason == "empty_question"


def ask_all(assistant: Assistant, questions: Sequence[str]) -> tuple[Asked, ...]:
    """The answers to the first :data:`MOST` of ``questions``. Never raises: what fails becomes an answer with status *error*."""
    asked: list[Asked] = []
    history: tuple[HistoryTurn, ...] = ()
    for number, question in enumerate(questions[:MOST], start=1):
        asked.append(_ask(assistant, number, question, history))
        history = (*history, HistoryTurn(role="user", content=question))
    return tuple(asked)


def _ask(assistant: Assistant, number: int, question: str, history: tuple[HistoryTurn, ...]) -> Asked:
    try:
        turn = assistant.turn(question, history, may_check=False)
        return Asked(number, question, present(turn, identifier=None, latency_ms=0.0), turn)
    except Exception:
        _log.exception("a question of an enquiry could not be answered")
        failed = Answer(
            question=question, standalone_question=question, status="error", reason="index_unavailable", answer=text("answer.failed")
        )
        return Asked(number, question, failed, None)
