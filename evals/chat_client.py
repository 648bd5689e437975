"""A browser's part of the chat without a browser: the queue of Gradio over HTTP and server-sent events.

The page calls functions by number and is told of its session by a random name; an answer arrives as differences to what was shown before.
"""

from __future__ import annotations

import copy
import json
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx

CHAT = 0
"""Place of the conversation among what asking writes to."""


class Refused(Exception):
    """The server did not take a question: the queue is full, or it is ending."""


@dataclass(frozen=True)
class Calls:
    """The numbers of the functions behind the page, and of what triggers them."""

    path: str
    ask: int
    stop: int
    clear: int
    composer: int
    inputs: dict[int, int]

    @classmethod
    def of(cls, path: str, config: dict[str, Any]) -> Calls:
        """Read from what the page is given at its start. Raises StopIteration when the page is another one."""
        parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}

        def function(name: str, event: str) -> int:
            return int(next(d["id"] for d in config["dependencies"] if [parts[name], event] in [list(t) for t in d["targets"]]))

        inputs = {d["id"]: len(d["inputs"]) for d in config["dependencies"]}
        numbers = function("composer", "submit"), function("composer", "stop"), function("clear", "click")
        return cls(path, *numbers, parts["composer"], inputs)


@dataclass(frozen=True)
class Told:
    """One question as its reader lived it: seconds to the first words and to the end, bytes that came, messages of the page at the end."""

    question: str
    first: float
    seconds: float
    received: int
    pieces: int
    messages: list[dict[str, Any]] = field(repr=False)

    @property
    def questions(self) -> list[str]:
        """What the page shows as asked."""
        return [_text(m) for m in self.messages if m["role"] == "user"]

    @property
    def answers(self) -> list[str]:
        """What the page shows as answered."""
        return [_text(m) for m in self.messages if m["role"] == "assistant"]


class Reader:
    """One browser session of the chat."""

    def __init__(self, client: httpx.AsyncClient, calls: Calls) -> None:
        self._client, self._calls = client, calls
        self.reload()

    def reload(self) -> None:
        """Begin as a page does that is loaded anew: under another name, with nothing shown."""
        self._name = uuid.uuid4().hex[:11]

    async def ask(self, question: str, leave_after: int | None = None) -> Told:
        """Ask and read to the end; with ``leave_after`` only so many pieces, as one does who closes the page.

        Raises:
            Refused: the question was not taken, or its answer failed.
        """
        started, first, received, pieces, session = time.perf_counter(), 0.0, 0, 0, self._name
        given: list[Any] = []
        shown: list[dict[str, Any]] = []
        await self._join(self._calls.ask, [question, *[None] * (self._calls.inputs[self._calls.ask] - 1)])
        async for message, size in self._messages(session):
            received += size
            if message["msg"] in ("process_generating", "process_completed") and message["success"]:
                first = first or time.perf_counter() - started
                pieces += 1
                given = _after(given, message["output"].get("data"), whole=message["msg"] == "process_completed")
                shown = _shown(given, shown)
                if pieces == leave_after:
                    break
            elif message["msg"] in ("process_completed", "unexpected_error"):
                raise Refused(str(message)[:200])
        return Told(question, first, time.perf_counter() - started, received, pieces, shown)

    async def stop(self) -> None:
        """Press the button that stops an answer; does not wait in the queue."""
        await self._at_once(self._calls.stop)

    async def clear(self) -> None:
        """Press the button for a new conversation; does not wait in the queue."""
        await self._at_once(self._calls.clear)

    async def _at_once(self, function: int) -> None:
        body = self._body(function, [None] * self._calls.inputs[function])
        (await self._client.post(f"{self._calls.path}gradio_api/run/predict", json=body)).raise_for_status()

    async def _join(self, function: int, data: list[Any]) -> None:
        response = await self._client.post(f"{self._calls.path}gradio_api/queue/join", json=self._body(function, data))
        if response.status_code != httpx.codes.OK:
            raise Refused(f"{response.status_code}: {response.text[:200]}")

    def _body(self, function: int, data: list[Any]) -> dict[str, Any]:
        return {
            "data": data,
            "event_data": None,
            "fn_index": function,
            "trigger_id": self._calls.composer,
            "session_hash": self._name,
        }

    async def _messages(self, session: str) -> AsyncIterator[tuple[dict[str, Any], int]]:
        query = {"session_hash": session}
        async with self._client.stream("GET", f"{self._calls.path}gradio_api/queue/data", params=query) as response:
            async for line in response.aiter_lines():
                if line.startswith("data:"):
                    message = json.loads(line[5:])
                    if message["msg"] == "close_stream":
                        return
                    yield message, len(line.encode()) + 2


async def calls_of(client: httpx.AsyncClient, path: str = "/") -> Calls:
    """Fetch what the page at ``path`` is made of."""
    return Calls.of(path, (await client.get(f"{path}config")).raise_for_status().json())


def _text(message: dict[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _after(given: list[Any], data: list[Any] | None, *, whole: bool) -> list[Any]:
    """What a function has given after ``data``: the first and the last message hold values, those between them lists of edits."""
    if data is None:
        return given
    return data if whole or not given else [_edited(old, edits) for old, edits in zip(given, data, strict=True)]


def _shown(given: list[Any], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages of the page; an update without a value leaves them as they were."""
    chat = given[CHAT] if given else None
    if isinstance(chat, dict):
        chat = chat.get("value", before)
    return before if chat is None else chat


def _edited(old: Any, edits: list[Any]) -> Any:
    whole = [copy.deepcopy(old)]
    for action, path, value in edits:
        target: Any = whole
        whole_path: list[Any] = [0, *path]
        steps, last = whole_path[:-1], whole_path[-1]
        for step in steps:
            target = target[step]
        if action == "append":
            target[last] += value
        elif action == "delete":
            del target[last]
        elif action == "add" and isinstance(target, list):
            target.insert(int(last), value)
        else:
            target[last] = value
    return whole[0]
