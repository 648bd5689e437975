"""``assistant serve``: the page and the interfaces on one port, and no way around their gate."""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli import command
from tests.ui.conftest import Server

KEY = "a-key-of-this-test"
SLOW = """
import time
from assistant import Assistant
from assistant.cli import main
def slow(self, question, history=()):
    for _ in range(10_000):
        time.sleep(0.05)
        yield "字"
Assistant.stream = slow
main(["serve", "--port", "0"])
"""

Start = Callable[..., Server]


@pytest.fixture
def start(built_home: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a server with what ``.env`` in its working folder says."""
    started: list[Server] = []

    def make(*options: str, program: str = "", **settings: str) -> Server:
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
        arguments = [sys.executable, "-c", program] if program else command("serve", "--port", "0", *options)
        started.append(Server(built_home, arguments, tmp_path / f"errors-{len(started)}.txt"))
        return started[-1].until_ready()

    yield make
    for server in started:
        server.end()


def request(server: Server, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    content = None if body is None else json.dumps(body).encode()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, content, {"Content-Type": "application/json", **given})
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8", "replace")


def test_the_page_and_the_interfaces_share_a_port(start: Start) -> None:
    server = start()
    assert "gradio" in request(server, "GET", "/")[1]
    assert "gradio" in request(server, "GET", "/en/")[1]
    assert json.loads(request(server, "POST", "/api/ask", {"question": "措施(六)由谁负责"})[1])["status"] == "answered"
    assert json.loads(request(server, "GET", "/v1/models")[1])["data"][0]["id"] == "policy-assistant"
    assert request(server, "GET", "/readyz") == (200, '{"status":"ready","reasons":{}}')
    assert "assistant_answers_total" in request(server, "GET", "/metrics")[1]
    assert request(server, "POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "ping"}, Accept="application/json")[0] == 200
    assert server.lines[0].startswith("Policy assistant: http://127.0.0.1")
    assert len(server.lines) == 3, server.lines


def test_no_spelling_of_an_address_leads_around_the_gate(start: Start) -> None:
    server = start(ASSISTANT_API_KEYS=KEY)
    ask = {"question": "措施(六)由谁负责"}
    completion = {"model": "policy-assistant", "messages": [{"role": "user", "content": "措施(六)由谁负责"}]}
    assert request(server, "POST", "/api/ask", ask, X_API_Key=KEY)[0] == 200
    spellings = ["/{}", "//{}", "/./{}", "/en/{}", "/en/../{}", "/{}/", "/{}/.", "/{}?x", "/{};x", "/{}%20", "/gradio_api/{}", "/x/../{}"]
    for spelling in spellings:
        for path, body in (("api/ask", ask), ("v1/chat/completions", completion)):
            for variant in (path, path.upper(), path.replace("/", "%2F"), path.replace("/", "//")):
                status, text = request(server, "POST", spelling.format(variant), body)
                assert status in (401, 404, 405, 307), (spelling, variant, status)
                assert "省财政厅" not in text
    assert request(server, "GET", "/")[0] == 200, "the page needs no key"
    assert KEY not in server.errors + "".join(server.lines)


def test_who_speaks_for_another_is_believed_only_where_the_operator_says_so(start: Start) -> None:
    def three_asked(server: Server) -> list[int]:
        return [request(server, "GET", "/v1/models", X_Forwarded_For=f"10.0.0.{i}")[0] for i in range(3)]

    unbelieved = start(ASSISTANT_RATE="2/day")
    assert three_asked(unbelieved) == [200, 200, 429]
    unbelieved.end()
    believed = start("--host", "0.0.0.0", ASSISTANT_RATE="2/day", ASSISTANT_TRUSTED_PROXIES="127.0.0.1")
    assert three_asked(believed) == [200, 200, 200]
    assert any("ASSISTANT_API_KEYS" in line for line in believed.lines), "open to other machines: said in one line"


def deltas_until_the_end(response: http.client.HTTPResponse) -> int:
    """Pieces that a stream still gives until it is cut."""
    count = 0
    with suppress(http.client.HTTPException, OSError):
        while line := response.readline():
            count += line == b"event: delta\n"
    return count


def test_it_stops_at_once_with_a_stream_open(start: Start) -> None:
    server = start(program=SLOW)
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    connection.request("POST", "/api/ask", json.dumps({"question": "x", "stream": True}), {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.readline() == b"event: delta\n"
    with ThreadPoolExecutor(1) as pool:
        rest = pool.submit(deltas_until_the_end, response)
        assert server.interrupt() == 0
        # 3.5 seconds of the stream's own time, a piece every 0.05: on a busy machine it runs as late as the server does.
        assert rest.result(timeout=20) < 70
    assert server.errors == ""
