"""What is answered on the page is kept, votes reach the store, nobody votes for another, and a store that fails stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from assistant import Assistant, Exchange, Settings, Store
from assistant.store import Why
from tests.ui.conversing import ANSWER, answer, backend_with
from ui import recording
from ui.backend import Backend
from ui.conversations.owner import of_browser
from ui.conversations.registry import Conversations
from ui.line import Line
from ui.recording import Opinion, Recorder, StoreAway
from ui.session import Session
from ui.wording import LANGUAGES, Language, wording

OWNER = of_browser("a" * 32)
LINE = Line(2)


@pytest.fixture
def recorder(settings: Settings) -> Iterator[Recorder]:
    made = Recorder(settings)
    yield made
    made.close()


def kept(settings: Settings) -> list[Exchange]:
    with Store.open(settings) as store:
        return list(store.exchanges())


def words_of(exchange: Exchange) -> list[tuple[str, str | None]]:
    return [(word.vote, word.why) for word in exchange.feedback]


def ask(backend: Backend, question: str) -> Session:
    conversations = Conversations(backend.recorder)
    session = conversations.begin(OWNER)
    answer(session, question, backend.assistant(), LINE, keep=conversations.keep(OWNER))
    return session


def test_a_finished_answer_is_kept_concealed_and_whole(backend: Backend, settings: Settings) -> None:
    session = ask(backend, "我是13912345678,专利质押有什么支持?")
    (exchange,) = kept(settings)
    assert (exchange.id, exchange.session, exchange.channel, exchange.answer.status) == (
        session.exchanges[1],
        session.id,
        "page",
        "answered",
    )
    assert "〔手机号1〕" in exchange.answer.question
    assert session.turns[0].answer is not None and "13912345678" in session.turns[0].question
    assert exchange.answer.citations == session.turns[0].answer.citations


@pytest.mark.parametrize("why", get_args(Why))
def test_every_reason_reaches_the_store(why: Any, recorder: Recorder, settings: Settings) -> None:
    exchange = recorder.record(ANSWER, "s")
    assert exchange and not recorder.vote(exchange, Opinion("down", why, "说明"))
    assert [(w.vote, w.why, w.comment) for w in kept(settings)[0].feedback] == [("down", why, "说明")]
    recorder.vote(exchange, None)
    assert kept(settings)[0].feedback == ()


def break_home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.home.write_text("a file where a folder should be", encoding="utf-8")


def break_opening(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise UnicodeError("secret in what a driver says")

    monkeypatch.setattr(Store, "open", fail)


def break_writing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret in what a driver says")

    monkeypatch.setattr(Store, "record_turn", fail)


@pytest.mark.parametrize("breaks", [break_home, break_opening, break_writing])
def test_a_store_that_fails_is_logged_and_the_page_answers(
    breaks: Callable[[Settings, pytest.MonkeyPatch], None],
    backend: Backend,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    breaks(settings, monkeypatch)
    session = ask(backend, "专利质押有什么支持?")
    assert "措施" in session.turns[0].text
    assert session.exchanges == {1: ""} and session.unkept == {1}
    assert len([entry for entry in caplog.records if entry.levelno == logging.ERROR and entry.name == "ui.recording"]) == 1
    assert "secret" not in caplog.text


def test_a_store_that_is_away_is_tried_again_after_a_while(recorder: Recorder, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.home.write_text("in the way", encoding="utf-8")
    assert not recorder.open() and recorder.away
    settings.home.unlink()
    with pytest.raises(StoreAway):
        recorder.record(ANSWER, "s")
    monkeypatch.setattr(recording, "PAUSE", 0.0)
    exchange = recorder.record(ANSWER, "s")
    assert exchange
    recorder.vote(exchange, Opinion("down", "unclear"))
    assert words_of(kept(settings)[0]) == [("down", "unclear")]


def test_nothing_is_kept_when_it_is_not_wanted(own_home: Path, assistant: Assistant) -> None:
    session = ask(backend_with(Settings(home=own_home, record=False), assistant), "专利质押有什么支持?")
    assert session.turns[0].state == "done" and session.exchanges == {1: ""} and session.unkept == set()
    assert not own_home.exists()


def test_no_password_is_logged(own_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    recorder = Recorder(Settings(home=own_home, database_url=SecretStr("postgresql://me:hunter2@127.0.0.1:9/db")))
    assert not recorder.open()
    assert "DATABASE_URL" in caplog.text and "hunter2" not in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_each_reason_of_the_store(language: Language) -> None:
    assert tuple(wording(language).feedback.reasons.model_dump()) == get_args(Why)
