"""What every request passes before a page works on it: name, origin, size, time, number; and what is told to whoever is not let in."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import assistant.api.bodies as bodies
from assistant import Assistant, Settings
from tests.ui.conversing import backend_with
from tests.ui.staff.test_reach import every
from ui.app import create_app
from ui.conversations.owner import COOKIE
from ui.doors import gradio
from ui.doors.admission import LARGEST, is_from_here
from ui.doors.readers import PER_CLIENT, PER_PAGE, Readers

HERE = "http://127.0.0.1:7860"
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PROBES = {"/healthz", "/readyz"}
JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def routes(whole: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route, its parameters filled in."""
    found = {(m, re.sub(r"\{[^}]*\}", "x", path)) for path, methods in every(whole.routes) for m in methods if path.startswith("/")}
    assert len(found) > 100
    return sorted(found)


def call(**changes: Any) -> dict[str, Any]:
    return {"session_hash": "abc123", "fn_index": 0, "data": ["问题", None], "event_data": None, "trigger_id": 1, **changes}


# Names


def test_no_route_is_reached_under_a_name_that_is_not_this_servers(site: TestClient, routes: list[tuple[str, str]]) -> None:
    for method, path in routes:
        if path in PROBES:
            continue
        answered = site.request(method, path, headers={"Host": "rebound.example"}, content=b"{}" if method == "POST" else None)
        assert answered.status_code == 421, (method, path)
        assert COOKIE not in answered.headers.get("set-cookie", "")


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_this_machine_has_several_names(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["", "127.0.0.1.rebound.example", "localhost@rebound.example", "rebound.example:7860", "127.0.0.2"])
def test_and_no_others(site: TestClient, host: str) -> None:
    for path in ("/", "/policy", "/check", "/config", "/gradio_api/queue/data?session_hash=x", "/assets/x.js", "/conversations/x.md"):
        assert site.get(path, headers={"Host": host}).status_code == 421


def test_the_address_that_the_server_listens_on_is_one_of_its_names(
    assistant: Assistant, own_home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.app._mount_pages", lambda *_: None)
    for settings, host, status in (
        ({"host": "127.0.0.5"}, "127.0.0.5:7860", 200),
        ({"host": "192.168.1.5", "allowed_hosts": "policy.example"}, "192.168.1.5:80", 200),
        ({"host": "192.168.1.5", "allowed_hosts": "policy.example"}, "policy.example", 200),
        ({"host": "192.168.1.5", "allowed_hosts": "policy.example"}, "rebound.example", 421),
        ({"host": "0.0.0.0"}, "any.name", 200),
    ):
        found = Settings(home=own_home, **settings)
        client = TestClient(create_app(backend_with(found, assistant), found), base_url=HERE)
        assert client.get("/check", headers={"Host": host}).status_code == status, settings


# Where a request comes from


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://rebound.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HERE},
    ],
)
def test_no_page_of_another_site_asks_through_the_chat(site: TestClient, headers: dict[str, str]) -> None:
    for path in (JOIN, "/en" + JOIN, "/gradio_api/run/predict", "/gradio_api/cancel", "/conversations/delete"):
        assert site.post(path, json=call(), headers=headers).status_code == 403, path


def test_nor_reads_what_is_told_there(site: TestClient) -> None:
    address = "/gradio_api/queue/data?session_hash=x"
    assert site.get(address, headers={"Origin": "http://rebound.example"}).status_code == 403
    assert site.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200, "a link may be followed"


@pytest.mark.parametrize(
    ("host", "origin", "own"),
    [
        ("a.example", "https://a.example", True),
        ("a.example", "https://a.example:8443", True),
        ("a.example:8443", "https://a.example", False),
        ("127.0.0.1:7860", "https://public.example", True),
        ("127.0.0.1:7860", "https://other.example", False),
        ("a.example", "", False),
    ],
)
def test_behind_a_proxy_the_public_name_is_this_servers(host: str, origin: str, own: bool) -> None:
    from starlette.datastructures import Headers

    from assistant.api import Hosts

    hosts = Hosts(Settings(allowed_hosts="public.example"))
    assert is_from_here(Headers({"host": host, "origin": origin}), hosts, form=True) is own


