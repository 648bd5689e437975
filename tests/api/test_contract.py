"""One contract: whatever way a question comes in, the same text, status and citations go out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openai
import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.settings import Settings
from tests.api.conftest import HERE, Live, application
from tests.api.sse import events
from tests.cli import run, run_process

if TYPE_CHECKING:
    from assistant import Assistant

Asked = tuple[str, list[dict[str, str]]]
Told = dict[str, Any]

QUESTIONS: dict[str, Asked] = {
    "searched": ("企业拿自己的专利去银行借钱,政府管不管", []),
    "unit": ("措施(六)说了什么", []),
    "list": ("哪些措施由省版权局参与", []),
    "english": ("What support is there for patent pledge financing?", []),
    "declined": ("办理专利质押的电话是多少", []),
    "off topic": ("今天南京天气怎么样", []),
    "damaged": ("我单位评上了金奖(中国专利奖),能领到多少奖励", []),
    "two questions": ("措施(六)由谁负责?还有,这个文件什么时候失效?", []),
    "follow-up": ("由谁负责?", [{"role": "user", "content": "措施(十三)说了什么"}, {"role": "assistant", "content": "……"}]),
}
CITED = ("n", "role", "document", "provision", "measure", "label", "quote", "start", "end")


def told(answer: Told) -> Told:
    """What must be the same everywhere."""
    citations = [{name: c[name] for name in CITED} for c in answer["citations"]]
    return {"text": answer["answer"], "status": answer["status"], "notices": answer["notices"], "citations": citations}


@pytest.fixture(scope="module")
def batch(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """All questions through ``assistant batch``, in a process of its own."""
    lines = [json.dumps({"id": name, "question": question, "history": history}) for name, (question, history) in QUESTIONS.items()]
    ended = run_process(assistant.settings.home, "batch", "-", "-", stdin="\n".join(lines).encode())
    assert ended.code == 0, ended.err
    return {answer["id"]: answer for answer in map(json.loads, ended.out.splitlines())}


@pytest.fixture(scope="module")
def rest(assistant: Assistant) -> Any:
    with TestClient(application(Settings(home=assistant.settings.home), lambda: assistant), base_url=HERE) as client:
        yield client


def through_ask(assistant: Assistant, question: str, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("ASSISTANT_HOME", str(assistant.settings.home))
    return dict(json.loads(run("ask", "--json", question).out))


def through_rest(rest: TestClient, question: str, history: list[dict[str, str]]) -> Told:
    return dict(rest.post("/api/ask", json={"question": question, "history": history}).json())


def through_events(rest: TestClient, question: str, history: list[dict[str, str]]) -> Told:
    *deltas, (_, answer) = events(rest.post("/api/ask", json={"question": question, "history": history, "stream": True}).text)
    return {**answer, "answer": "".join(data["text"] for _, data in deltas)}


def through_completion(server: Live, question: str, history: list[dict[str, str]]) -> Told:
    client = openai.OpenAI(base_url=f"{server.address}/v1", api_key="-")
    messages: Any = [*history, {"role": "user", "content": question}]
    message = client.chat.completions.create(model="policy-assistant", messages=messages).choices[0].message
    return {"answer": message.content, **(message.model_extra or {})}


def through_chunks(server: Live, question: str, history: list[dict[str, str]]) -> Told:
    client = openai.OpenAI(base_url=f"{server.address}/v1", api_key="-")
    messages: Any = [*history, {"role": "user", "content": question}]
    chunks = list(client.chat.completions.create(model="policy-assistant", messages=messages, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    return {"answer": text, **(chunks[-1].choices[0].delta.model_extra or {})}


def through_mcp(server: Live, question: str, history: list[dict[str, str]]) -> Told:
    async def call() -> Any:
        async with Client(f"{server.address}/mcp") as client:
            return (await client.call_tool("ask", {"question": question, "history": history})).structured_content

    return dict(asyncio.run(call()))


def through_langchain(assistant: Assistant, question: str, history: list[dict[str, str]]) -> Told:
    return assistant.as_runnable().invoke({"question": question, "history": history})


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_interface_tells_the_same(
    name: str, assistant: Assistant, batch: dict[str, Told], rest: TestClient, live_server: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, history = QUESTIONS[name]
    expected = told(assistant.ask(question, history).to_dict())
    ways: dict[str, Callable[[], Told]] = {
        "batch": lambda: batch[name],
        "REST": lambda: through_rest(rest, question, history),
        "REST, stream": lambda: through_events(rest, question, history),
        "OpenAI": lambda: through_completion(live_server, question, history),
        "OpenAI, stream": lambda: through_chunks(live_server, question, history),
        "MCP": lambda: through_mcp(live_server, question, history),
        "LangChain": lambda: through_langchain(assistant, question, history),
    }
    if not history:
        ways["ask --json"] = lambda: through_ask(assistant, question, monkeypatch)
    assert {way: told(call()) for way, call in ways.items()} == dict.fromkeys(ways, expected)


def test_the_questions_are_of_every_kind(assistant: Assistant) -> None:
    answers = {name: assistant.ask(*asked) for name, asked in QUESTIONS.items()}
    assert {a.status for a in answers.values()} >= {"answered", "declined", "partial"}
    assert {a.mode for a in answers.values()} >= {"structured", "extractive"}
    assert any(n.kind == "illegible" for n in answers["damaged"].notices)
    assert any(c.role == "signpost" for a in answers.values() for c in a.citations)
    assert {c.measure for c in answers["follow-up"].citations} == {13}


def test_every_citation_is_a_slice_of_its_document(assistant: Assistant, batch: dict[str, Told], tmp_path: Path) -> None:
    for answer in batch.values():
        for citation in answer["citations"]:
            document = assistant.corpus.document(citation["document"])
            assert document is not None
            assert document.text[citation["start"] : citation["end"]] == citation["quote"]
