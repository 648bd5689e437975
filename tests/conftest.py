"""What all tests share: no network, no traces of the user's own set-up, one built index, one browser."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase

if TYPE_CHECKING:
    from assistant import Assistant

ROOT = Path(__file__).parent.parent

hypothesis_settings.register_profile("local", deadline=None, database=DirectoryBasedExampleDatabase(str(ROOT / ".hypothesis")))
hypothesis_settings.register_profile("ci", deadline=None, database=None, derandomize=True, print_blob=True, max_examples=30)
hypothesis_settings.register_profile("night", deadline=None, database=None, print_blob=True, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))
"""CI throws the same few examples at every change, the night (``make test-night``) a thousand new ones at every property."""

_attempts: list[str] = []
_OUTGOING = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
"""Audit events of the interpreter, and which of their arguments is the address: below every library, and none can go around it."""


class NetworkForbidden(OSError):
    """A test tried to reach another machine."""


def _is_local(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not host or host == "localhost" or (isinstance(address, str) and address.startswith(("/", "\0"))):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback or host == "0.0.0.0"
    except ValueError:
        return False


def _forbid_network(event: str, arguments: tuple[Any, ...]) -> None:
    position = _OUTGOING.get(event)
    if position is not None and not _is_local(arguments[position]):
        _attempts.append(f"{event}: {arguments[position]}")
        raise NetworkForbidden(f"no test may reach another machine: {arguments[position]}")


def pytest_configure() -> None:
    sys.addaudithook(_forbid_network)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """Attempts to reach other machines. The test fails if there are any, even when the code under test swallowed the error."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"tried to reach other machines: {_attempts}"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; settings of the user and a ``.env`` in the checkout are out of sight."""
    for name in list(os.environ):
        if name.startswith(("ASSISTANT_", "OPENAI_")) or name in ("CHROMA_URL", "DATABASE_URL"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which the index of the shipped corpus has been built. Read it; a test that changes it copies it first."""
    from filelock import FileLock

    from assistant.index import build_index
    from assistant.settings import Settings
    from corpus.library import load_corpus

    if "PYTEST_XDIST_WORKER" not in os.environ:
        shared = tmp_path_factory.mktemp("built")
    else:  # built once by whichever of the processes comes first
        shared = tmp_path_factory.getbasetemp().parent / "built"
        shared.mkdir(exist_ok=True)
    settings = Settings(home=shared / "home")
    with FileLock(shared / "lock"):
        if not (shared / "done").exists():
            build_index(settings, load_corpus(settings.documents_dir))
            (shared / "done").touch()
    return settings.home


@pytest.fixture(scope="session")
def assistant(built_home: Path) -> Assistant:
    """The assistant over the shipped corpus, opened once."""
    from assistant import Assistant
    from assistant.settings import Settings

    return Assistant.open(Settings(home=built_home))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Where there is none the browser tests are left out, and say so; on CI that is a failure."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chromium here, and on CI the browser tests must run: install the package chromium")
    if found is None:
        pytest.skip("left out: no Chromium on this machine (install one, or name it in the variable CHROMIUM)")
    return found
