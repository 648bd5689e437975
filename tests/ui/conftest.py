"""One server and one browser for all tests of the front end; what each page asked for and complained about is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from assistant import Assistant, Settings
from tests import axe
from tests.cli import command, environment
from tests.ui.conversing import backend_with
from ui.backend import Backend
from ui.conversations.registry import Conversations

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


class Server:
    """``assistant serve`` as a process. ``lines`` is what it has printed."""

    def __init__(self, home: Path, arguments: list[str | bytes], log: Path) -> None:
        self._log = log
        with log.open("w") as errors:
            self._process = subprocess.Popen(arguments, env=environment(home), stdout=subprocess.PIPE, stderr=errors, text=True)
        self.lines: list[str] = []
        self.address = ""

    def until_ready(self, seconds: float = 60) -> Server:
        """Wait for the line that says so."""
        assert self._process.stdout is not None
        end = time.monotonic() + seconds
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))
            if "http://" in line:
                self.address = "http://" + line.split("http://")[1].split()[0]
            if line.startswith("Ready") or time.monotonic() > end:
                break
        assert self.lines[-1:] == ["Ready for questions."], (self.lines, self.errors)
        return self

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C, or send another signal, and wait for the end; the exit code."""
        self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=20)
        self.lines += rest.splitlines()
        return self._process.returncode

    def end(self) -> None:
        """End it if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    @property
    def errors(self) -> str:
        """Everything on standard error so far."""
        return self._log.read_text(encoding="utf-8")


Start = Callable[..., Server]


@pytest.fixture(scope="package")
def start_server(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts a server on a port (0: any), from ``program`` and over ``home`` where they are given, and ends it after the tests."""
    started: list[Server] = []

    def start(port: int = 0, program: str | None = None, home: Path = built_home) -> Server:
        arguments: list[str | bytes] = [sys.executable, "-c", program] if program else command("serve", "--port", str(port))
        server = Server(home, arguments, tmp_path_factory.mktemp("serve") / "errors.txt")
        started.append(server)
        return server.until_ready()

    yield start
    for server in started:
        server.end()


@pytest.fixture(scope="package")
def server(start_server: Start) -> Server:
    """The server that the tests share."""
    return start_server()


SLOW = """
import time
from assistant import Assistant
from assistant.cli import main
quick = Assistant.stream
def slow(self, question, history=()):
    for piece in quick(self, question, history):
        for part in piece if isinstance(piece, str) else [piece]:
            time.sleep(0.03)
            yield part
Assistant.stream = slow
main(["serve", "--port", "0"])
"""


@pytest.fixture(scope="package")
def slow_server(start_server: Start) -> Server:
    """A server whose answers come one character at a time, as those of a language model would."""
    return start_server(program=SLOW)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium. It ends with the file that uses it: while it lives, no other event loop can run in this thread."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()


PATIENCE = 90_000
"""Milliseconds that a page is given: what hangs fails all the same, and a machine that is busy does not."""
_OF_A_PAGE_LEFT = ("AbortError", "Connection errored")
"""What a page says of its own requests when it is left while they are under way; which of them still are depends on the machine."""


