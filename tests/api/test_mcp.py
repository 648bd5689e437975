"""The tools over MCP, with the SDK's own client: over HTTP and over standard streams, in the present protocol and the one before."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from assistant.api.lookup import find_document, find_measure, find_measures
from assistant.eligibility import Profile
from assistant.eligibility.requests import check
from tests.api.conftest import Live, MakeClient
from tests.cli import environment

if TYPE_CHECKING:
    from assistant import Assistant

T = TypeVar("T")
MODES = ["auto", "legacy"]
PROFILE = {"organisation": "university", "region": "jiangsu", "honours": {"yes": ["cn_patent_silver"], "no": ["cn_patent_gold"]}}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def with_client(server: Any, mode: str, use: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client(server, mode=mode, read_timeout_seconds=30) as client:
            return await use(client)

    return asyncio.run(asyncio.wait_for(run(), 60))


async def call_all(client: Client) -> dict[str, Any]:
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "tools": ("", {}),
        "ask": ("ask", {"question": "由谁负责?", "history": [{"role": "user", "content": "措施(六)说了什么"}]}),
        "measure": ("look_up_measure", {"measure": "措施(六)"}),
        "number": ("look_up_measure", {"measure": 6}),
        "department": ("list_measures", {"department": "省版权局"}),
        "part": ("list_measures", {"part": 2, "commitment": "给予"}),
        "document": ("about_document", {}),
        "eligibility": ("check_eligibility", {"profile": PROFILE}),
    }
    found: dict[str, Any] = {"tools": sorted(tool.name for tool in (await client.list_tools()).tools)}
    for name, (tool, arguments) in calls.items():
        if tool:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, result.content
            found[name] = result.structured_content
    return found


def expected(assistant: Assistant) -> dict[str, Any]:
    answer = assistant.ask("由谁负责?", [{"role": "user", "content": "措施(六)说了什么"}]).to_dict()
    return {
        "tools": ["about_document", "ask", "check_eligibility", "list_measures", "look_up_measure"],
        "ask": answer | {"latency_ms": 0},
        "measure": find_measure(assistant, 6).model_dump(mode="json"),
        "number": find_measure(assistant, 6).model_dump(mode="json"),
        "department": find_measures(assistant, department="省版权局").model_dump(mode="json"),
        "part": find_measures(assistant, part=2, commitment="给予").model_dump(mode="json"),
        "document": find_document(assistant).model_dump(mode="json"),
        "eligibility": check(assistant.corpus, Profile.from_json(PROFILE)).report.to_dict(),
    }


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_gives_structured_content_over_http(live_server: Live, assistant: Assistant, mode: str) -> None:
    found = with_client(f"{live_server.address}/mcp", mode, call_all)
    assert found | {"ask": found["ask"] | {"latency_ms": 0}} == expected(assistant)


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_gives_the_same_over_standard_input_and_output(assistant: Assistant, mode: str, tmp_path: Path) -> None:
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env=dict(environment(assistant.settings.home)), cwd=tmp_path
    )
    found = with_client(started, mode, call_all)
    assert found | {"ask": found["ask"] | {"latency_ms": 0}} == expected(assistant)


def test_what_a_tool_cannot_read_is_told_to_the_model(live_server: Live) -> None:
    async def use(client: Client) -> Any:
        return await client.call_tool("ask", {"history": []})

    result = with_client(f"{live_server.address}/mcp", "auto", use)
    assert result.is_error
    assert "question" in result.content[0].text


def test_nothing_of_what_failed_inside_is_told(make_client: MakeClient, assistant: Assistant) -> None:
    class Broken:
        settings = assistant.settings

        def ask(self, *_: Any, **__: Any) -> None:
            raise RuntimeError("secret")

    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": "x"}}}
    failed = make_client(Broken).post("/mcp", json=asked, headers=ACCEPT)
    not_ready = make_client(lambda: None).post("/mcp", json=asked, headers=ACCEPT)
    assert failed.json()["result"]["isError"]
    assert "secret" not in failed.text
    assert "not_ready" in not_ready.json()["result"]["content"][0]["text"]


def test_a_name_that_points_here_from_elsewhere_is_not_served(client: TestClient) -> None:
    assert client.post("/mcp", json=LIST, headers=ACCEPT).status_code == 200
    for path in ("/mcp", "/api/ask", "/v1/models"):
        assert client.post(path, json=LIST, headers={**ACCEPT, "Host": "attacker.example:7860"}).status_code == 421
    assert client.post("/mcp", json=LIST, headers={**ACCEPT, "Origin": "http://attacker.example"}).status_code == 403


def test_names_that_the_operator_allows_are_served(make_client: MakeClient) -> None:
    client = make_client(allowed_hosts="policy.example.org, other.example.org:8443")
    for host, status in (
        ("policy.example.org", 200),
        ("policy.example.org:443", 200),
        ("other.example.org:8443", 200),
        ("other.example.org", 421),
        ("localhost:1", 200),
        ("[::1]:7860", 200),
        ("", 421),
    ):
        assert client.post("/mcp", json=LIST, headers={**ACCEPT, "Host": host}).status_code == status, host
    assert client.post("/mcp", json=LIST, headers={**ACCEPT, "Origin": "https://policy.example.org"}).status_code == 200


def test_a_server_for_other_machines_is_reached_under_any_name_unless_told_some(make_client: MakeClient) -> None:
    elsewhere = {**ACCEPT, "Host": "10.1.2.3:7860"}
    assert make_client(host="0.0.0.0").post("/mcp", json=LIST, headers=elsewhere).status_code == 200
    assert make_client(host="0.0.0.0", allowed_hosts="a.example").post("/mcp", json=LIST, headers=elsewhere).status_code == 421


def test_no_stream_is_kept_open(client: TestClient) -> None:
    assert client.get("/mcp", headers={"Accept": "text/event-stream"}).status_code == 405
