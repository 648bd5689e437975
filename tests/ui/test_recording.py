"""What is answered on the page is kept, votes reach the store, nobody votes for another, and a store that fails stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import gradio as gr
import pytest
from pydantic import SecretStr

from assistant import Answer, Assistant, Exchange, HistoryTurn, Settings, Store
from assistant.store import Vote, Why
from ui import recording
from ui.backend import Backend
from ui.opinions import DOWN, UP, options
from ui.page import _Page, build_page
from ui.recording import Opinion, Recorder
from ui.session import Session
from ui.wording import LANGUAGES, Language, wording

ZH = wording("zh")
ERRORS = ZH.errors


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return Settings(home=own_home)


@pytest.fixture
def recorder(settings: Settings) -> Iterator[Recorder]:
    made = Recorder(settings)
    yield made
    made.close()


@pytest.fixture
def page(settings: Settings, assistant: Assistant) -> Iterator[_Page]:
    """The events of a page over the real assistant and a store of the test's own."""
    backend = Backend(settings)
    backend._assistant = assistant
    backend._settled.set()
    yield _Page(backend, ZH)
    backend.recorder.close()


def kept(settings: Settings) -> list[Exchange]:
    with Store.open(settings) as store:
        return list(store.exchanges())


def ask(page: _Page, session: Session, question: str) -> dict[str, Any]:
    """The last state of the conversation on the page, with its votes where they are told."""
    shown: dict[str, Any] = {}
    for chat, _, _ in page.ask(question, session, gr.EventData(None, None)):
        shown |= chat if isinstance(chat, dict) else {"value": chat}
    return shown


def vote(page: _Page, own: Session, index: Any, liked: Any, **more: Any) -> Any:
    """What the page shows as chosen after a browser has sent this."""
    return page.vote(own, gr.EventData(None, {"index": index, "value": ["…"], "liked": liked, **more}))["feedback_value"]


def words_of(exchange: Exchange) -> list[tuple[str, str | None]]:
    return [(word.vote, word.why) for word in exchange.feedback]


def test_a_finished_answer_is_kept_and_can_be_voted_on(page: _Page, settings: Settings) -> None:
    session = Session()
    chat = ask(page, session, "我是13912345678,专利质押有什么支持?")
    assert "votable" in chat["value"][1]["content"][0]["text"]
    assert vote(page, session, 1, True) == [UP]
    (exchange,) = kept(settings)
    assert (exchange.channel, exchange.answer.status, words_of(exchange)) == ("page", "answered", [("up", None)])
    assert "[手机号]" in exchange.answer.question
    assert session.turns[0].answer is not None and "13912345678" in session.turns[0].answer.question
    assert exchange.answer.citations == session.turns[0].answer.citations


def test_every_reason_reaches_the_store_and_the_last_click_counts(page: _Page, settings: Settings) -> None:
    session = Session()
    ask(page, session, "专利质押有什么支持?")
    for label, why in ((getattr(ZH.feedback.reasons, why), why) for why in get_args(Why)):
        assert vote(page, session, 1, label) == [label]
        assert words_of(kept(settings)[0]) == [("down", why)]
    vote(page, session, 1, False)
    assert words_of(kept(settings)[0]) == [("down", None)]
    assert vote(page, session, 1, "") == [None]
    assert words_of(kept(settings)[0]) == []


def test_a_vote_goes_to_the_answer_that_was_clicked(page: _Page, settings: Settings) -> None:
    session = Session()
    ask(page, session, "专利质押有什么支持?")
    chat = ask(page, session, "它由谁负责?")
    assert len(chat["value"]) == 4
    assert vote(page, session, 3, False) == [None, DOWN]
    first, second = kept(settings)
    assert first.session == second.session
    assert (words_of(first), words_of(second)) == ([], [("down", None)])
    assert second.answer.question == "它由谁负责?"
    assert ask(page, session, "措施(七)说了什么?")["feedback_value"] == [None, DOWN, None]


def test_sessions_cannot_vote_on_the_exchange_of_another(page: _Page, settings: Settings) -> None:
    empty = Session()
    one, other, third = deepcopy(empty), deepcopy(empty), deepcopy(empty)
    ask(page, one, "专利质押有什么支持?")
    ask(page, other, "措施(七)说了什么?")
    mine, theirs = kept(settings)
    assert mine.session != theirs.session
    vote(page, other, 1, False, exchange=mine.id, exchange_id=mine.id, session=mine.session)
    vote(page, third, 1, False, exchange=mine.id)
    assert [words_of(exchange) for exchange in kept(settings)] == [[], [("down", None)]]


HOSTILE: tuple[tuple[Any, Any], ...] = (
    (0, True), (2, True), (3, True), (-1, True), (True, True), ("1", True), (None, True), ([0, 1], True), (1.0, True), (10**30, True),
    (1, None), (1, 5), (1, ["Like"]), (1, {"vote": "up"}), (1, "Boring"), (1, "like"),
)  # fmt: skip


@pytest.mark.parametrize(("index", "liked"), HOSTILE)
def test_what_no_click_sends_is_no_vote(index: Any, liked: Any, page: _Page, settings: Settings) -> None:
    session = Session()
    ask(page, session, "专利质押有什么支持?")
    assert vote(page, session, index, liked) == [None]
    assert words_of(kept(settings)[0]) == []
    assert page.vote(session, gr.EventData(None, None))["feedback_value"] == [None]


