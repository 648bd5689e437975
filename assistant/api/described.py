"""How failures are described in the OpenAPI document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from assistant.contract import Answer

_MEANING = {
    400: "The request cannot be read.",
    401: "No known key was shown, where one is needed.",
    404: "There is no such model.",
    409: "Nothing in the documents bears some sentence of the letter; the message lists them.",
    413: "The request is too large.",
    422: "The request does not have the right form.",
    429: "Too many requests of this client; see Retry-After.",
    500: "Something failed.",
    503: "Not ready, or all places are taken; see Retry-After.",
    504: "The answer took too long.",
}


class Failure(BaseModel):
    """What went wrong."""

    code: str
    message: str


class FailureBody(BaseModel):
    """The body of every response that is no answer."""

    error: Failure


class OpenAIFailure(BaseModel):
    """What went wrong, as OpenAI's clients read it."""

    message: str
    type: Literal["invalid_request_error", "authentication_error", "rate_limit_error", "server_error"]
    param: str | None
    code: str


class OpenAIFailureBody(BaseModel):
    """The body of every response below /v1 that is no completion."""

    error: OpenAIFailure


def failures(*statuses: int, openai: bool = False) -> dict[int | str, dict[str, Any]]:
    """The responses for ``statuses``, besides those that every request may get."""
    model = OpenAIFailureBody if openai else FailureBody
    return {status: {"description": _MEANING[status], "model": model} for status in sorted({400, 401, 500, *statuses})}


def answers_too(*statuses: int, answer: type[BaseModel] = Answer) -> dict[int | str, dict[str, Any]]:
    """The responses for ``statuses`` that may also hold an ``answer``, one that a component kept from being right."""
    return {status: {"description": f"{_MEANING[status]} Or an answer that failed.", "model": answer | FailureBody} for status in statuses}
