"""What keeps one program from taking what is everybody's: keys, rate, size, places, time."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from assistant.api import create_api, is_open_to_others
from assistant.api.service import Service
from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings
from tests.api.conftest import MakeClient, Slow

if TYPE_CHECKING:
    from assistant import Assistant

KEYS = "first-key-of-somebody, 第二把钥匙"
GUARDED = [("POST", "/api/ask"), ("POST", "/v1/chat/completions"), ("GET", "/v1/models"), ("POST", "/mcp"), ("GET", "/metrics")]
GUARDED += [("GET", "/api/openapi.json"), ("GET", "/api/nothing"), ("OPTIONS", "/api/ask")]


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_nothing_is_answered_without_a_key_where_keys_are_set(make_client: MakeClient, method: str, path: str) -> None:
    response = make_client(api_keys=KEYS).request(method, path)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Authorization", "Bearer first-key-of-somebody", 200),
        ("authorization", "bearer  first-key-of-somebody", 200),
        ("X-API-Key", "first-key-of-somebody", 200),
        ("X-API-Key", "第二把钥匙".encode(), 200),
        ("X-API-Key", "first-key-of-somebod", 401),
        ("Authorization", "Basic first-key-of-somebody", 401),
        ("Authorization", "first-key-of-somebody", 401),
        ("Authorization", "Bearer ", 401),
        ("X-API-Key", KEYS.encode(), 401),
        ("X-API-Key", b"\xff\xfe", 401),
    ],
)
def test_a_key_is_shown_in_either_header(make_client: MakeClient, header: str, value: str | bytes, status: int) -> None:
    assert make_client(api_keys=KEYS).get("/v1/models", headers={header: value}).status_code == status


def test_machinery_asks_after_health_without_a_key(make_client: MakeClient) -> None:
    client = make_client(api_keys=KEYS, rate="1/day")
    assert {client.get(path).status_code for path in ("/healthz", "/readyz") * 3} == {200}


def test_keys_stand_in_no_log_and_no_response(make_client: MakeClient, assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        settings = assistant.settings

        def ask(self, *_: Any, **__: Any) -> None:
            raise RuntimeError("it broke")

    caplog.set_level(logging.DEBUG)
    client = make_client(Broken, api_keys=KEYS)
    said = ""
    for key in ("first-key-of-somebody", "a-wrong-key-of-somebody"):
        for path in ("/api/ask", "/v1/chat/completions", "/mcp"):
            response = client.post(path, json={"question": "x"}, headers={"Authorization": f"Bearer {key}"})
            said += response.text + str(response.headers)
    assert "it broke" in caplog.text
    assert "key-of-somebody" not in caplog.text + said + repr(Settings(api_keys=KEYS))


@pytest.mark.parametrize("keys", [",", " , "])
def test_keys_that_hold_none_are_refused_at_the_start(keys: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_API_KEYS"):
        create_api(Service(Settings(api_keys=keys), lambda: None))


@pytest.mark.parametrize(
    ("settings", "is_open"),
    [
        ({}, False),
        ({"host": "localhost"}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "192.168.1.5"}, True),
        ({"host": "some.name"}, True),
        ({"host": "0.0.0.0", "api_keys": KEYS}, False),
    ],
)
def test_a_server_that_others_reach_without_a_key_is_known(settings: dict[str, Any], is_open: bool) -> None:
    assert is_open_to_others(Settings(**settings)) is is_open


@pytest.mark.parametrize("rate", ["120 per minute", "0/minute", "1/fortnight", "abc", "-1/day"])
def test_a_malformed_rate_is_named(monkeypatch: pytest.MonkeyPatch, rate: str) -> None:
    monkeypatch.setenv("ASSISTANT_RATE", rate)
    with pytest.raises(SettingsError, match="ASSISTANT_RATE"):
        load_settings()


def test_who_asks_too_often_is_told_when_to_come_back(make_client: MakeClient) -> None:
    client = make_client(rate="3/minute")
    assert [client.get("/v1/models").status_code for _ in range(3)] == [200] * 3
    refused = client.post("/api/ask", json={"question": "x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert client.get("/v1/models").json()["error"]["type"] == "rate_limit_error"


def test_a_rate_is_counted_for_each_client_by_itself(make_client: MakeClient) -> None:
    client = make_client(rate="2/day", api_keys=KEYS)
    for key in ("first-key-of-somebody", "第二把钥匙"):
        answers = [client.get("/v1/models", headers={"X-API-Key": key.encode()}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
    assert [client.get("/v1/models", headers={"X-API-Key": f"guess {i}"}).status_code for i in range(3)] == [401, 401, 429]


def test_who_says_that_he_speaks_for_another_is_not_believed(make_client: MakeClient) -> None:
    client = make_client(rate="2/day")
    asked = [client.get("/v1/models", headers={"X-Forwarded-For": f"10.0.0.{i}", "Forwarded": f"for=10.0.0.{i}"}) for i in range(3)]
    assert [response.status_code for response in asked] == [200, 200, 429]


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions", "/mcp"])
def test_a_request_that_is_too_large_is_not_read(make_client: MakeClient, path: str) -> None:
    client = make_client(max_body=2000)
    body = b'{"question": "' + b"x" * 3000 + b'"}'
    told = client.post(path, content=body, headers={"Content-Type": "application/json"})
    in_pieces = client.post(path, content=iter([body[:1500], body[1500:]]), headers={"Content-Type": "application/json"})
    assert told.status_code == in_pieces.status_code == 413
    assert told.json()["error"]["code"] == "too_large"


def test_a_deeply_nested_body_is_refused(client: TestClient) -> None:
    for path in ("/api/ask", "/v1/chat/completions", "/mcp"):
        body = b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        assert 400 <= client.post(path, content=body, headers={"Content-Type": "application/json"}).status_code < 500


class Held:
    """The assistant, which answers nothing until it is let go."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.released = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def ask(self, question: str, history: Any = (), *, id: str | None = None) -> Any:
        assert self.released.wait(60)
        return self._assistant.ask(question, history, id=id)


