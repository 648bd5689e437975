"""What was asked is kept, concealed and whole; the last word on it counts; a store that cannot be used says what to do."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant import Answer, Citation, Settings, Store, StoreError
from assistant.errors import GoneFromStore
from assistant.settings import load_settings
from assistant.store import COMMENT_CHARS, Exchange, Said
from assistant.store.tables import VERSION
from tests.cli import environment


def answer(**changes: Any) -> Answer:
    return Answer(**({"question": "问", "standalone_question": "问", "status": "answered", "answer": "答", "index": "g1"} | changes))


@pytest.fixture
def store(own_home: Path) -> Iterator[Store]:
    with Store.open(Settings(home=own_home)) as opened:
        yield opened


def said(conversation: str, owner: str, turn: int = 1, *, title: str = "问", first: bool = True) -> Said:
    return Said(conversation, owner, title, turn, uuid.uuid4().hex, first)


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(home / "store.db")) as database:
        return database.execute(query).fetchall()


def test_an_exchange_comes_back_as_it_was(store: Store, own_home: Path) -> None:
    quote = Citation(
        n=1, document="js-ip-2023", provision="6", measure=6, label="措施(六)", title="t", quote="电话13912345678", start=0, end=5
    )
    given = answer(citations=(quote,), status="declined", abstained=True, reason="not_stated", suggestions=("再问",))
    before = dt.datetime.now(dt.UTC)
    name = store.record(given, "s1", "page")
    (kept,) = store.exchanges()
    assert (kept.id, kept.session, kept.channel, kept.answer, kept.feedback) == (name, "s1", "page", given, ())
    assert before <= kept.at <= dt.datetime.now(dt.UTC)
    columns = "question, standalone_question, status, reason, generation, channel, session"
    assert rows(own_home, f"SELECT {columns} FROM exchanges") == [("问", "问", "declined", "not_stated", "g1", "page", "s1")]


def test_a_store_of_before_there_were_conversations_gets_them(own_home: Path) -> None:
    with Store.open(Settings(home=own_home)) as first:
        name = first.record(answer(), "s", "page")
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database:
        database.execute("DROP TABLE conversations")
        database.commit()
    with Store.open(Settings(home=own_home)) as second:
        second.record_turn(answer(), said("s", "staff:li", 2), "page")
        assert [c.id for c in second.conversations.of("staff:li")] == ["s"]
        assert next(e.id for e in second.exchanges_of("s")) == name


def test_a_conversation_is_its_owners_and_its_title_is_concealed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    monkeypatch.setattr("assistant.store.store._now", lambda: at)
    store.record_turn(answer(), said("c1", "staff:li", title="13912345678" + "长" * 100), "page")
    with pytest.raises(GoneFromStore):
        store.record_turn(answer(), said("c1", "staff:wang", title="抢来"), "page")
    (kept,) = store.conversations.of("staff:li")
    assert (kept.title[:5], len(kept.title), kept.begun, kept.used) == ("〔手机号1", 80, at, at)
    assert not store.conversations.rename("c1", "staff:wang", "抢来") and not store.conversations.remove("c1", "staff:wang")
    assert store.conversations.forget("staff_", at + dt.timedelta(days=9)) == 0, "% and _ are letters"
    assert store.conversations.forget("staff:", at) == 0
    assert store.conversations.forget("staff:", at + dt.timedelta(seconds=1)) == 1


def test_it_is_there_when_the_store_is_opened_again(own_home: Path) -> None:
    with Store.open(Settings(home=own_home)) as first:
        name = first.record(answer(), "s", "page")
    with Store.open(Settings(home=own_home)) as second:
        assert [exchange.id for exchange in second.exchanges()] == [name]


def test_personal_data_of_the_question_are_concealed_wherever_they_are_repeated(store: Store, own_home: Path) -> None:
    asked = "我是13912345678,a_b@qq.com,能申请吗"
    repeated = r"没有写“我是13912345678,a\_b@qq.com”。热线13800000000。"
    name = store.record(answer(question=asked, standalone_question=asked, answer=repeated, suggestions=(asked,)), "s", "page")
    store.feedback(name, "down", "wrong", "打11010519491231002X这个身份证")
    (kept,) = store.exchanges()
    assert kept.answer.question == kept.answer.standalone_question == "我是〔手机号1〕,〔邮箱1〕,能申请吗"
    assert kept.answer.answer == "没有写“我是〔手机号1〕,〔邮箱1〕”。热线13800000000。"
    assert kept.answer.suggestions[0] == "我是〔手机号1〕,〔邮箱1〕,能申请吗"
    assert kept.feedback[0].comment == "打〔身份证号1〕这个身份证"
    everything = str(rows(own_home, "SELECT * FROM exchanges") + rows(own_home, "SELECT * FROM feedback"))
    assert not [secret for secret in ("13912345678", "qq.com", "11010519491231002X") if secret in everything]


def test_odd_characters_are_no_obstacle(store: Store) -> None:
    name = store.record(answer(question="\x00问\x00", standalone_question="", answer="答\x00"), "s", "page")
    store.feedback(name, "up", comment="\ud800好" + "长" * 5000)
    (kept,) = store.exchanges()
    assert (kept.answer.question, kept.answer.answer) == ("问", "答")
    assert kept.feedback[0].comment.startswith("?好长") and len(kept.feedback[0].comment) == COMMENT_CHARS


def test_the_last_word_of_each_session_counts(store: Store) -> None:
    name, other = store.record(answer(), "s1", "page"), store.record(answer(), "s1", "page")
    store.feedback(name, "down", "wrong", "错")
    store.feedback(name, "down", session="s2")
    store.feedback(name, "up")
    found = {exchange.id: exchange.feedback for exchange in store.exchanges()}
    assert [(word.session, word.vote, word.why, word.comment) for word in found[name]] == [
        ("s2", "down", None, ""),
        ("s1", "up", None, ""),
    ]
    assert found[other] == ()
    store.withdraw(name)
    assert [word.session for exchange in store.exchanges() for word in exchange.feedback] == ["s2"]


def test_feedback_on_an_exchange_that_is_not_there_is_refused(store: Store, own_home: Path) -> None:
    for act in (lambda: store.feedback("nothing", "up"), lambda: store.withdraw("nothing")):
        with pytest.raises(StoreError, match=r"store\.db holds no exchange 'nothing'"):
            act()
    assert rows(own_home, "SELECT * FROM feedback") == []


@pytest.mark.parametrize(("vote", "reason"), [("maybe", None), ("down", "boring"), ("", None)])
def test_only_known_votes_and_reasons_are_taken(store: Store, vote: Any, reason: Any) -> None:
    name = store.record(answer(), "s", "page")
    with pytest.raises(ValueError, match="no vote"):
        store.feedback(name, vote, reason)
    assert [exchange.feedback for exchange in store.exchanges()] == [()]


def test_exchanges_come_in_order_from_a_moment_on_and_no_more_than_wanted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.store.PAGE", 3)
    start = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    clock = iter([start + dt.timedelta(hours=n // 2) for n in range(10)])
    monkeypatch.setattr("assistant.store.store._now", lambda: next(clock))
    for n in range(10):
        store.record(answer(question=str(n)), "s", "page")

    def asked(exchanges: Iterator[Exchange]) -> set[str]:
        return {exchange.answer.question for exchange in exchanges}

    told = list(store.exchanges())
    assert len(told) == 10 and [e.at for e in told] == sorted(e.at for e in told) and asked(iter(told)) == set("0123456789")
    noon = start + dt.timedelta(hours=3)
    assert asked(store.exchanges(since=noon)) == set("6789")
    assert asked(store.exchanges(since=noon.astimezone(dt.timezone(dt.timedelta(hours=8))))) == set("6789")
    assert asked(store.exchanges(since=noon.replace(tzinfo=None))) == set("6789")
    assert [e.id for e in store.exchanges(limit=7)] == [e.id for e in told[:7]]
    assert list(store.exchanges(limit=0)) == []


def test_a_reader_may_write_while_it_reads(store: Store) -> None:
    for _ in range(3):
        store.record(answer(), "s", "page")
    for exchange in store.exchanges(limit=3):
        store.feedback(exchange.id, "up")
    assert all(exchange.feedback for exchange in store.exchanges())


def test_many_threads_write_at_once(store: Store) -> None:
    failures: list[BaseException] = []

    def write(session: str) -> None:
        try:
            for _ in range(20):
                store.feedback(store.record(answer(), session, "page"), "down", "wrong")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"s{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    kept = list(store.exchanges())
    assert len(kept) == 160 and all(len(exchange.feedback) == 1 for exchange in kept)


OPENER = """
import pathlib, sys, time
from assistant import Settings, Store
base = pathlib.Path(sys.argv[1])
print("ready", flush=True)
start = float(sys.stdin.readline())
for n in range(60):
    time.sleep(max(0.0, start + n * 0.04 - time.time()))
    Store.open(Settings(home=base / str(n))).close()
