"""The application with its staff pages in this process; the chat page is left out, as it takes seconds to build."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import ui.app
from assistant import Settings
from assistant.staff import hashed
from tests.ui.conftest import Server
from ui.backend import Backend
from ui.pages.staff.attempts import Attempts
from ui.pages.staff.routes import staff_routes

HERE = "http://127.0.0.1:7860"
NAME, PASSWORD = "li.lei", "correct horse battery"

MakeClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def stored() -> str:
    """The hash of :data:`PASSWORD`, made once."""
    return hashed(PASSWORD)


@pytest.fixture
def staff_file(tmp_path: Path, stored: str) -> Path:
    path = tmp_path / "staff.txt"
    path.write_text(f"# who may\n\n{NAME}:{stored}\n", encoding="utf-8")
    return path


@pytest.fixture
def make_client(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> MakeClient:
    """Clients of applications with settings of their own; ``opened`` is an assistant that is open already, ``client`` who connects."""
    monkeypatch.setattr(ui.app, "_mount_pages", lambda *_: None)
    monkeypatch.setattr(ui.app, "staff_routes", lambda *given: staff_routes(*given, attempts=Attempts(pause=0)))

    def make(*, opened: Any = None, client: str = "127.0.0.1", address: str = HERE, **settings: Any) -> TestClient:
        settings.setdefault("home", opened.settings.home if opened else own_home)
        found = Settings(**settings)
        backend = Backend(found)
        backend._assistant = opened
        return TestClient(
            ui.app.create_app(backend, found),
            base_url=address,
            client=(client, 50000),
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    return make


SERVE = "import os; os.environ['ASSISTANT_STAFF_FILE'] = {file!r}; from assistant.cli import main; main(['serve', '--port', '0'])"


@pytest.fixture(scope="session")
def staff_server(built_home: Path, stored: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server where staff must sign in, as a process, and its home folder."""
    folder = tmp_path_factory.mktemp("staff")
    home = shutil.copytree(built_home, folder / "home")
    file = folder / "staff.txt"
    file.write_text(f"{NAME}:{stored}\n", encoding="utf-8")
    server = Server(home, [sys.executable, "-c", SERVE.format(file=str(file))], folder / "errors.txt")
    try:
        yield server.until_ready(120), home
    finally:
        server.end()


def token(page: str) -> str:
    """The token of the first form of a page that was shown."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(client: TestClient, password: str = PASSWORD, name: str = NAME, **fields: str) -> Any:
    """Sign in as a browser does; the response to the form."""
    shown = client.get("/staff/sign-in").text
    return client.post("/staff/sign-in", data={"token": token(shown), "name": name, "password": password, **fields})