def test_all_places_taken_and_the_queue_full(make_client: MakeClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.api.places.Places.__init__.__defaults__", (2,))
    held = Held(assistant)
    client = make_client(lambda: held, concurrency=1)
    with ThreadPoolExecutor(6) as pool:
        coming = [pool.submit(client.post, "/api/ask", json={"question": "x"}) for _ in range(6)]
        until = time.monotonic() + 60
        while sum(each.done() for each in coming) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        held.released.set()
        asked = [each.result() for each in coming]
    statuses = sorted(response.status_code for response in asked)
    assert statuses == [200] * 3 + [503] * 3
    busy = next(response for response in asked if response.status_code == 503)
    assert (busy.json()["error"]["code"], busy.headers["retry-after"]) == ("busy", "1")
    assert client.post("/api/ask", json={"question": "x"}).status_code == 200, "places come free again"


def test_an_answer_that_takes_too_long_is_given_up(make_client: MakeClient, assistant: Assistant) -> None:
    client = make_client(lambda: Slow(assistant, 0.6), request_timeout=0.3)
    told = client.post("/api/ask", json={"question": "x"})
    assert (told.status_code, told.json()["error"]["code"]) == (504, "timeout")
    streamed = client.post("/api/ask", json={"question": "x", "stream": True})
    assert 'event: error\ndata: {"error":{"code":"timeout"' in streamed.text


def test_the_threads_that_answer_are_as_many_as_there_are_places(make_client: MakeClient, assistant: Assistant) -> None:
    client = make_client(concurrency=2)
    before = {thread for thread in threading.enumerate() if thread.name.startswith("api-")}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: client.post("/api/ask", json={"question": f"措施({i})由谁负责"}), range(24)))
    time.sleep(0.1)
    assert 1 <= len({thread for thread in threading.enumerate() if thread.name.startswith("api-")} - before) <= 2


def preflight(client: TestClient, origin: str) -> Any:
    return client.options("/api/ask", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})


def test_pages_of_other_sites_are_not_let_in(client: TestClient) -> None:
    assert preflight(client, "https://a.example").status_code == 405
    answered = client.post("/api/ask", json={"question": "x"}, headers={"Origin": "https://a.example"})
    assert not [name for name in answered.headers if name.startswith("access-control")]


def test_pages_of_sites_that_the_operator_names_are(make_client: MakeClient) -> None:
    client = make_client(cors_origins="https://a.example, https://b.example", api_keys=KEYS, rate="1/day")
    assert [preflight(client, "https://b.example").status_code for _ in range(3)] == [200] * 3, "a preflight carries no key"
    assert preflight(client, "https://c.example").status_code == 400
    refused = client.post("/api/ask", json={}, headers={"Origin": "https://a.example"})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "https://a.example")
