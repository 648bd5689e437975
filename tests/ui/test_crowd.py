"""Many people in the chat at once, over the real protocol of the page."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from evals.bench_chat import one_long_conversation, talk
from tests.ui.conftest import Server


@pytest.mark.parametrize("restless", [False, True], ids=["calm", "stopping, clearing, reloading"])
def test_each_of_forty_at_once_gets_the_answers_to_their_own_questions_and_sees_their_own_turns(server: Server, restless: bool) -> None:
    found = talk(server.address, 40, 2, restless=restless)
    assert found.failed == []
    assert found.mixed_up == []
    assert len(found.told) == 80


def test_nobody_is_starved_and_who_came_first_is_answered_first(server: Server) -> None:
    found = talk(server.address, 40, 1)
    firsts = sorted(told.first for told in found.told)
    # Served in order, the waits grow evenly; a queue that forgets somebody has one wait far beyond the others.
    assert firsts[-1] <= 3 * firsts[len(firsts) // 2] + 1


def test_a_turn_late_in_a_conversation_costs_the_browser_no_more_than_its_conversation(server: Server) -> None:
    told = one_long_conversation(server.address, (10, 20))
    assert told[20].received < 3 * told[10].received


def fetched(server: Server, path: str, accept: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/en/", "/policy", "/check"])
def test_pages_travel_compressed_to_those_who_accept_it(server: Server, path: str) -> None:
    compressed, whole = fetched(server, path, "gzip"), fetched(server, path, "identity")
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert whole.headers["Content-Encoding"] is None
    assert "Accept-Encoding" in (compressed.headers["Vary"] or "")
    assert len(compressed.read()) * 2 < len(whole.read())


def test_pages_of_staff_hold_a_secret_and_travel_as_they_are(server: Server) -> None:
    response = fetched(server, "/staff/draft", "gzip")
    assert response.status == 200
    assert response.headers["Content-Encoding"] is None
    assert len(response.read()) > 1024
