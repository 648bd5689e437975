"""Health, readiness, metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from tests.api.conftest import MakeClient

if TYPE_CHECKING:
    from assistant import Assistant


def figures(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))}


def test_a_process_that_lives_says_so_before_it_is_ready(make_client: MakeClient) -> None:
    client = make_client(lambda: None)
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"status": "ok"})
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"status": "not_ready", "reasons": {"index": "not open yet"}})


def test_an_open_assistant_is_ready(client: TestClient) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (200, {"status": "ready", "reasons": {}})


def test_further_checks_say_what_is_missing(assistant: Assistant) -> None:
    from tests.api.conftest import HERE, application

    trouble: list[str | None] = ["the circuit is open"]
    app = application(assistant.settings, lambda: assistant, checks={"model": lambda: trouble[0]})
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/readyz").json() == {"status": "not_ready", "reasons": {"model": "the circuit is open"}}
        trouble[0] = None
        assert client.get("/readyz").status_code == 200


def test_requests_and_answers_are_counted(client: TestClient, assistant: Assistant) -> None:
    client.post("/api/ask", json={"question": "措施(六)由谁负责"})
    client.post("/api/ask", json={"question": "今天天气怎么样", "stream": True})
    client.post("/api/ask", json={})
    counted = figures(client)
    assert counted['assistant_requests_total{route="/api/ask",status="200"}'] == 2
    assert counted['assistant_requests_total{route="/api/ask",status="422"}'] == 1
    assert counted['assistant_request_seconds_count{route="/api/ask"}'] == 3
    assert counted['assistant_answers_total{mode="structured",status="answered"}'] == 1
    assert sum(value for name, value in counted.items() if name.startswith("assistant_answers_total")) == 2
    assert counted["assistant_claims_removed_total"] == 0
    assert counted["assistant_requests_in_flight"] == 1, "the one that asks"
    assert counted[f'assistant_index_info{{generation="{assistant.index.generation}"}}'] == 1


def test_labels_are_bounded_whatever_is_asked_for(client: TestClient) -> None:
    for path in ("/api/a", "/api/b", "/v1/x/y", "/v1/models/some-name", "/mcp/z", '/api/"}'):
        client.get(path)
    routes = {name for name in figures(client) if name.startswith("assistant_requests_total")}
    assert routes == {
        'assistant_requests_total{route="other",status="404"}',
    }


def test_two_applications_do_not_share_figures(make_client: MakeClient) -> None:
    first, second = make_client(), make_client()
    first.post("/api/ask", json={"question": "x"})
    assert not [name for name in figures(second) if "/api/ask" in name]
