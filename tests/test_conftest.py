"""The fence around the tests holds."""

import os
import socket
import urllib.request
from pathlib import Path
from threading import Thread

import pytest

from assistant.settings import load_settings

ELSEWHERE = "192.0.2.1"
"""An address that the standards keep for examples."""


def test_connecting_elsewhere_is_refused_and_remembered(network_attempts: list[str]) -> None:
    with socket.socket() as client, pytest.raises(OSError, match="no test may reach another machine"):
        client.connect((ELSEWHERE, 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, pytest.raises(OSError, match="no test may reach"):
        client.sendto(b"x", (ELSEWHERE, 53))
    assert len(network_attempts) == 2
    network_attempts.clear()


def test_names_are_not_even_looked_up(network_attempts: list[str]) -> None:
    with pytest.raises(OSError, match="no test may reach another machine"):
        urllib.request.urlopen("http://example.org/")
    assert network_attempts == ["socket.getaddrinfo: example.org"]
    network_attempts.clear()


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = Thread(target=lambda: server.accept()[0].sendall(b"here"))
        answer.start()
        with socket.create_connection(("localhost", server.getsockname()[1])) as client:
            assert client.recv(4) == b"here"
        answer.join()


def test_every_test_has_a_home_of_its_own(own_home: Path) -> None:
    assert load_settings().home == own_home
    assert not [name for name in os.environ if name.startswith("OPENAI_") or name == "CHROMA_URL"]
