"""Servers as processes: they end in order when they are told to, share a store, say when it is locked, and delete what is old."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from assistant import Settings, Store
from tests.assistant.store.telling import talk
from tests.databases import HOLDER, held
from tests.ui.conftest import Server, Start
from tests.ui.conversing import ZH, until
from ui.conversations.owner import COOKIE, of_browser

TOKEN = "s" * 32
NAME = "c" * 32


@pytest.fixture
def home(built_home: Path, tmp_path: Path) -> Path:
    """A home with the index that all share, and without what other tests' servers keep there."""
    return Path(shutil.copytree(built_home, tmp_path / "shared", ignore=shutil.ignore_patterns("store.db*")))


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store of that home, open in this process too: the last to close it would empty the journal by itself."""
    with Store.open(Settings(home=home)) as opened:
        talk(opened, NAME, of_browser(TOKEN).key, "专利质押有什么支持")
        yield opened


def ask(server: Server, method: str, path: str, form: dict[str, str] | None = None, accept: str = "*/*") -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    headers = {"Cookie": f"{COOKIE}={TOKEN}", "Accept": accept}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urlencode(form) if form is not None else None, headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_closes_the_store_says_so_and_exits_with_nought(
    number: signal.Signals, home: Path, store: Store, start_server: Start
) -> None:
    server = start_server(home=home)
    journal = home / "store.db-wal"
    assert ask(server, "GET", f"/conversations/{NAME}.json")[0] == 200
    talk(store, "d" * 32, of_browser(TOKEN).key, "又问")
    assert journal.stat().st_size > 0
    assert server.interrupt(number) == 0, server.errors
    assert server.lines[-1] == "Stopped."
    assert journal.stat().st_size == 0
    assert store.status().counts.conversations == 2


def test_what_one_server_deletes_the_other_has_no_more(home: Path, store: Store, start_server: Start) -> None:
    one, other = start_server(home=home), start_server(home=home)
    address = f"/conversations/{NAME}.json"
    assert [ask(server, "GET", address)[0] for server in (one, other)] == [200, 200]
    assert ask(one, "POST", f"/conversations/{NAME}/delete", {"language": "zh"})[0] == 303
    assert [ask(server, "GET", address)[0] for server in (one, other)] == [404, 404]
    assert store.status().counts.total == 0


def test_a_locked_store_is_told_by_page_script_and_readiness_and_is_used_again(home: Path, store: Store, start_server: Start) -> None:
    server = start_server(home=home)
    assert json.loads(ask(server, "GET", "/readyz")[1]) == {"status": "ready", "reasons": {}}
    with held(HOLDER, str(home / "store.db")):
        status, page = ask(server, "POST", f"/conversations/{NAME}/delete", {"language": "zh"}, "text/html")
        assert status == 503 and ZH.conversations.not_deleted in page
        status, told = ask(server, "GET", "/readyz")
        assert status == 200 and json.loads(told)["status"] == "ready" and "store" in json.loads(told)["degraded"]
    until(lambda: "degraded" not in json.loads(ask(server, "GET", "/readyz")[1]))
    assert store.status().counts.total == 2
    assert ask(server, "POST", "/conversations/delete", {"language": "zh"})[0] == 303
    assert store.status().counts.total == 0


def test_what_is_old_is_deleted_when_a_server_starts(
    home: Path, store: Store, start_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(days=200)
    monkeypatch.setattr("assistant.store.store._now", lambda: past)
    talk(store, "e" * 32, "staff:li", "很久以前问的")
    assert store.status().counts.conversations == 2
    server = start_server(home=home)
    until(lambda: store.status().counts.conversations == 1)
    assert [c.id for c in store.conversations.of(of_browser(TOKEN).key)] == [NAME]
    assert server.interrupt() == 0


def test_the_line_at_the_composer_and_the_page_behind_it_are_there(server: Server) -> None:
    for path, words in (("/privacy", "保存 180 天"), ("/en/privacy", "kept for 180 days")):
        status, page = ask(server, "GET", path)
        assert status == 200 and words in page
