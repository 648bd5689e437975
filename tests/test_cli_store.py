"""``assistant store status`` and ``purge``: what is kept is told, and what is deleted is gone, or is said not to be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from assistant import Settings, Store
from tests.assistant.store.telling import talk, traces
from tests.cli import run
from tests.databases import HOLDER, READER, held


@pytest.fixture
def full(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a conversation of today, one of 40 and one of 200 days ago."""
    with Store.open(Settings(home=own_home)) as store:
        for age in (0, 40, 200):
            with monkeypatch.context() as past:
                at = dt.datetime.now(dt.UTC) - dt.timedelta(days=age)
                past.setattr("assistant.store.store._now", lambda at=at: at)
                (exchange,) = talk(store, f"c{age}", "staff:li", f"旧{age}ZQ")
                store.feedback(exchange, "up")
    return own_home


def counts() -> tuple[int, int, int]:
    told = json.loads(run("store", "status", "--json").out)
    return told["exchanges"], told["feedback"], told["conversations"]


def test_looking_makes_no_store(own_home: Path) -> None:
    assert counts() == (0, 0, 0) and not own_home.exists()


def test_what_is_kept_is_told(full: Path) -> None:
    told = json.loads(run("store", "status", "--json").out)
    assert (told["place"], told["retention"], told["recording"]) == (str(full / "store.db"), 180, True)
    assert counts() == (3, 3, 3) and told["bytes"] > 0 and told["oldest"] < told["newest"]
    shown = run("store", "status")
    assert shown.code == 0 and "Deleted by itself after: 180 days" in shown.out and "Conversations: 3" in shown.out


def test_what_is_old_is_deleted_by_the_setting_or_by_the_age_that_is_given(full: Path) -> None:
    done = run("store", "purge", "--yes")
    assert (done.code, done.out) == (0, "Deleted: 1 questions with their answers, 1 opinions, 1 conversations.\n")
    assert run("store", "purge", "--older-than", "30", "--yes").code == 0 and counts() == (1, 1, 1)
    assert traces(full, "旧200ZQ") == traces(full, "旧40ZQ") == [] and traces(full, "旧0ZQ")
    assert run("store", "purge", "--all", "--yes").code == 0 and counts() == (0, 0, 0)
    assert traces(full, "旧0ZQ") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "give --yes"), (("--all",), "give --yes"), (("--all", "--older-than", "3", "--yes"), "not both"), (("--older-than", "-1"), "")],
)
def test_without_consent_or_sense_nothing_is_deleted(arguments: tuple[str, ...], said: str, full: Path) -> None:
    done = run("store", "purge", *arguments)
    assert done.code == 2 and said in done.err and counts() == (3, 3, 3)


def test_without_a_limit_an_age_must_be_given(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RETENTION", "off")
    done = run("store", "purge", "--yes")
    assert done.code == 2 and "--older-than" in done.err and counts() == (3, 3, 3)
    assert "no limit" in run("store", "status").out


def test_a_locked_store_is_an_error_and_nothing_is_deleted(full: Path) -> None:
    with held(HOLDER, str(full / "store.db")):
        done = run("store", "purge", "--all", "--yes")
        assert done.code == 3 and "locked" in done.err and done.out == ""
    assert counts() == (3, 3, 3)


def test_traces_that_a_reader_holds_on_to_are_said(full: Path) -> None:
    with held(READER, str(full / "store.db")):
        done = run("store", "purge", "--all", "--yes")
        assert done.code == 1 and done.out.startswith("Deleted: 3") and "Run this again" in done.err
    assert run("store", "purge", "--all", "--yes").code == 0 and traces(full, "旧0ZQ") == []
