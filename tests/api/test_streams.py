"""Streams end with whoever reads them and with the server; conversations do not mix."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings
from tests.api.conftest import Live, Slow, application, live
from tests.api.sse import events

if TYPE_CHECKING:
    from assistant import Assistant

BODIES = {
    "/api/ask": {"question": "x", "stream": True},
    "/v1/chat/completions": {"model": "policy-assistant", "messages": [{"role": "user", "content": "x"}], "stream": True},
}


@pytest.fixture
def slow(assistant: Assistant) -> Slow:
    return Slow(assistant)


@pytest.fixture
def slow_server(slow: Slow, assistant: Assistant) -> Iterator[Live]:
    with live(application(Settings(home=assistant.settings.home, concurrency=2), lambda: slow)) as running:
        yield running


def begin(server: Live, path: str, body: dict[str, object]) -> socket.socket:
    """A request whose answer nobody has read yet."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    connection.sendall(head.encode() + content)
    return connection


def until_data(connection: socket.socket) -> None:
    received = b""
    while b"data: " not in received:
        received += connection.recv(4096)


def figure(server: Live, name: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def wait_for(condition: object, seconds: float = 3.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("path", BODIES)
def test_when_the_reader_goes_away_the_work_ends(slow_server: Live, slow: Slow, path: str) -> None:
    connection = begin(slow_server, path, BODIES[path])
    until_data(connection)
    connection.close()
    assert slow.ended.wait(3)
    drawn = slow.drawn
    time.sleep(0.3)
    assert slow.drawn == drawn < 30
    assert wait_for(lambda: figure(slow_server, "assistant_requests_in_flight") == 1)


def test_a_reader_who_left_makes_room(slow_server: Live, slow: Slow) -> None:
    for _ in range(5):
        connection = begin(slow_server, "/api/ask", BODIES["/api/ask"])
        until_data(connection)
        connection.close()
    assert wait_for(lambda: figure(slow_server, "assistant_requests_in_flight") == 1)


def test_what_waits_for_a_thread_is_not_begun_for_nobody(assistant: Assistant) -> None:
    slow = Slow(assistant, 0.5)
    with live(application(Settings(home=assistant.settings.home, concurrency=1), lambda: slow)) as server:
        first = begin(server, "/api/ask", {"question": "x"})
        assert slow.begun.wait(3)
        slow.begun.clear()
        for _ in range(3):
            begin(server, "/api/ask", {"question": "y"}).close()
        time.sleep(0.9)
        assert not slow.begun.is_set()
        first.close()


def test_a_server_that_stops_does_not_wait_for_open_streams(assistant: Assistant) -> None:
    slow = Slow(assistant)
    with live(application(Settings(home=assistant.settings.home), lambda: slow)) as server:
        connections = [begin(server, path, body) for path, body in BODIES.items()]
        for connection in connections:
            until_data(connection)
        assert server.stop() < 2.5
        assert slow.ended.wait(2)
        for connection in connections:
            connection.close()


def test_a_silent_stream_is_kept_alive(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.api.events.PING_SECONDS", 0.05)
    slow = Slow(assistant, 0.4, pieces=1)
    with live(application(Settings(home=assistant.settings.home), lambda: slow)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", "/api/ask", json.dumps(BODIES["/api/ask"]), {"Content-Type": "application/json"})
        text = connection.getresponse().read().decode()
        assert text.count(": still here\n\n") > 3
        assert events(text.replace(": still here\n\n", ""))[-1][0] == "answer"


@pytest.mark.parametrize("stream", [False, True])
def test_conversations_at_the_same_time_do_not_mix(live_server: Live, stream: bool) -> None:
    start = threading.Barrier(8)

    def converse(number: int) -> set[int]:
        connection = http.client.HTTPConnection("127.0.0.1", live_server.port, timeout=30)
        history = [{"role": "user", "content": f"措施{number}说了什么"}]
        start.wait()
        cited: set[int] = set()
        for question in ("由谁负责?", "它有什么内容?", "牵头的是谁?"):
            body = json.dumps({"question": question, "history": history, "stream": stream, "id": f"{number}{question}"}).encode()
            connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
            text = connection.getresponse().read().decode()
            answer = events(text)[-1][1] if stream else json.loads(text)
            assert answer["id"] == f"{number}{question}"
            assert answer["question"] == question
            cited |= {c["measure"] for c in answer["citations"]}
            history += [{"role": "user", "content": question}, {"role": "assistant", "content": answer["answer"]}]
        return cited

    with ThreadPoolExecutor(8) as pool:
        numbers = [1, 4, 6, 9, 13, 15, 18, 21]
        assert list(pool.map(converse, numbers)) == [{n} for n in numbers]
