"""The load of ``evals bench``: every question is asked once, and what fails is counted."""

from __future__ import annotations

from evals.bench_api import ask_all
from tests.api.conftest import Live


def test_every_question_is_asked_once_from_several_connections(live_server: Live) -> None:
    load = ask_all(live_server.address, ["措施(六)由谁负责"] * 40, clients=8)
    assert (len(load.times), load.failed) == (40, 0)
    assert 0 < max(load.times) <= load.seconds


def test_what_gets_no_answer_is_counted_as_failed() -> None:
    assert ask_all("http://127.0.0.1:9", ["x"] * 3, clients=2).failed == 3