@dataclass
class Tab:
    """A page in a browser session of its own, and what it did."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Everything that its pages complained about."""
    loaded: int = 0
    """Pages that were loaded in it so far."""
    refused: bool = False
    """Whether what it sends is meant to be refused, which a browser tells in its console."""

    @property
    def complaints(self) -> list[str]:
        """What its pages complained about, without what one says of being left."""
        told = [line for line in self.said if not (self.refused and "status of 422" in line)]
        return [line for line in told if self.loaded < 2 or not any(sign in line for sign in _OF_A_PAGE_LEFT)]

    def count(self, *_: object) -> None:
        """Another page was loaded."""
        self.loaded += 1

    def open(self, path: str = "") -> Tab:
        """Load the page and wait until it can be used."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("#notice .policy")
        return self

    def ask(self, question: str) -> str:
        """Type, press Enter, wait for the answer; its text."""
        answers = self.page.locator("#chat .bot.message")
        before = answers.count()
        self.page.locator("#composer textarea").fill(question)
        self.page.locator("#composer textarea").press("Enter")
        return self.answer_after(before)

    def answer_after(self, before: int) -> str:
        """The text of the answer that follows ``before`` others, when it is complete."""
        self.page.wait_for_function(
            "n => document.querySelectorAll('#chat .bot.message').length > n && document.querySelector('#composer .submit-button')",
            arg=before,
        )
        return str(self.page.locator("#chat .bot.message").last.inner_text())

    def dismiss(self, dialog: Dialog) -> None:
        """Close a dialog; the page has none of its own."""
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def read_console(self, message: ConsoleMessage) -> None:
        """Keep what the page complains about."""
        if message.type == "error":
            self.said.append(message.text)

    @property
    def outside(self) -> list[str]:
        """Addresses that it asked for beyond the server's own."""
        own = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != own]


@pytest.fixture
def new_tab(browser: Browser, server: Server) -> Iterator[Callable[..., Tab]]:
    """Opens a tab with cookies and storage of its own. After the test: nothing came from outside, nothing went wrong on the page."""
    tabs: list[Tab] = []

    def make(address: str = server.address, width: int = 1280, height: int = 800, locale: str = "zh-CN") -> Tab:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        context.set_default_timeout(PATIENCE)
        tab = Tab(context.new_page(), address)
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("websocket", lambda socket: tab.requests.append(socket.url.replace("ws", "http", 1)))
        tab.page.on("pageerror", lambda error: tab.said.append(f"{error.name}: {error}"))
        tab.page.on("domcontentloaded", tab.count)
        tab.page.on("dialog", tab.dismiss)
        tab.page.on("console", tab.read_console)
        tabs.append(tab)
        return tab

    yield make
    for tab in tabs:
        tab.page.context.close()
        assert tab.requests
        assert not tab.outside
        assert not tab.complaints


@pytest.fixture
def tab(new_tab: Callable[..., Tab]) -> Tab:
    """The page, loaded."""
    return new_tab().open()


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core. Where it is missing its tests are left out, and say so; on CI that is a failure."""
    if not axe.SCRIPT.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(axe.ABSENT)
    return axe.SCRIPT.read_text(encoding="utf-8")


@pytest.fixture
def calm_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser sessions in which nothing moves and axe-core may run: the policy of the page would keep the script of a test out."""
    made: list[BrowserContext] = []

    def make(width: int = 1440, scheme: Literal["light", "dark"] = "light") -> BrowserContext:
        size = {"width": width, "height": 900}
        made.append(browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="zh-CN", bypass_csp=True))  # type: ignore[arg-type]
        made[-1].set_default_timeout(PATIENCE)
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def settings(own_home: Path) -> Settings:
    """Settings with a home of the test's own."""
    return Settings(home=own_home)


@pytest.fixture
def backend(settings: Settings, assistant: Assistant) -> Iterator[Backend]:
    """A backend that is ready, over the real assistant and a store of the test's own."""
    made = backend_with(settings, assistant)
    yield made
    made.close()


@pytest.fixture
def conversations(backend: Backend) -> Conversations:
    """Everybody's conversations on that backend."""
    return Conversations(backend.recorder)


@pytest.fixture(scope="module")
def whole(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The whole application, chat pages and all: it takes seconds to build."""
    from ui.app import create_app

    settings = Settings(home=tmp_path_factory.mktemp("doors"))
    return create_app(backend_with(settings, assistant), settings)


@pytest.fixture
def site(whole: FastAPI) -> TestClient:
    """A client of it, under a name that is its own."""
    return TestClient(whole, base_url="http://127.0.0.1:7860", follow_redirects=False, raise_server_exceptions=False)
