"""One answer at a time, stopped and cleared at any moment, sessions apart from one another."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy

from assistant import Answer, Assistant, HistoryTurn
from ui.session import Session
from ui.wording import wording

ERRORS = wording("zh").errors


class Stuck:
    """A model that begins to answer and then says nothing more."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "写了一半"
        self.released.wait(30)
        yield "太晚了"


def test_an_answer_that_is_stuck_can_be_stopped_at_once() -> None:
    session, stuck = Session(), Stuck()
    steps = session.ask("问", lambda: stuck, ERRORS)
    assert next(steps)[-1].state == "waiting"
    assert next(steps)[-1].text == "写了一半"
    session.stop()
    began = time.monotonic()
    assert [turns[-1].state for turns in steps] == ["stopped"]
    assert time.monotonic() - began < 1
    stuck.released.set()
    assert session.turns[-1].text == "写了一半"


def test_a_question_while_another_is_answered_is_not_taken() -> None:
    session, stuck = Session(), Stuck()
    steps = session.ask("问", lambda: stuck, ERRORS)
    next(steps)
    assert list(session.ask("再问", lambda: stuck, ERRORS)) == []
    session.stop()
    list(steps)
    stuck.released.set()
    assert [turn.question for turn in session.turns] == ["问"]
    assert next(session.ask("再问", lambda: stuck, ERRORS))[-1].question == "再问"


def test_clearing_waits_for_the_answer_that_is_written() -> None:
    session, stuck = Session(), Stuck()
    steps = session.ask("问", lambda: stuck, ERRORS)
    next(steps)
    assert not session.clear()
    assert list(steps)[-1] == ()
    assert session.turns == ()
    stuck.released.set()


def test_clearing_between_answers_is_immediate(assistant: Assistant) -> None:
    session = Session()
    *_, turns = session.ask("专利质押有什么支持?", lambda: assistant, ERRORS)
    assert session.turns == turns
    assert turns[-1].state == "done"
    assert session.clear()
    assert session.turns == ()


def test_leaving_the_page_in_the_middle_frees_the_session() -> None:
    session, stuck = Session(), Stuck()
    steps = session.ask("问", lambda: stuck, ERRORS)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert next(session.ask("再问", lambda: stuck, ERRORS))[-1].question == "再问"
    stuck.released.set()


def test_each_copy_of_the_empty_session_is_its_own(assistant: Assistant) -> None:
    empty = Session()
    one, other = deepcopy(empty), deepcopy(empty)
    list(one.ask("专利质押有什么支持?", lambda: assistant, ERRORS))
    assert len(one.turns) == 1
    assert other.turns == empty.turns == ()