# Size and time


def test_no_route_takes_more_than_its_bound(site: TestClient, routes: list[tuple[str, str]]) -> None:
    """Also where the size is not told before; a staff page takes a file, and no more than that."""
    for method, path in routes:
        if method == "POST" and path not in PROBES:
            larger = 64 * LARGEST if "/staff" in path else LARGEST + 1
            for body in (b"x" * larger, iter([b"x" * (larger // 2), b"x" * (larger // 2 + 1)])):
                answered = site.post(path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
                assert answered.status_code in (413, 404, 405), (path, answered.status_code)


def test_a_page_is_told_in_a_sentence_of_its_language(site: TestClient) -> None:
    much = b"x" * (LARGEST + 1)
    for path, told in ((JOIN, "内容过大"), ("/en" + JOIN, "too large")):
        refused = site.post(path, content=much)
        assert (refused.status_code, told in refused.json()["detail"]) == (413, True)
    for path, told in (("/check", "内容过大"), ("/en/check", "too large")):
        assert told in site.post(path, content=much, headers=BROWSER).text


async def exchanged(app: Any, method: str, path: str, receive: Any) -> int:
    """The status that ``app`` answers with; 0 where it does not."""
    status = 0

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 7860),
        "headers": [(b"host", b"127.0.0.1:7860"), (b"content-length", b"1000"), (b"content-type", b"application/x-www-form-urlencoded")],
    }  # fmt: skip
    await app(scope, receive, send)
    return status


def test_no_route_waits_long_for_a_body(whole: FastAPI, routes: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    monkeypatch.setattr("ui.pages.staff.posted._SECONDS", 0.05)

    async def slow() -> Any:
        first = {"type": "http.request", "body": b"x", "more_body": True}
        if sent:
            await asyncio.sleep(3600)
        sent.append(first)
        return first

    for method, path in routes:
        if method == "POST" and path not in PROBES:
            sent: list[Any] = []
            status = asyncio.run(asyncio.wait_for(exchanged(whole, method, path, slow), 30))
            assert status in (408, 404, 405, 403, 303), (path, status)


def test_a_form_that_is_broken_off_leaves_no_trace_in_the_log(whole: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    for path in ("/check", "/en/check", JOIN, "/gradio_api/run/predict", "/conversations/delete"):
        asyncio.run(exchanged(whole, "POST", path, gone))
    assert not [record for record in caplog.records if record.exc_info]


# Number


def rated(assistant: Assistant, home: Any, monkeypatch: pytest.MonkeyPatch, rate: str) -> TestClient:
    monkeypatch.setattr("ui.app._mount_pages", lambda *_: None)
    settings = Settings(home=home, rate=rate)
    return TestClient(create_app(backend_with(settings, assistant), settings), base_url=HERE)


def test_the_rate_holds_for_pages_and_interfaces_together(assistant: Assistant, own_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = rated(assistant, own_home, monkeypatch, "3/day")
    assert client.post("/check", data={"text": "x"}).status_code == 200
    assert client.get("/v1/models").status_code == 200
    assert client.post("/en/check", data={"text": "x"}).status_code == 200
    refused = client.post("/check", data={"text": "x"}, headers=BROWSER)
    assert (refused.status_code, "请求过于频繁" in refused.text) == (429, True)
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/v1/models").status_code == 429


def test_reading_is_free(assistant: Assistant, own_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = rated(assistant, own_home, monkeypatch, "1/day")
    assert {client.get(path).status_code for path in ("/policy", "/check", "/en/policy") * 5} == {200}


def test_a_question_in_the_chat_weighs_as_much_as_one_of_a_program(assistant: Assistant, own_home: Any) -> None:
    settings = Settings(home=own_home, rate="2/day")
    client = TestClient(create_app(backend_with(settings, assistant), settings), base_url=HERE)
    asking = next(d["id"] for d in client.get("/config").json()["dependencies"] if any(t[1] == "submit" for t in d["targets"]))
    shown = next(d["id"] for d in client.get("/config").json()["dependencies"] if any(t[1] == "load" for t in d["targets"]))
    with client:
        joined = [client.post(JOIN, json=call(fn_index=asking, session_hash=f"s{n}")) for n in range(3)]
        assert [response.status_code for response in joined] == [200, 200, 429]
        assert joined[2].json()["detail"] == "短时间内的请求过多，这一次未作处理，请稍后再试。"
        assert client.post(JOIN, json=call(fn_index=shown, session_hash="later", data=[])).status_code == 200, "only shows something"


def test_what_one_page_asks_and_nobody_reads_is_bounded(whole: FastAPI) -> None:
    with TestClient(whole, base_url=HERE) as client:
        answers = [client.post(JOIN, json=call(session_hash="unread")).status_code for _ in range(PER_PAGE + 3)]
    assert answers == [200] * PER_PAGE + [429] * 3


# What Gradio is sent, and keeps


def test_a_question_is_cut_before_anything_keeps_it() -> None:
    sent = call(data=["长" * 50_000, {"a": ["b"] * 9999}], event_data={"value": "选" * 9000, "index": [1] * 9999}, more="x" * 99_999)
    session, function, passed = gradio.read_call(json.dumps(sent).encode(), 4001)
    told = json.loads(passed)
    assert (session, function) == ("abc123", 0)
    assert told == call(data=["长" * 4001, None], event_data={"value": "选" * 4001})


NONE = [
    call(session_hash=None),
    call(session_hash="x" * 65),
    call(session_hash="a/b"),
    call(fn_index="0"),
    call(fn_index=True),
    call(data="x"),
]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b'"x"', *(json.dumps(told).encode() for told in NONE)])
def test_a_call_that_no_page_makes_is_refused(site: TestClient, body: bytes) -> None:
    assert site.post(JOIN, content=body or b" ", headers={"Content-Type": "application/json"}).status_code == 422


SHUT = """/logout /en/logout /login /gradio_api/upload /en/gradio_api/upload /gradio_api/user /gradio_api/token /gradio_api/call/x
/monitoring /gradio_api/api/predict
/gradio_api/openapi.json /monitoring/summary //gradio_api/upload /x/gradio_api/queue/join /gradio_api /gradio_api/
/gradio_api/heartbeat/a/b /pwa_icon/1"""


@pytest.mark.parametrize("path", SHUT.split())
def test_what_no_page_needs_is_shut(site: TestClient, path: str) -> None:
    assert site.get(path).status_code == 404
    assert site.post(path).status_code == 404


def test_who_never_reads_is_forgotten_and_who_reads_is_kept(whole: FastAPI) -> None:
    """Over the real queue: messages, ids and state of both are there, then those of the reader alone."""
    readers = Readers(seconds=0.3)
    blocks = build(whole)

    async def go() -> tuple[bool, bool]:
        readers.joined(blocks, "absent", "a")
        readers.joined(blocks, "present", "a")
        for session in ("absent", "present"):
            blocks._queue.pending_event_ids_session[session] = {f"{session} 1"}
            blocks.state_holder[session]
        with readers.reading("present", "a"):
            found = await asyncio.gather(readers.present("absent"), readers.present("present"))
            await asyncio.sleep(0.3)
            assert gradio.unread(blocks, "present") == 1
        return found[0], found[1]

    assert asyncio.run(go()) == (False, True)
    assert gradio.unread(blocks, "absent") == 0
    assert "absent" not in blocks.state_holder
    assert "present" in blocks.state_holder


def test_a_client_has_so_many_unread_pages_and_another_its_own(whole: FastAPI) -> None:
    readers, blocks = Readers(), build(whole)

    async def go() -> list[str]:
        refused = []
        for n in range(PER_CLIENT + 2):
            try:
                readers.joined(blocks, f"page{n}", "crowd")
            except Exception as error:
                refused.append(getattr(error, "code", ""))
        readers.joined(blocks, "other", "somebody else")
        return refused

    assert asyncio.run(go()) == ["rate_limited"] * 2


def build(whole: FastAPI) -> Any:
    """The blocks of the Chinese chat page in the application."""
    mounted = next(route for route in whole.routes if getattr(route, "path", None) == "" and hasattr(route, "app"))
    return mounted.app.get_blocks()
