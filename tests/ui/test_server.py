"""Around the page: ports, the health check, headers, shut doors, a start that fails."""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant import AssistantError, Settings
from tests.ui.conftest import Server
from ui import serve
from ui.server import PORTS, NoFreePort, address_of, listen


def request(server: Server, method: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    connection.request(method, path)
    return connection.getresponse()


def test_the_health_check_says_ok(server: Server) -> None:
    response = request(server, "GET", "/healthz")
    assert (response.status, response.read()) == (200, b'{"status":"ok"}')


def test_every_response_forbids_other_addresses(server: Server) -> None:
    for path in ("/", "/en/", "/healthz", "/theme.css", "/nowhere"):
        policy = request(server, "GET", path).headers["Content-Security-Policy"]
        assert "connect-src 'self'" in policy
        assert "http" not in policy


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/en/gradio_api/upload"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("GET", "/gradio_api/file=/etc/hostname"),
        ("GET", "/gradio_api/openapi.json"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
    ],
)
def test_doors_that_the_page_does_not_need_are_shut(server: Server, method: str, path: str) -> None:
    assert request(server, method, path).status == 404


@pytest.fixture
def occupied() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_the_next_free_port_is_taken(occupied: int) -> None:
    with listen("127.0.0.1", occupied) as found:
        assert occupied < found.getsockname()[1] < occupied + PORTS
        assert address_of(found) == f"http://127.0.0.1:{found.getsockname()[1]}/"


def test_no_free_port_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 65535)), pytest.raises(NoFreePort, match="65535"):
        listen("127.0.0.1", 65535)


def test_all_addresses_are_announced_as_this_machine() -> None:
    with listen("0.0.0.0", 0) as found:
        assert address_of(found).startswith("http://127.0.0.1:")


def test_an_assistant_that_cannot_open_stops_the_server_with_its_reason(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    out = io.StringIO()
    with pytest.raises(AssistantError, match="CHROMA_URL"):
        serve(Settings(home=tmp_path / "empty", chroma_url=away), port=0, out=out)
    assert "Ready" not in out.getvalue()
    assert "已就绪" not in out.getvalue()
