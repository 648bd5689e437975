"""What tests of conversations need: assistants that answer in given ways, waiting for an answer, a site of these pages alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Answer, Assistant, HistoryTurn, Settings
from ui.backend import Backend
from ui.conversations.owner import COOKIE, Owners
from ui.conversations.registry import Conversations
from ui.conversations.routes import conversation_routes
from ui.line import Line
from ui.pages.staff.door import VISITOR, Visitor
from ui.session import Session
from ui.wording import wording

ZH = wording("zh")
ANSWER = Answer(question="问", standalone_question="问", status="answered", answer="写完", index="g1")


class Stuck:
    """A model that begins to answer and then says nothing more until it is released."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "写了一半"
        self.released.wait(30)
        yield "太晚了"


class Echo:
    """Answers every question with itself."""

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "写"
        yield ANSWER.model_copy(update={"question": question, "standalone_question": question, "answer": f"答：{question}"})


class Broken:
    """Begins, and gives out."""

    def stream(self, question: str, history: Sequence[HistoryTurn] = ()) -> Iterator[str | Answer]:
        yield "写"
        raise RuntimeError("broken")


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)


def answer(session: Session, question: str, answerer: Any, line: Line, **more: Any) -> None:
    """Ask and wait for the end of it, and until it is known whether it was kept."""
    assert session.ask(question, lambda: answerer, ZH.errors, line, **more)
    until(lambda: not session.busy and not session.keeping)


def backend_with(settings: Settings, assistant: Assistant) -> Backend:
    """A backend that is ready."""
    backend = Backend(settings)
    backend._assistant = assistant
    backend._settled.set()
    return backend


def site(
    conversations: Conversations, backend: Backend, *, staff: str = "", browser: str = "", address: str = "http://testserver"
) -> TestClient:
    """The routes as a browser with that cookie sees them, or as a member of staff who signed in does."""

    async def signed_in(scope: Any, receive: Any, send: Any) -> None:
        scope[VISITOR] = Visitor(staff, "password") if staff else None
        await Owners(app)(scope, receive, send)

    app = Starlette(routes=conversation_routes(conversations, backend))
    client = TestClient(signed_in, base_url=address, follow_redirects=False)
    if browser:
        client.cookies.set(COOKIE, browser)
    return client
