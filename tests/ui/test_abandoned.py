"""What a server keeps of those who ask and never read: measured on a process of its own, over its real port."""

from __future__ import annotations

import http.client
import json
import socket
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ui.conftest import Server, Start

JOINS = 2000
MOST = 50.0
"""Megabytes that may be taken for good."""
SOON = """
import os
os.environ["ASSISTANT_TRUSTED_PROXIES"] = "127.0.0.1"
import ui.doors.connection
import ui.doors.readers
# Sooner than for people: what is kept until then is the same.
ui.doors.connection.HEAD_SECONDS = 2.0
ui.doors.readers.Readers.__init__.__defaults__ = (3.0,)
from assistant.cli import main
main(["serve", "--port", "0"])
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


@pytest.fixture(scope="module")
def soon(start_server: Start) -> Server:
    """A server that does not wait long for those who do not come."""
    return start_server(program=SOON)


def megabytes(server: Server) -> float:
    """The memory of the process of ``server``."""
    lines = Path(f"/proc/{server._process.pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def abandoned(server: Server, count: int, people: int) -> Counter[int]:
    """The statuses of ``count`` questions of as many pages, asked by ``people`` in turn and read by nobody."""
    address = urlsplit(server.address).netloc

    def some(numbers: range) -> list[int]:
        connection, found = http.client.HTTPConnection(address, timeout=60), []
        for number in numbers:
            question = f"第{number}问：专利质押融资有哪些支持？" + "长" * 3000
            body = {"session_hash": uuid.uuid4().hex, "fn_index": 0, "data": [question, None]}
            told = {"Content-Type": "application/json", "X-Forwarded-For": f"10.0.{number % people // 250}.{number % people % 250}"}
            connection.request("POST", "/gradio_api/queue/join", json.dumps(body), told)
            response = connection.getresponse()
            response.read()
            found.append(response.status)
        return found

    with ThreadPoolExecutor(4) as pool:
        return Counter(status for statuses in pool.map(some, (range(first, count, 4) for first in range(4))) for status in statuses)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("people", [1, 1000], ids=["from one address", "from a thousand"])
def test_two_thousand_questions_that_nobody_reads_leave_nothing(soon: Server, people: int) -> None:
    abandoned(soon, 40, 40)
    before = megabytes(soon)
    found = abandoned(soon, JOINS, people)
    assert found[200] > 100, "people are let in"
    assert set(found) <= {200, 429, 503}
    time.sleep(6)
    assert megabytes(soon) - before <= MOST
    assert soon.errors == ""


@pytest.mark.timeout(120)
def test_connections_whose_request_never_comes_are_ended(soon: Server) -> None:
    place = urlsplit(soon.address)
    held = [socket.create_connection((str(place.hostname), place.port or 0), timeout=30) for _ in range(60)]
    try:
        for number, each in enumerate(held):
            each.sendall((b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /")[number % 3])
        for each in held:
            while each.recv(65536):
                pass
    except ConnectionResetError:
        pass
    finally:
        for each in held:
            each.close()
