"""Stores of before are brought up with all that was kept, and are then as if made anew."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from assistant import Settings, Store
from assistant.store.tables import VERSION, Base
from tests.assistant.store.telling import answer, said
from tests.cli import environment

BEFORE = Path(__file__).parents[2] / "data" / "store-version-1.sql"
"""A store as the code of version 1 made it: two conversations, three exchanges, an opinion."""


@pytest.fixture
def old(own_home: Path) -> Path:
    own_home.mkdir()
    with contextlib.closing(sqlite3.connect(own_home / "store.db")) as database:
        database.executescript(BEFORE.read_text(encoding="utf-8"))
    return own_home


def test_what_was_kept_before_is_there_and_goes_on(old: Path) -> None:
    with Store.open(Settings(home=old)) as store:
        (kept,) = store.conversations.of("staff:li")
        assert (kept.title, kept.revision) == ("风筝节怎么报名", 0)
        first, second = store.exchanges_of(kept.id)
        assert [first.answer.question, second.answer.question] == ["风筝节怎么报名", "费用是多少"]
        assert [first.turn, second.turn] == [None, None]
        assert [(word.vote, word.why, word.comment) for word in second.feedback] == [("down", "incomplete", "少了一项")]
        added = store.record_turn(answer("再问"), said(kept.id, "staff:li", 3, first=False), "page")
        assert (added.turn, added.revision) == (3, 1)
        assert store.conversations.remove(kept.id, "staff:li")
        assert [exchange.answer.question for exchange in store.exchanges()] == ["灌溉用水怎么申请"]


def test_tables_that_were_brought_up_are_those_that_are_made_anew(old: Path) -> None:
    Store.open(Settings(home=old)).close()
    engine = create_engine(f"sqlite:///{old / 'store.db'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.scalar(text("SELECT version FROM store_schema")) == VERSION
    engine.dispose()


OPENER = (
    "from assistant import Store, load_settings\nwith Store.open(load_settings()) as store:\n    print(store.status().counts.exchanges)"
)


def test_several_processes_bring_it_up_at_once(old: Path) -> None:
    arguments = [sys.executable, "-c", OPENER]
    openers = [
        subprocess.Popen(arguments, env=environment(old), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    told = [opener.communicate(timeout=120) for opener in openers]
    assert [out for out, _ in told] == ["3\n"] * 3, told
