"""What is deleted is gone: from the tables, the file and its journal; and nothing brings it back."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Settings, Store, StoreError, expire
from assistant.errors import GoneFromStore
from tests.assistant.store.telling import answer, said, talk, traces
from tests.databases import HOLDER, READER, held


@pytest.fixture
def store(own_home: Path) -> Iterator[Store]:
    with Store.open(Settings(home=own_home)) as opened:
        yield opened


def test_a_deleted_conversation_leaves_no_trace_in_the_file_or_its_journal(store: Store, own_home: Path) -> None:
    words = [f"秘密{n}ZQ" for n in range(60)]
    dice = random.Random(7)
    for n, word in enumerate(words):
        # Conversations of many sizes between others, so that pages are split, shared and freed.
        exchanges = talk(store, f"c{n}", "browser:x", *[word * dice.randint(1, 400) for _ in range(dice.randint(1, 4))])
        store.feedback(exchanges[0], "down", "wrong", f"{word}的说明")
        store.conversations.rename(f"c{n}", "browser:x", f"{word}的标题")
    assert traces(own_home, words[0])
    for n in range(0, len(words), 2):
        assert store.conversations.remove(f"c{n}", "browser:x")
    assert store.empty_journal()
    assert [traces(own_home, word) for word in words[::2]] == [[]] * 30
    assert all(traces(own_home, word) for word in words[1::2])
    assert len(store.conversations.remove_all("browser:x")) == 30 and store.empty_journal()
    assert [traces(own_home, word) for word in words] == [[]] * 60
    assert store.status().counts.total == 0


def test_a_reader_that_holds_on_to_the_journal_is_told_of_and_nothing_is_pretended(store: Store, own_home: Path) -> None:
    talk(store, "c", "browser:x", "秘密ZQ")
    with held(READER, str(own_home / "store.db")):
        assert store.conversations.remove("c", "browser:x")
        assert not store.empty_journal()
    assert store.empty_journal() and traces(own_home, "秘密ZQ") == []


def test_closing_empties_the_journal_also_while_others_have_it_open(own_home: Path) -> None:
    with Store.open(Settings(home=own_home)) as other:
        with Store.open(Settings(home=own_home)) as store:
            talk(store, "c", "browser:x", "问")
            assert (own_home / "store.db-wal").stat().st_size > 0
        assert (own_home / "store.db-wal").stat().st_size == 0
        assert other.status().counts.exchanges == 1


def test_nothing_is_kept_of_a_conversation_that_was_deleted(store: Store) -> None:
    (exchange,) = talk(store, "c", "browser:x", "问")
    assert store.conversations.remove("c", "browser:x")
    with pytest.raises(GoneFromStore):
        store.record_turn(answer(), said("c", "browser:x", 2, first=False), "page")
    with pytest.raises(GoneFromStore):
        store.feedback(exchange, "up")
    assert store.conversations.find("c", "browser:x") is None and store.status().counts.total == 0


def test_a_locked_store_says_so_within_its_limit_and_deletes_nothing(store: Store, own_home: Path) -> None:
    talk(store, "c", "browser:x", "问")
    with held(HOLDER, str(own_home / "store.db")):
        began = time.monotonic()
        with pytest.raises(StoreError, match=r"locked.*try again"):
            store.conversations.remove("c", "browser:x")
        assert time.monotonic() - began < 8, "two seconds, on a machine that is busy"
        # Reading and opening need no lock.
        assert store.conversations.find("c", "browser:x") is not None
        Store.open(Settings(home=own_home)).close()
    assert store.conversations.remove("c", "browser:x")


def test_each_change_gives_another_revision_and_finding_it_costs_little(store: Store) -> None:
    exchanges = talk(store, "c", "staff:li", "一", "二")

    def revision() -> int:
        found = store.conversations.find("c", "staff:li")
        assert found is not None
        return found.revision

    seen = [revision()]
    for change in (
        lambda: store.feedback(exchanges[0], "up"),
        lambda: store.withdraw(exchanges[0]),
        lambda: store.conversations.rename("c", "staff:li", "名"),
        lambda: store.record_turn(answer(), said("c", "staff:li", 3, first=False), "page"),
    ):
        change()
        seen.append(revision())
    assert seen == sorted(set(seen))


def test_a_number_that_another_server_gave_is_not_given_twice(store: Store) -> None:
    talk(store, "c", "staff:li", "一", "二")
    kept = store.record_turn(answer("三"), said("c", "staff:li", 2, first=False), "page")
    assert kept.turn == 3 and [e.turn for e in store.exchanges_of("c")] == [1, 2, 3]


def test_an_answer_and_a_deletion_at_the_same_moment_leave_nothing_behind(store: Store) -> None:
    for n in range(20):
        name = f"c{n}"
        talk(store, name, "browser:x", "一")

        def go_on(name: str = name) -> None:
            with contextlib.suppress(GoneFromStore):
                for turn in range(2, 6):
                    store.record_turn(answer(), said(name, "browser:x", turn, first=False), "page")

        thread = threading.Thread(target=go_on)
        thread.start()
        store.conversations.remove(name, "browser:x")
        thread.join()
    assert store.status().counts.total == 0


def at_age(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    monkeypatch.setattr("assistant.store.store._now", lambda: moment)


def test_what_is_older_than_it_may_become_goes_with_its_opinions_and_traces(
    store: Store, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        at_age(past, 181)
        (old,) = talk(store, "old", "staff:li", "旧事ZQ")
        talk(store, "goes-on", "staff:li", "旧问ZQ")
        nobody = store.record(answer("无主ZQ"), "page", "page")
        at_age(past, 179)
        store.record_turn(answer("新问"), said("goes-on", "staff:li", 2, first=False), "page")
    store.feedback(old, "down", "wrong", "评价ZQ")
    gone = expire(store, Settings(home=own_home))
    assert (gone.exchanges, gone.feedback, gone.conversations) == (3, 1, 1)
    (left,) = store.conversations.of("staff:li")
    assert (left.id, left.title) == ("goes-on", "新问"), "its title was what was asked first"
    assert [e.answer.question for e in store.exchanges()] == ["新问"] and not store.known([old, nobody])
    assert [traces(own_home, word) for word in ("旧事ZQ", "旧问ZQ", "无主ZQ", "评价ZQ")] == [[]] * 4
    assert expire(store, Settings(home=own_home)).total == 0


def test_a_title_that_somebody_chose_stays(store: Store, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as past:
        at_age(past, 40)
        talk(store, "c", "staff:li", "旧问")
    store.conversations.rename("c", "staff:li", "质押材料")
    store.record_turn(answer("新问"), said("c", "staff:li", 2, first=False), "page")
    expire(store, Settings(home=own_home, retention=30))
    assert [c.title for c in store.conversations.of("staff:li")] == ["质押材料"]
    assert [e.turn for e in store.exchanges_of("c")] == [2]


def test_many_are_deleted_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.retention.PORTION", 7)
    with monkeypatch.context() as past:
        at_age(past, 10)
        talk(store, "c", "browser:x", *map(str, range(30)))
    talk(store, "new", "browser:x", "新")
    assert store.expire(dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).exchanges == 30
    assert [c.id for c in store.conversations.of("browser:x")] == ["new"]


def test_no_limit_deletes_nothing_and_nought_is_refused(store: Store, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as past:
        at_age(past, 9000)
        talk(store, "c", "browser:x", "旧")
    monkeypatch.setenv("ASSISTANT_RETENTION", "off")
    assert Settings(home=own_home).retention is None and expire(store, Settings(home=own_home)).total == 0
    for given in ("0", "-3", "bald"):
        monkeypatch.setenv("ASSISTANT_RETENTION", given)
        with pytest.raises(ValueError, match=r"RETENTION|retention"):
            Settings(home=own_home)


def test_free_pages_of_a_store_of_before_are_swept_when_it_is_brought_up(own_home: Path) -> None:
    with Store.open(Settings(home=own_home)) as store:
        talk(store, "c", "browser:x", *["旧迹ZQ" * 500] * 5)
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("DELETE FROM exchanges")
        database.execute("UPDATE conversations SET title = ''")
        database.execute("UPDATE store_schema SET version = 1")
        database.commit()
    assert traces(own_home, "旧迹ZQ")
    Store.open(Settings(home=own_home)).close()
    assert traces(own_home, "旧迹ZQ") == []
