"""What a program is told when it gets no answer: a status, a code and a sentence, and nothing of what went wrong inside.

Everywhere ``{"error": {"code", "message"}}``; below ``/v1`` the shape that OpenAI's clients read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from starlette.responses import Response

from assistant.contract import Answer

_log = logging.getLogger(__name__)

OPENAI = "/v1"
LONGEST = 300
"""Characters of a message: some quote the names of fields, which the caller chose."""

_SENTENCES: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request cannot be read."),
    "unauthorized": (401, "A key is needed: Authorization: Bearer KEY, or X-API-Key: KEY."),
    "not_found": (404, "There is nothing at this address."),
    "method_not_allowed": (405, "This address is not asked in this way."),
    "slow_request": (408, "The request did not arrive in time."),
    "too_large": (413, "The request is too large."),
    "wrong_host": (421, "This name is not served; the operator can allow it with ASSISTANT_ALLOWED_HOSTS."),
    "invalid_request": (422, "The request does not have the right form."),
    "rate_limited": (429, "Too many requests; ask again later."),
    "internal": (500, "Something failed here; the log of the server says what."),
    "busy": (503, "All places are taken; ask again in a moment."),
    "not_ready": (503, "The assistant is not ready yet; ask again in a moment."),
    "timeout": (504, "The answer took too long."),
}
_BY_STATUS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_OPENAI_TYPES = {401: "authentication_error", 429: "rate_limit_error"}


class Refusal(Exception):
    """No answer, for a reason that the caller may know: ``code`` is one of the codes above, or a new one with ``status``.

    ``param`` names the field at fault, for OpenAI's shape.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        status: int | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        known, sentence = _SENTENCES.get(code, (400, ""))
        self.code = code
        self.status = status or known
        self.message = (message or sentence)[:LONGEST]
        self.param = param
        self.headers = dict(headers or {})
        super().__init__(self.message)

    @classmethod
    def of_status(cls, status: int, headers: Mapping[str, str] | None = None) -> Refusal:
        """The refusal for an HTTP status that a framework came to."""
        return cls(_BY_STATUS.get(status, "bad_request" if status < 500 else "internal"), status=status, headers=headers)

    def body(self, path: str) -> dict[str, object]:
        """The object that is sent to whoever asked at ``path``."""
        if not is_openai(path):
            return {"error": {"code": self.code, "message": self.message}}
        kind = _OPENAI_TYPES.get(self.status, "invalid_request_error" if self.status < 500 else "server_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}

    def response(self, path: str) -> Response:
        """The refusal as a response to a request for ``path``."""
        return Response(as_json(self.body(path)), self.status, self.headers, "application/json")


RETRY = {"Retry-After": "5"}
"""Told with a failure that mends itself: by then a component that is back has been found."""


def status_of(answer: Answer) -> int:
    """The HTTP status of ``answer``: 200, whatever it says, unless a component failed (503) or the program did (500)."""
    if answer.status != "error":
        return 200
    return 503 if answer.reason == "index_unavailable" else 500


def require_sound(answer: Answer) -> Answer:
    """``answer``, where an interface has no shape for one that failed. Raises :class:`Refusal` when its status is *error*."""
    status = status_of(answer)
    if status != 200:
        raise Refusal(answer.reason or "internal", answer.answer, status=status, headers=RETRY if status == 503 else None)
    return answer


def refusal_of(error: Exception) -> Refusal:
    """What is told of ``error`` where a response has begun: itself if it is a refusal, else that something failed, which is logged."""
    if isinstance(error, Refusal):
        return error
    _log.error("a stream failed", exc_info=error)
    return Refusal("internal")


def is_openai(path: str) -> bool:
    """Whether ``path`` is one of those that OpenAI's clients ask at."""
    return path == OPENAI or path.startswith(OPENAI + "/")


def as_json(value: object) -> bytes:
    """``value`` as JSON in UTF-8; what no encoding carries is replaced."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
