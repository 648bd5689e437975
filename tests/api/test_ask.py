"""``POST /api/ask``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient
from tests.api.sse import events

if TYPE_CHECKING:
    from assistant import Assistant

ASKED = "专利质押融资有什么支持"


def ask(client: TestClient, **asked: Any) -> dict[str, Any]:
    response = client.post("/api/ask", json=asked)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_the_answer_is_the_contract(client: TestClient, assistant: Assistant) -> None:
    answer, direct = ask(client, question=ASKED, id="a-1"), assistant.ask(ASKED, id="a-1").to_dict()
    assert {**answer, "latency_ms": 0} == {**direct, "latency_ms": 0}
    assert answer["citations"]


def test_a_number_as_id_comes_back_as_text(client: TestClient) -> None:
    assert ask(client, question=ASKED, id=7)["id"] == "7"


def test_a_follow_up_is_understood_from_its_history(client: TestClient) -> None:
    answer = ask(client, question="由谁负责?", history=[{"role": "user", "content": "措施(六)说了什么"}])
    assert {c["measure"] for c in answer["citations"]} == {6}


def test_what_is_declined_is_an_answer(client: TestClient) -> None:
    answer = ask(client, question="今天南京天气怎么样")
    assert (answer["status"], answer["abstained"]) == ("declined", True)


@pytest.mark.parametrize(("question", "reason"), [("", "empty_question"), ("利" * 4001, "too_long")])
def test_what_cannot_be_read_as_a_question_is_declined_by_the_contract(client: TestClient, question: str, reason: str) -> None:
    assert ask(client, question=question)["reason"] == reason


def test_a_stream_sends_the_text_and_then_the_whole_answer(client: TestClient, assistant: Assistant) -> None:
    response = client.post("/api/ask", json={"question": "哪些措施由省版权局参与", "stream": True, "id": "s"})
    assert response.headers["content-type"].startswith("text/event-stream")
    *deltas, (name, answer) = events(response.text)
    assert {kind for kind, _ in deltas} == {"delta"}
    assert len(deltas) > 3
    assert name == "answer"
    assert "".join(data["text"] for _, data in deltas) == answer["answer"]
    direct = assistant.ask("哪些措施由省版权局参与", id="s").to_dict()
    assert {**answer, "latency_ms": 0} == {**direct, "latency_ms": 0}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", "question: Field required"),
        (b'{"question": 5}', "question: Input should be a valid string"),
        (b'{"question": "x", "histroy": []}', "histroy: Extra inputs are not permitted"),
        (b'{"question": "x", "history": [{"role": "system", "content": "x"}]}', "history.0.role: Input should be 'user' or 'assistant'"),
        (b'{"question"', "The body must be a JSON object"),
        (b"[]", "The body must be a JSON object"),
        (b"", "The body must be a JSON object"),
    ],
)
def test_what_has_not_the_right_form_is_named_in_one_shape(client: TestClient, body: bytes, said: str) -> None:
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["code"] == "invalid_request"
    assert response.json()["error"]["message"].startswith(said)


def test_half_a_character_is_replaced(client: TestClient) -> None:
    body = b'{"question": "\\ud800", "id": "\\udfff", "history": [{"role": "user", "content": "\\ud800"}]}'
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["id"]) == (200, "?")


def test_a_form_of_another_site_is_not_read(client: TestClient) -> None:
    """A page elsewhere can make a browser send text/plain without asking anybody; it is not taken for JSON."""
    assert client.post("/api/ask", content=b'{"question": "x"}', headers={"Content-Type": "text/plain"}).status_code == 422


def test_nothing_of_what_failed_inside_is_told(make_client: MakeClient, assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        settings = assistant.settings

        def ask(self, *_: Any, **__: Any) -> None:
            raise RuntimeError("secret path /srv/secret")

        def stream(self, *_: Any) -> Any:
            yield "a"
            raise RuntimeError("secret path /srv/secret")

    client = make_client(Broken)
    told = client.post("/api/ask", json={"question": "x"})
    assert (told.status_code, told.json()["error"]["code"]) == (500, "internal")
    streamed = client.post("/api/ask", json={"question": "x", "stream": True})
    assert events(streamed.text)[-1] == ("error", told.json())
    completed = client.post("/v1/chat/completions", json={"model": "policy-assistant", "messages": [{"role": "user", "content": "x"}]})
    assert (completed.status_code, completed.json()["error"]["type"]) == (500, "server_error")
    assert "secret" not in told.text + streamed.text + completed.text
    assert "secret" in caplog.text


def test_until_the_assistant_is_open_a_program_is_asked_to_come_back(make_client: MakeClient) -> None:
    client = make_client(lambda: None)
    for stream in (False, True):
        response = client.post("/api/ask", json={"question": "x", "stream": stream})
        assert (response.status_code, response.json()["error"]["code"]) == (503, "not_ready")
        assert response.headers["retry-after"] == "2"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/ask", 405), ("GET", "/api/nothing", 404), ("GET", "/api/docs", 404)])
def test_addresses_that_do_not_exist_say_so_in_the_same_shape(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert set(response.json()["error"]) == {"code", "message"}


def test_nothing_is_kept_by_a_cache(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": ASKED}).headers["cache-control"] == "no-store"
