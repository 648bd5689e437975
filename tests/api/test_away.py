"""What programs are told while the vector store is away, over a real server that is killed and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.settings import Settings
from tests.api.conftest import HERE, application
from tests.api.sse import events
from tests.chroma_server import ChromaServer, chroma_server, until

SEARCHED = {"question": "专利质押融资有什么支持"}
STRUCTURED = {"question": "措施(六)由谁负责"}
COMPLETION = {"model": "policy-assistant", "messages": [{"role": "user", "content": SEARCHED["question"]}]}
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": SEARCHED}}


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture(scope="module")
def served(chroma: ChromaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path_factory.mktemp("served"), chroma_url=chroma.url)
    opened = Assistant.open(settings)
    with TestClient(application(settings, lambda: opened), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, asked: dict[str, Any]) -> tuple[int, str]:
    response = client.post("/api/ask", json=asked)
    return response.status_code, response.json()["status"]


def ready(client: TestClient) -> bool:
    return client.get("/readyz").status_code == 200


def test_a_store_that_is_away_is_503_everywhere_and_all_is_well_when_it_is_back(chroma: ChromaServer, served: TestClient) -> None:
    assert ready(served)
    assert ask(served, SEARCHED) == (200, "answered")
    chroma.kill()
    try:
        failed = served.post("/api/ask", json={**SEARCHED, "id": "x"})
        assert (failed.status_code, failed.json()["status"], failed.json()["reason"]) == (503, "error", "index_unavailable")
        assert failed.json()["id"] == "x" and failed.json()["citations"] == []
        assert failed.headers["retry-after"] == "5"
        until(lambda: not ready(served))
        assert set(served.get("/readyz").json()["reasons"]) == {"index"}
        assert served.get("/healthz").status_code == 200
        assert chroma.url not in served.get("/readyz").text + failed.text
        assert ask(served, STRUCTURED) == (200, "answered"), "what needs no search is answered"
        _others_are_told_as_well(served)
    finally:
        chroma.start()
    until(lambda: ready(served))
    assert ask(served, SEARCHED) == (200, "answered")


def _others_are_told_as_well(served: TestClient) -> None:
    completion = served.post("/v1/chat/completions", json=COMPLETION)
    assert (completion.status_code, completion.json()["error"]["code"]) == (503, "index_unavailable")
    assert completion.headers["retry-after"] == "5"
    told = served.post("/mcp", json=CALL, headers={"Accept": "application/json, text/event-stream"}).json()["result"]
    assert told["isError"] is True and "index_unavailable" in told["content"][0]["text"]
    drafted = served.post("/api/draft", json={"enquiry": f"您好，{SEARCHED['question']}？谢谢。"})
    assert drafted.status_code == 503 and drafted.json()["text"]
    name, answer = events(served.post("/api/ask", json={**SEARCHED, "stream": True}).text)[-1]
    assert (name, answer["status"]) == ("answer", "error")


def test_a_store_that_comes_back_empty_is_filled_by_the_server(chroma: ChromaServer, served: TestClient) -> None:
    until(lambda: ready(served))
    before = served.post("/api/ask", json=SEARCHED).json()["index"]
    chroma.kill()
    chroma.start(empty=True)
    until(lambda: ask(served, SEARCHED) == (200, "answered"), 120)
    assert ready(served)
    assert served.post("/api/ask", json=SEARCHED).json()["index"] != before


def test_readiness_is_told_while_a_server_hangs(chroma: ChromaServer, served: TestClient) -> None:
    until(lambda: ready(served))
    chroma.hang()
    try:
        until(lambda: not ready(served))
    finally:
        chroma.go_on()
    until(lambda: ready(served))
