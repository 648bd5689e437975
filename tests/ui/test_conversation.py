"""Turns, history, stopping, and what a user reads when a component fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from assistant import Answer, Assistant, HistoryTurn, ModelError, RetrievalError, SettingsError
from ui.conversation import KEPT, Turn, Turns, answered, begin, history, stop
from ui.wording import wording

ERRORS = wording("zh").errors


class Failing:
    """A component that gives out in the middle of an answer."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "加大知识产权"
        raise self._error


def run(turns: Turns, question: str, assistant: Assistant) -> Turns:
    *_, last = answered(begin(turns, question), lambda: assistant, ERRORS)
    return last


def test_an_answer_grows_and_ends_as_what_the_assistant_gives(assistant: Assistant) -> None:
    steps = list(answered(begin((), "专利质押融资有哪些支持?"), lambda: assistant, ERRORS))
    assert [turns[-1].state for turns in steps] == ["streaming"] * (len(steps) - 1) + ["done"]
    assert all(b[-1].text.startswith(a[-1].text) for a, b in pairwise(steps))
    assert steps[-1][-1].answer == assistant.ask("专利质押融资有哪些支持?").model_copy(
        update={"latency_ms": steps[-1][-1].answer.latency_ms}  # type: ignore[union-attr]
    )


def test_a_follow_up_is_told_what_was_said(assistant: Assistant) -> None:
    turns = run((), "措施(七)说了什么?", assistant)
    turns = run(turns, "它由谁负责?", assistant)
    assert "省市场监管局" in turns[-1].text
    assert [line.role for line in history(turns)] == ["user", "assistant"] * 2


def test_what_could_not_be_read_is_left_out_of_the_history(assistant: Assistant) -> None:
    turns = run(run((), "", assistant), "问" * 100_000, assistant)
    assert [turn.state for turn in turns] == ["done", "done"]
    assert history(turns) == ()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RetrievalError("index at /secret/path is stale"), ERRORS.index),
        (ModelError("401 from key sk-1"), ERRORS.model),
        (SettingsError("ASSISTANT_X"), ERRORS.settings),
        (ZeroDivisionError("division by zero"), ERRORS.internal),
    ],
)
def test_a_failure_is_one_calm_sentence_and_its_details_go_to_the_log(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        *_, turns = answered(begin((), "问"), lambda: Failing(error), ERRORS)
    assert (turns[-1].state, turns[-1].text) == ("failed", sentence)
    assert str(error) in caplog.text
    assert history(turns) == (HistoryTurn(role="user", content="问"),)


def test_an_assistant_that_did_not_open_is_a_sentence_too() -> None:
    def closed() -> Assistant:
        raise RetrievalError("the index is out of reach")

    *_, turns = answered(begin((), "问"), closed, ERRORS)
    assert turns[-1].text == ERRORS.index


def test_stopping_keeps_what_was_written_and_leaves_finished_answers_alone() -> None:
    writing = (Turn(1, "问", "写了一半", "streaming"),)
    assert stop(writing)[-1] == Turn(1, "问", "写了一半", "stopped")
    done = (Turn(1, "问", "写完", "done"),)
    assert stop(done) is done
    assert stop(()) == ()


def test_a_long_conversation_keeps_its_last_turns_and_goes_on_counting() -> None:
    turns: Turns = ()
    for _ in range(KEPT + 10):
        turns = begin(turns, "问")
    assert [turn.number for turn in turns] == list(range(11, KEPT + 11))
