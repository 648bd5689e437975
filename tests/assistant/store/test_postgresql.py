"""The store on a server that several processes share: brought up, limited in waiting, rows gone."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from assistant import Settings, Store, StoreError, expire
from assistant.errors import GoneFromStore
from assistant.store.tables import VERSION, Base
from tests.assistant.store.telling import answer, said, talk
from tests.cli import environment
from tests.databases import TABLES, held


@pytest.fixture
def settings(cluster: str, own_home: Path) -> Iterator[Settings]:
    yield Settings(home=own_home, database_url=SecretStr(cluster))
    engine = create_engine(cluster)
    Base.metadata.drop_all(engine)
    engine.dispose()


def test_what_was_kept_comes_back_and_what_is_deleted_is_gone_with_its_opinions(settings: Settings) -> None:
    with Store.open(settings) as store, Store.open(settings) as other:
        (exchange, *_) = talk(store, "c", "staff:li", "一", "二")
        assert other.feedback(exchange, "down", "wrong", "错") == 3
        found = store.conversations.find("c", "staff:li")
        assert found is not None and found.revision == 3
        size = store.status().size
        assert size is not None and size > 0
        assert other.conversations.remove("c", "staff:li") and other.empty_journal()
        with pytest.raises(GoneFromStore):
            store.record_turn(answer(), said("c", "staff:li", 3, first=False), "page")
        assert store.status().counts.total == 0
        assert expire(store, settings).total == 0


def test_a_table_that_is_locked_holds_nobody_for_longer_than_the_limit(settings: Settings, cluster: str) -> None:
    with Store.open(settings) as store:
        talk(store, "c", "staff:li", "一")
        with held(TABLES, cluster):
            for act in (
                lambda: store.conversations.remove("c", "staff:li"),
                lambda: store.conversations.find("c", "staff:li"),
                lambda: store.record(answer(), "s", "page"),
                store.check,
            ):
                began = time.monotonic()
                with pytest.raises(StoreError, match=r"timeout.*try again"):
                    act()
                assert time.monotonic() - began < 8, "two seconds, on a machine that is busy"
        assert store.conversations.find("c", "staff:li") is not None


def test_a_deletion_and_answers_of_another_server_at_once_leave_nothing(settings: Settings) -> None:
    with Store.open(settings) as store, Store.open(settings) as other:
        for n in range(15):
            name = f"c{n}"
            talk(store, name, "browser:x", "一")

            def go_on(name: str = name) -> None:
                try:
                    for turn in range(2, 6):
                        other.record_turn(answer(), said(name, "browser:x", turn, first=False), "page")
                except GoneFromStore:
                    pass

            thread = threading.Thread(target=go_on)
            thread.start()
            store.conversations.remove(name, "browser:x")
            thread.join()
        assert store.status().counts.total == 0


OPENER = "from assistant import Store, load_settings\nStore.open(load_settings()).close()"


def test_servers_that_are_started_at_once_bring_the_tables_up_once(settings: Settings, cluster: str, own_home: Path) -> None:
    with Store.open(settings) as store:
        talk(store, "c", "staff:li", "一")
    engine = create_engine(cluster)
    with engine.begin() as connection:
        for change in ("conversations DROP COLUMN revision", "conversations DROP COLUMN named", "exchanges DROP COLUMN turn"):
            connection.execute(text(f"ALTER TABLE {change}"))
        connection.execute(text("UPDATE store_schema SET version = 1"))
    variables = environment(own_home, DATABASE_URL=cluster)
    openers = [subprocess.Popen([sys.executable, "-c", OPENER], env=variables, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [opener.communicate(timeout=120)[1] for opener in openers]
    assert [opener.returncode for opener in openers] == [0] * 3, errors
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version FROM store_schema")) == VERSION
    engine.dispose()
    with Store.open(settings) as store:
        talk(store, "d", "staff:li", "二")
        assert store.status().counts.conversations == 2
