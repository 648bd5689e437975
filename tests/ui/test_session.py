"""One answer at a time, written whether or not anybody watches, stopped at any moment; a line that is fair."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant
from tests.ui.conversing import ZH, Broken, Echo, Stuck, answer, until
from ui.conversation import Turns
from ui.line import Line
from ui.recording import Opinion
from ui.session import Session


@pytest.fixture
def line() -> Line:
    return Line(2)


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    made = Stuck()
    yield made
    made.released.set()


def begin(session: Session, stuck: Stuck, line: Line) -> None:
    assert session.ask("问", lambda: stuck, ZH.errors, line)
    until(lambda: session.turns[-1].text == "写了一半")


async def watched(session: Session) -> list[Turns]:
    return [turns async for turns in session.follow()]


def test_an_answer_that_is_stuck_can_be_stopped_at_once(stuck: Stuck, line: Line) -> None:
    session = Session()
    begin(session, stuck, line)
    began = time.monotonic()
    session.stop()
    until(lambda: not session.busy)
    assert time.monotonic() - began < 1
    assert (session.turns[-1].state, session.turns[-1].text) == ("stopped", "写了一半")


def test_a_question_while_another_is_answered_is_not_taken(stuck: Stuck, line: Line) -> None:
    session = Session()
    begin(session, stuck, line)
    assert not session.ask("再问", lambda: stuck, ZH.errors, line)
    session.stop()
    until(lambda: not session.busy)
    assert [turn.question for turn in session.turns] == ["问"]
    answer(session, "再问", Echo(), line)
    assert [turn.question for turn in session.turns] == ["问", "再问"]


def test_whoever_follows_sees_it_grow_and_one_who_comes_later_sees_what_there_is(stuck: Stuck, line: Line) -> None:
    session = Session()

    async def two() -> tuple[list[Turns], list[Turns]]:
        assert session.ask("问", lambda: stuck, ZH.errors, line)
        first = asyncio.create_task(watched(session))
        while session.turns[-1].text != "写了一半":
            await asyncio.sleep(0.01)
        later = asyncio.create_task(watched(session))
        await asyncio.sleep(0.1)
        stuck.released.set()
        return await first, await later

    first, later = asyncio.run(two())
    assert first[0][-1].state in ("waiting", "streaming") and len(first) > 1
    assert later[0][-1].text == "写了一半"
    assert first[-1] == later[-1] == session.turns
    assert session.turns[-1].text == "写了一半太晚了"


def test_leaving_ends_nothing(line: Line, stuck: Stuck) -> None:
    session = Session()

    async def leave() -> None:
        assert session.ask("问", lambda: stuck, ZH.errors, line)
        following = session.follow()
        await anext(following)
        await following.aclose()

    asyncio.run(leave())
    assert session._watching == {}
    stuck.released.set()
    until(lambda: not session.busy)
    assert session.turns[-1].text == "写了一半太晚了"


def test_a_finished_answer_is_kept_once_and_one_that_failed_or_was_stopped_is_not(line: Line, stuck: Stuck) -> None:
    given: list[str] = []

    def keep(told: Answer, session: Session, number: int) -> None:
        given.append(told.question)
        session.kept(number, f"exchange {told.question}")

    session = Session()
    answer(session, "一", Echo(), line, keep=keep)
    answer(session, "二", Broken(), line, keep=keep)
    assert session.turns[-1].state == "failed"
    begin(session, stuck, line)
    session.stop()
    until(lambda: not session.busy)
    assert given == ["一"]
    assert session.exchanges == {1: "exchange 一"}


def test_what_was_not_answered_is_asked_again_in_its_place_and_what_was_stays(line: Line) -> None:
    session = Session()
    answer(session, "一", Echo(), line)
    answer(session, "二", Broken(), line)
    answer(session, "二", Echo(), line, again=True)
    assert [(turn.number, turn.state) for turn in session.turns] == [(1, "done"), (2, "done")]
    answer(session, "二", Echo(), line, again=True)
    assert [turn.number for turn in session.turns] == [1, 2, 3]


def test_whatever_happens_the_next_question_finds_it_free(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    def keep(told: Answer, session: Session, number: int) -> None:
        raise RuntimeError("nobody expects this")

    for _ in range(4):
        session = Session()
        answer(session, "问", Echo(), line, keep=keep)
        assert session.turns[-1].state == "done"
    until(lambda: len([entry for entry in caplog.records if entry.name == "ui.line"]) == 4)


def test_an_opinion_is_of_a_kept_answer_and_the_last_one_counts(line: Line) -> None:
    session, told = Session(), []

    def vote(exchange: str, opinion: Opinion | None) -> bool:
        told.append((exchange, opinion))
        return True

    answer(session, "一", Echo(), line, keep=lambda given, own, number: own.kept(number, "e1"))
    answer(session, "二", Broken(), line, keep=lambda given, own, number: own.kept(number, "e2"))
    up, down = Opinion("up"), Opinion("down", "wrong", "第二项不对")
    assert session.think(1, up, vote) and session.think(1, up, vote) and session.think(1, down, vote)
    assert not session.think(2, up, vote) and not session.think(3, up, vote)
    assert told == [("e1", up), ("e1", down)]
    assert session.opinions == {1: down}
    assert session.think(1, None, vote) and session.opinions == {}
    assert not session.think(1, up, lambda exchange, opinion: False) and session.opinions == {}


def test_first_come_first_served_and_everybody_knows_how_many_are_before(stuck: Stuck) -> None:
    line, order = Line(1), []
    first, others = Session(), [Session() for _ in range(5)]
    begin(first, stuck, line)
    for number, session in enumerate(others):

        def keep(told: Answer, own: Session, turn: int, number: int = number) -> None:
            order.append(number)

        assert session.ask(str(number), lambda: Echo(), ZH.errors, line, keep)
    assert [session.ahead for session in others] == [0, 1, 2, 3, 4]
    others[1].stop()
    assert others[1].turns[-1].state == "stopped" and not others[1].busy
    assert [session.ahead for session in others] == [0, None, 1, 2, 3]
    stuck.released.set()
    until(lambda: not any(session.busy for session in others))
    assert order == [0, 2, 3, 4]
    assert [session.turns[-1].text for session in others if session is not others[1]] == ["答：0", "答：2", "答：3", "答：4"]


def test_a_full_line_refuses_with_a_sentence_and_can_be_tried_again(stuck: Stuck) -> None:
    line = Line(1, longest=1)
    first, second, third = Session(), Session(), Session()
    begin(first, stuck, line)
    assert second.ask("问", lambda: Echo(), ZH.errors, line)
    assert third.ask("问", lambda: Echo(), ZH.errors, line)
    assert (third.busy, third.turns[-1].state, third.turns[-1].text) == (False, "failed", ZH.errors.crowded)
    stuck.released.set()
    until(lambda: not second.busy)
    answer(third, "问", Echo(), line, again=True)
    assert [turn.text for turn in third.turns] == ["答：问"]


def test_no_place_in_the_line_is_lost_and_no_more_work_than_it_may() -> None:
    line, lock, now, most = Line(3), threading.Lock(), [0], [0]

    def work() -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.002)
        with lock:
            now[0] -= 1
        raise RuntimeError("work that fails")

    class Somebody:
        def moved(self, ahead: int) -> None:
            pass

    for _ in range(60):
        assert line.join(Somebody(), work)
    until(lambda: line._free == 3)
    assert 1 < most[0] <= 3


def test_the_title_is_the_first_question(line: Line, assistant: Assistant) -> None:
    session = Session()
    answer(session, "  专利质押\n有什么支持? " + "长" * 100, assistant, line)
    answer(session, "它由谁负责?", assistant, line)
    assert session.title.startswith("专利质押 有什么支持? 长") and len(session.title) == 40