def test_a_new_conversation_has_a_name_of_its_own_and_forgets_the_votes(page: _Page, settings: Settings) -> None:
    session = Session()
    ask(page, session, "专利质押有什么支持?")
    vote(page, session, 1, True)
    assert page.clear(session)[0]["feedback_value"] == []
    assert vote(page, session, 1, False) == []
    ask(page, session, "措施(七)说了什么?")
    assert page.vote(session, gr.EventData(None, None))["feedback_value"] == [None]
    first, second = kept(settings)
    assert first.session != second.session
    assert (words_of(first), words_of(second)) == ([("up", None)], [])


class Parts:
    """An assistant whose answer comes after ``before``."""

    def __init__(self, answer: Answer | None) -> None:
        self._answer = answer

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "写"
        if self._answer is None:
            raise RuntimeError("broken")
        yield self._answer


ANSWER = Answer(question="问", standalone_question="问", status="answered", answer="写完")


def test_an_answer_that_nobody_waited_for_is_kept_once_and_one_that_failed_is_not() -> None:
    given: list[Answer] = []

    def keep(answer: Answer, conversation: str) -> str:
        given.append(answer)
        return conversation

    session = Session()
    steps = session.ask("问", lambda: Parts(ANSWER), ERRORS, keep)
    assert [next(steps)[-1].state for _ in range(3)] == ["waiting", "streaming", "done"]
    assert given == []
    steps.close()  # type: ignore[attr-defined]
    assert given == [ANSWER]
    list(session.ask("再问", lambda: Parts(None), ERRORS, keep))
    assert session.turns[-1].state == "failed"
    stopped = session.ask("停", lambda: Parts(ANSWER), ERRORS, keep)
    next(stopped)
    session.stop()
    list(stopped)
    assert given == [ANSWER]
    assert list(session.exchanges) == [1]


def break_home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.home.write_text("a file where a folder should be", encoding="utf-8")


def break_opening(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise UnicodeError("secret in what a driver says")

    monkeypatch.setattr(Store, "open", fail)


def break_writing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret in what a driver says")

    monkeypatch.setattr(Store, "record", fail)


@pytest.mark.parametrize("breaks", [break_home, break_opening, break_writing])
def test_a_store_that_fails_is_logged_and_the_page_answers(
    breaks: Callable[[Settings, pytest.MonkeyPatch], None],
    page: _Page,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    breaks(settings, monkeypatch)
    session = Session()
    chat = ask(page, session, "专利质押有什么支持?")
    assert "措施" in chat["value"][1]["content"][0]["text"]
    assert "votable" not in chat["value"][1]["content"][0]["text"]
    assert len([entry for entry in caplog.records if entry.levelno == logging.ERROR and entry.name == "ui.recording"]) == 1
    assert "secret" not in caplog.text
    assert ask(page, session, "措施(七)说了什么?")["value"]


def test_a_vote_that_cannot_be_kept_is_said_and_not_shown(
    page: _Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session, said = Session(), []
    ask(page, session, "专利质押有什么支持?")

    def fail(*_: Any) -> None:
        raise recording.StoreError("disk full")

    monkeypatch.setattr(Store, "feedback", fail)
    monkeypatch.setattr(gr, "Warning", lambda message, **_: said.append(message))
    assert vote(page, session, 1, True) == [None]
    assert said == [ZH.feedback.failed]
    assert "disk full" in caplog.text
    monkeypatch.undo()
    assert vote(page, session, 1, True) == [UP]


def test_a_store_that_is_away_is_tried_again_after_a_while(recorder: Recorder, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.home.write_text("in the way", encoding="utf-8")
    assert not recorder.open()
    settings.home.unlink()
    assert recorder.record(ANSWER, "s") is None
    monkeypatch.setattr(recording, "PAUSE", 0.0)
    exchange = recorder.record(ANSWER, "s")
    assert exchange
    assert recorder.vote(exchange, Opinion("down", "unclear"))
    assert words_of(kept(settings)[0]) == [("down", "unclear")]


def test_nothing_is_kept_when_it_is_not_wanted(own_home: Path, assistant: Assistant) -> None:
    settings = Settings(home=own_home, record=False)
    backend = Backend(settings)
    backend._assistant = assistant
    backend._settled.set()
    chat = ask(_Page(backend, ZH), Session(), "专利质押有什么支持?")
    assert "votable" not in chat["value"][1]["content"][0]["text"]
    assert not own_home.exists()

    def listens(built: gr.Blocks) -> bool:
        return any("like" in str(target) for function in built.fns.values() for target in function.targets)

    assert not listens(build_page(backend, ZH))
    assert listens(build_page(Backend(Settings(home=own_home)), ZH))


def test_no_password_is_logged(own_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    recorder = Recorder(Settings(home=own_home, database_url=SecretStr("postgresql://me:hunter2@127.0.0.1:9/db")))
    assert not recorder.open()
    assert "DATABASE_URL" in caplog.text and "hunter2" not in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_options_are_thumbs_and_one_label_for_each_reason_of_the_store(language: Language) -> None:
    offered = options(wording(language).feedback)
    assert list(offered)[:2] == ["Like", "Dislike"]
    assert [opinion.why for opinion in offered.values()] == [None, None, *get_args(Why)]
    assert {opinion.vote for opinion in offered.values()} == set(get_args(Vote))
    assert len(offered) == 2 + len(get_args(Why))
