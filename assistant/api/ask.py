"""``POST /api/ask``: a question, an answer; whole, or piece by piece as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from starlette.responses import Response

from assistant.api.described import answers_too, failures
from assistant.api.events import described, event, event_stream
from assistant.api.refusals import RETRY, refusal_of, status_of
from assistant.api.service import Service
from assistant.contract import Answer, HistoryTurn

PATH = "/api/ask"
Text = Annotated[StrictStr, AfterValidator(lambda text: text.encode("utf-8", "replace").decode("utf-8"))]
"""JSON can hold half a character (a lone surrogate), which no answer could carry back."""


class Question(BaseModel):
    """What is asked. The same as a line of `assistant batch`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Text = Field(description="In the words of whoever asks; Chinese or English.")
    history: tuple[HistoryTurn, ...] = Field(default=(), description="What was said before, oldest first; user turns alone will do.")
    id: Text | StrictInt | None = Field(default=None, description="Comes back with the answer.")
    stream: StrictBool = Field(default=False, description="Whether the answer is sent piece by piece as server-sent events.")


_STREAM = described(
    'The answer. With `stream`: events `delta` ({"text"}), then `answer` (the whole object, which counts), or `error`.',
    "delta",
    "answer",
    "error",
)


def router(service: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(prefix="/api", tags=["ask"])

    refused = {**failures(413, 422, 429, 503, 504), **answers_too(500, 503)}

    @api.post("/ask", response_model=Answer, responses={200: _STREAM, **refused}, operation_id="ask")
    async def ask(asked: Question) -> Response:
        """Answer a question. A question that no document answers is declined (`status`), which is an answer as well; one whose `status` is
        `error`, because a component is away or something failed, comes with 503 or 500. A stream that has begun keeps its 200."""
        name = None if asked.id is None else str(asked.id)
        if asked.stream:
            return event_stream(_events(service.stream(asked.question, asked.history, id=name)))
        answer = await service.ask(asked.question, asked.history, id=name)
        status = status_of(answer)
        return Response(answer.model_dump_json(), status, RETRY if status == 503 else None, "application/json")

    return api


async def _events(pieces: AsyncGenerator[str | Answer, None]) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                yield event(piece.to_dict(), "answer") if isinstance(piece, Answer) else event({"text": piece}, "delta")
    except Exception as error:
        yield event(refusal_of(error).body(PATH), "error")
