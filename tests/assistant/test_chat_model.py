"""A chat model behind a real server that misbehaves on purpose: every fault ends in time, as one error that names no key."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.endpoint import Breaker, Budget, ChatModel
from assistant.endpoint.breaker import FAILURES
from assistant.errors import ModelError, ModelOutputInvalid, ModelTimeout
from assistant.settings import Settings
from tests.assistant.model_server import KEY, ModelServer, serving

SECONDS = 2.0


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving({"echo": lambda prompt: f"听到了：{prompt}"}) as running:
        yield running


def model(url: str, name: str, home: Path, **changes: Any) -> ChatModel:
    given: dict[str, Any] = {"openai_base_url": url, "openai_api_key": KEY, "model_timeout": SECONDS, "home": home}
    return ChatModel(Settings(**(given | changes)), name, variable="ASSISTANT_MODEL")


def test_a_reply_streams_in_pieces_with_its_tokens(server: ModelServer, tmp_path: Path) -> None:
    reply = model(server.url, "echo", tmp_path).stream("你好,模型")
    pieces = list(reply)
    assert len(pieces) > 1 and "".join(pieces) == reply.text == "听到了：你好,模型"
    assert (reply.prompt_tokens, reply.completion_tokens) == (100, 20)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("unauthorised", ModelError),
        ("busy-for-ever", ModelError),
        ("broken", ModelError),
        ("down", ModelError),
        ("hangs", ModelTimeout),
        ("trickles", ModelTimeout),
        ("truncated", ModelError),
        ("not-json", ModelOutputInvalid),
        ("page", ModelOutputInvalid),
        ("empty", ModelOutputInvalid),
    ],
)
def test_every_fault_is_one_error_in_time(
    name: str, kind: type[ModelError], server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.monotonic()
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        model(server.url, name, tmp_path).complete("问")
    assert isinstance(caught.value, kind), caught.value
    assert time.monotonic() - started < SECONDS + 1.5
    assert KEY not in str(caught.value) and KEY not in caplog.text and caught.value.__cause__ is None


def test_a_refused_connection_and_a_name_that_does_not_resolve(tmp_path: Path, network_attempts: list[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ModelError, match=r"cannot be reached|did not finish"):
        model(f"http://127.0.0.1:{port}/v1", "echo", tmp_path, model_timeout=8.0).complete("问")
    with pytest.raises(ModelError, match=r"cannot be reached|did not finish"):
        model("http://no-such-host.invalid/v1", "echo", tmp_path, model_timeout=8.0).complete("问")
    network_attempts.clear()  # the name was looked for on purpose; the guard stands in for a resolver that does not know it


@pytest.mark.parametrize(("name", "requests"), [("busy-once", 2), ("down-twice", 3)])
def test_what_passes_is_tried_again(name: str, requests: int, server: ModelServer, tmp_path: Path) -> None:
    assert model(server.url, name, tmp_path, model_timeout=20.0).complete("问").text == "好的。[1]"
    assert len(server.requests) == requests


def test_an_endless_reply_is_cut(server: ModelServer, tmp_path: Path) -> None:
    text = model(server.url, "endless", tmp_path, model_timeout=20.0).complete("问").text
    assert 1000 < len(text) < 20_000


def test_who_stops_listening_ends_the_reading(server: ModelServer, tmp_path: Path) -> None:
    reply = iter(model(server.url, "endless", tmp_path).stream("问"))
    next(reply)
    reply.close()  # type: ignore[attr-defined]


def test_structured_output_is_asked_for_until_it_is_refused(server: ModelServer, tmp_path: Path) -> None:
    chat = model(server.url, "no-schema", tmp_path, model_timeout=20.0)
    assert chat.takes_schema and "".join(chat.stream("问", {"type": "object"})) == "好的。[1]"
    assert ["response_format" in r for r in server.requests] == [True, False] and not chat.takes_schema
    "".join(chat.stream("问", {"type": "object"}))
    assert "response_format" not in server.requests[-1]
    assert not model(server.url, "echo", tmp_path, structured=False).takes_schema


def test_a_dead_service_is_left_alone_and_found_again(server: ModelServer, tmp_path: Path) -> None:
    now = [0.0]
    chat = model(server.url, "unauthorised", tmp_path)
    chat.breaker = Breaker(clock=lambda: now[0])
    for _ in range(FAILURES):
        with pytest.raises(ModelError, match="status 401"):
            chat.complete("问")
    asked = len(server.requests)
    with pytest.raises(ModelError, match="left alone"):
        chat.complete("问")
    assert len(server.requests) == asked and chat.breaker.open
    now[0] = 31.0
    with pytest.raises(ModelError, match="status 401"):
        chat.complete("问")
    assert len(server.requests) == asked + 1 and chat.breaker.open
    chat.model = "echo"
    chat._clients.clear()
    now[0] = 62.0
    assert chat.complete("问").text and not chat.breaker.open


def test_only_one_call_tries_whether_the_service_is_back() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, clock=lambda: now[0])
    with pytest.raises(ModelError), breaker.guard("host"):
        raise ModelError("away")
    now[0] = 31.0
    with breaker.guard("host"), pytest.raises(ModelError, match="left alone"), breaker.guard("host"):
        pass
    with breaker.guard("host"):
        pass


def test_a_caller_who_leaves_says_nothing_of_the_service() -> None:
    breaker = Breaker(failures=1)
    with pytest.raises(KeyboardInterrupt), breaker.guard("host"):
        raise KeyboardInterrupt
    assert not breaker.open


def test_the_budget_of_a_day(server: ModelServer, tmp_path: Path) -> None:
    chat = model(server.url, "echo", tmp_path, budget=200)
    now = [0.0]
    chat.budget = Budget(200, clock=lambda: now[0])
    chat.complete("一")
    chat.complete("二")
    with pytest.raises(ModelError, match="ASSISTANT_BUDGET"):
        chat.complete("三")
    assert len(server.requests) == 2
    now[0] = 25 * 3600.0
    assert chat.complete("四").text