"""


def test_a_new_store_may_be_opened_by_several_processes_at_the_same_moment(own_home: Path, tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", OPENER, str(tmp_path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    openers = [subprocess.Popen(arguments, env=environment(own_home), **pipes) for _ in range(6)]
    for opener in openers:
        assert opener.stdout is not None and opener.stdout.readline() == "ready\n"
    start = f"{time.time() + 0.1}\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write(start)
        opener.stdin.flush()
    errors = [opener.communicate(timeout=120)[1] for opener in openers]
    assert [opener.returncode for opener in openers] == [0] * 6, errors
    assert {rows(tmp_path / str(n), "SELECT count(*), max(version) FROM store_schema")[0] for n in range(60)} == {(1, VERSION)}


WRITER = """
import sys
from assistant import Answer, Store, load_settings
with Store.open(load_settings()) as store:
    for n in range(40):
        name = store.record(Answer(question="问", standalone_question="问", status="answered", answer="答"), sys.argv[1], "page")
        store.feedback(name, "up")
"""


def test_several_processes_open_and_write_at_once(own_home: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, f"p{n}"], env=environment(own_home), stderr=subprocess.PIPE) for n in range(4)
    ]
    errors = [writer.communicate(timeout=120)[1].decode() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, errors
    with Store.open(Settings(home=own_home)) as store:
        sessions = [exchange.session for exchange in store.exchanges() if len(exchange.feedback) == 1]
    assert {name: sessions.count(name) for name in set(sessions)} == {f"p{n}": 40 for n in range(4)}
    assert rows(own_home, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize(("version", "said"), [(VERSION + 1, "Update the assistant"), (0, "Start the assistant that made it")])
def test_tables_of_another_version_are_refused_and_left_alone(own_home: Path, version: int, said: str) -> None:
    Store.open(Settings(home=own_home)).close()
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database, database:
        database.execute(f"UPDATE store_schema SET version = {version}")
    with pytest.raises(StoreError, match=rf"store\.db has tables of version {version}.*{said}.*ASSISTANT_HOME"):
        Store.open(Settings(home=own_home))
    assert rows(own_home, "SELECT version FROM store_schema") == [(version,)]


def test_an_answer_of_an_unknown_shape_is_an_error_that_names_it(store: Store, own_home: Path) -> None:
    name = store.record(answer(), "s", "page")
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database, database:
        database.execute("UPDATE exchanges SET answer = ?", ('{"schema_version": 2}',))
    with pytest.raises(StoreError, match=name):
        list(store.exchanges())


def test_a_folder_that_cannot_be_written_is_named_with_the_next_step(own_home: Path) -> None:
    own_home.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StoreError, match=r"home/store\.db cannot be opened.*Set ASSISTANT_HOME"):
        Store.open(Settings(home=own_home))


def test_a_file_that_is_no_database_is_named(own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "store.db").write_text("Dear diary, " * 500, encoding="utf-8")
    with pytest.raises(StoreError, match=r"store\.db cannot be opened: file is not a database"):
        Store.open(Settings(home=own_home))


def test_a_table_that_went_away_is_an_error_of_the_store(store: Store, own_home: Path) -> None:
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database, database:
        database.execute("DROP TABLE feedback")
        database.execute("ALTER TABLE exchanges RENAME TO gone")
    for act in (lambda: store.record(answer(), "s", "page"), lambda: list(store.exchanges()), store.check):
        with pytest.raises(StoreError, match="no such table"):
            act()


def test_the_database_may_be_elsewhere(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/questions.db")
    with Store.open(load_settings()) as store:
        store.record(answer(), "s", "page")
        assert store.place == f"{tmp_path}/elsewhere/questions.db"
    assert (tmp_path / "elsewhere" / "questions.db").exists()
    assert not own_home.exists()


ADDRESSES = (
    "postgresql://me:hunter%402@127.0.0.1:9/db",
    "postgres://me:hunter@2@127.0.0.1/db",
    "mysql+nodriver://me:hunter2@127.0.0.1/db?password=hunter2",
    "sqlite://me:hunter2@/nowhere/x.db",
    "me:hunter2@127.0.0.1/db",
    "postgresql://me:hunter2@127.0.0.1:hunter2/db",
    "sqlite://",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_message_holds_the_password_and_each_names_the_setting(address: str, own_home: Path) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        Store.open(Settings(home=own_home, database_url=SecretStr(address)))
    error: BaseException | None = caught.value
    assert error is not None and error.__cause__ is None and (error.__suppress_context__ or error.__context__ is None)
    assert "hunter" not in f"{error} {error!r} {Settings(home=own_home, database_url=SecretStr(address))!r}"


def test_what_a_driver_says_is_looked_through() -> None:
    from sqlalchemy.engine import make_url

    from assistant.store.place import Place

    where = Place(make_url("postgresql://me:p%40ss@h:5/db?sslpassword=s3cret"), "DATABASE_URL")
    said = str(where.failed("cannot be opened", OSError("bad dsn postgresql://me:p%40ss@h:5/db, p@ss, s3cret")))
    assert "postgresql://h:5/db" in said
    assert not [secret for secret in ("p@ss", "p%40ss", "s3cret") if secret in said]
    assert "me" not in where.shown


@pytest.mark.parametrize("address", [*ADDRESSES[:2], ADDRESSES[4]])
def test_doctor_names_a_store_that_cannot_be_used_and_no_password(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.doctor import examine

    monkeypatch.setenv("DATABASE_URL", address)
    found = examine(load_settings(), "en")
    (store,) = [finding for finding in found if finding.check == "store"]
    assert store.state == "failed" and "DATABASE_URL" in store.detail
    assert not [finding for finding in found if "hunter" in f"{finding.detail} {finding.step}"]


def test_doctor_says_that_the_store_can_be_written_or_is_not_wanted(own_home: Path) -> None:
    from assistant.doctor import examine

    def state(**changes: Any) -> tuple[str, str]:
        (store,) = [f for f in examine(Settings(home=own_home, **changes), "en") if f.check == "store"]
        return store.state, store.detail

    assert state(record=False) == ("note", "questions and answers are not kept (ASSISTANT_RECORD)")
    assert not (own_home / "store.db").exists()
    assert state() == ("ok", f"{own_home}/store.db can be written")
