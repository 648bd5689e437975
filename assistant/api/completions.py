"""``POST /v1/chat/completions``, for programs that know OpenAI's interface: the last message is the question, those before it the history.

System messages are left aside and told to nobody. An unknown model is refused, as OpenAI does: whoever asks for another one must not take
these answers for its own. An answer with status *error* is an error here, so that no program takes its sentence for an answer.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from assistant.api.completions_model import (
    MODEL,
    UNSUPPORTED,
    AnswerMessage,
    Choice,
    Completion,
    CompletionRequest,
    SystemMessage,
    TextPart,
    Usage,
)
from assistant.api.described import failures
from assistant.api.events import described, event, event_stream
from assistant.api.refusals import Refusal, refusal_of, require_sound
from assistant.api.service import Service
from assistant.contract import Answer, HistoryTurn

__all__ = ["UNSUPPORTED", "require_model", "router"]

PATH = "/v1/chat/completions"
_DONE = b"data: [DONE]\n\n"
_STREAM = described("The answer; with `stream`, chunks as server-sent events.")


def router(service: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(prefix="/v1", tags=["openai"])
    refused = failures(404, 413, 429, 503, 504, openai=True)

    @api.post("/chat/completions", response_model=Completion, responses={200: _STREAM, **refused}, operation_id="complete")
    async def complete(asked: CompletionRequest) -> Response:
        """Answer the last message. Each citation of the text stands in `citations` with its exact words."""
        require_model(asked.model)
        question, history = _conversation(asked)
        if asked.stream:
            usage = bool(asked.stream_options and asked.stream_options.include_usage)
            return event_stream(_chunks(service, service.stream(question, history), asked, usage=usage))
        answer = require_sound(await service.ask(question, history))
        message = AnswerMessage(content=answer.answer, citations=answer.citations, status=answer.status, notices=answer.notices)
        usage_of = await _usage(service, asked, answer.answer)
        done = Completion(id=_new_id(), created=int(time.time()), choices=(Choice(message=message),), usage=usage_of)
        return Response(done.model_dump_json(), media_type="application/json")

    return api


def require_model(name: str) -> None:
    """Raise ``model_not_found`` for any model but the one that there is."""
    if name != MODEL:
        raise Refusal("model_not_found", f"There is no such model; this service has {MODEL}.", status=404, param="model")


def _conversation(asked: CompletionRequest) -> tuple[str, tuple[HistoryTurn, ...]]:
    said = [HistoryTurn(role=m.role, content=_text(m.content)) for m in asked.messages if not isinstance(m, SystemMessage)]
    if not said or said[-1].role != "user":
        raise Refusal("invalid_request", "messages: the last must be the user's, it is the question.", status=400, param="messages")
    return said[-1].content, tuple(said[:-1])


def _text(content: str | Sequence[TextPart] | None) -> str:
    return content if isinstance(content, str) else "\n".join(part.text for part in content or ())


async def _chunks(
    service: Service, pieces: AsyncGenerator[str | Answer, None], asked: CompletionRequest, *, usage: bool
) -> AsyncGenerator[bytes, None]:
    head = {"id": _new_id(), "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event({**head, "choices": [choice], **({"usage": None} if usage else {})})

    text: list[str] = []
    try:
        async with aclosing(pieces):
            yield chunk({"role": "assistant", "content": ""})
            async for piece in pieces:
                if isinstance(piece, str):
                    text.append(piece)
                    yield chunk({"content": piece})
                    continue
                told = require_sound(piece).to_dict()
                yield chunk({name: told[name] for name in ("citations", "status", "notices")}, "stop")
        if usage:
            counted = await _usage(service, asked, "".join(text))
            yield event({**head, "choices": [], "usage": counted.model_dump()})
        yield _DONE
    except Exception as error:
        yield event(refusal_of(error).body(PATH))


async def _usage(service: Service, asked: CompletionRequest, answer: str) -> Usage:
    from assistant.endpoint import count_tokens

    said = [_text(m.content) for m in asked.messages]
    prompt, completion = await service.look_up(lambda _: (sum(map(count_tokens, said)), count_tokens(answer)))
    return Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


def _new_id() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"
