"""The interfaces in this process, and over a real port of this machine where a client must be a real one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.api import Hosts, KnownHosts, Service, create_api
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant import Assistant

HERE = "http://127.0.0.1:7860"
Opened = Callable[[], Any]


def application(settings: Settings, opened: Opened, **more: Any) -> FastAPI:
    """An outer application with the interfaces, as the page's server makes one."""
    api = create_api(Service(settings, opened, **more))
    app = FastAPI(lifespan=api.lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.router.routes.append(api)
    app.add_middleware(KnownHosts, hosts=Hosts(settings))
    return app


MakeClient = Callable[..., TestClient]


@pytest.fixture
def make_client(assistant: Assistant) -> Iterator[MakeClient]:
    """Clients of interfaces with settings of their own; ``opened`` stands in for the shared assistant."""
    clients: list[TestClient] = []

    def make(opened: Opened = lambda: assistant, *, address: str = HERE, **settings: Any) -> TestClient:
        app = application(Settings(home=assistant.settings.home, **settings), opened)
        client = TestClient(app, base_url=address, raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    """A client of interfaces with the default settings."""
    return make_client()


@dataclass
class Live:
    """A server on a port of this machine, in a thread."""

    address: str
    server: uvicorn.Server
    thread: threading.Thread

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def stop(self) -> float:
        """Tell it to stop; the seconds that it took."""
        started = time.monotonic()
        self.server.should_exit = True
        self.thread.join(15)
        assert not self.thread.is_alive()
        return time.monotonic() - started


@contextmanager
def live(app: FastAPI) -> Iterator[Live]:
    """``app`` on a free port, as ``assistant serve`` runs it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, timeout_graceful_shutdown=1, proxy_headers=False, ws="none", lifespan="on"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        running = Live(f"http://127.0.0.1:{listener.getsockname()[1]}", server, thread)
        yield running
        running.stop()


@pytest.fixture(scope="module")
def live_server(assistant: Assistant) -> Iterator[Live]:
    """The interfaces with the default settings on a real port."""
    with live(application(Settings(home=assistant.settings.home), lambda: assistant)) as running:
        yield running


class Slow:
    """The assistant, answering in ``pieces`` with a pause before each; knows which of its streams were ended early."""

    def __init__(self, assistant: Assistant, seconds: float = 0.1, pieces: int = 1000) -> None:
        self._assistant = assistant
        self._seconds = seconds
        self._pieces = pieces
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.drawn = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def ask(self, question: str, history: Any = (), *, id: str | None = None) -> Any:
        self.begun.set()
        time.sleep(self._seconds)
        return self._assistant.ask(question, history, id=id)

    def stream(self, question: str, history: Any = ()) -> Iterator[Any]:
        self.begun.set()
        try:
            for _ in range(self._pieces):
                time.sleep(self._seconds)
                self.drawn += 1
                yield "字"
            yield from self._assistant.stream(question, history)
        finally:
            self.ended.set()
