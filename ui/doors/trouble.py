"""What went wrong, as a page: a browser that asked for one gets a sentence in the frame of the others, a program what it got before."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import Refusal
from assistant.api.application import is_for_programs
from ui.doors.gradio import interface_of
from ui.pages.shell import Shell
from ui.wording import LANGUAGES, Language

log = logging.getLogger(__name__)

_OURS_TO_SAY = ("content-type", "content-length", "content-encoding", "cache-control")


class Troubles:
    """ASGI middleware: a failure without a page of its own gets one where a page was asked for; what breaks is logged, and told as 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, swallowed = False, False
        page = wants_page(scope)

        async def told(message: Message) -> None:
            nonlocal begun, swallowed
            if message["type"] == "http.response.start":
                headers = Headers(raw=message.get("headers", []))
                begun = True
                swallowed = page and message["status"] >= 400 and not headers.get("content-type", "").startswith("text/html")
                if swallowed:
                    await _show(message["status"], headers, scope, receive, send)
            if not swallowed:
                await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception:
            log.exception("request failed: %s %s", scope["method"], scope["path"])
            if begun:
                raise
            if page:
                await _show(500, Headers(), scope, receive, send)
            else:
                await Refusal("internal").response(scope["path"])(scope, receive, send)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asked, to show what comes: not a script, not a picture's place, not a program."""
    path = scope["path"]
    return "text/html" in Headers(scope=scope).get("accept", "") and not is_for_programs(path) and interface_of(path) is None


def sentence(path: str, status: int) -> str:
    """What ``status`` means to whoever asked at ``path``, in the language that it is of."""
    return _words(_language(path), status)["text"]


async def _show(status: int, kept: Headers, scope: Scope, receive: Receive, send: Send) -> None:
    language = _language(scope["path"])
    response = Shell(language).page("trouble.html.j2", "trouble", path="", status=status, told=_words(language, status))
    response.headers["Cache-Control"] = "no-store"
    more = [(name, value) for name, value in kept.items() if name not in _OURS_TO_SAY]

    async def with_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in more:
                headers.append(name, value)
        await send(message)

    await response(scope, receive, with_more)


def _words(language: Language, status: int) -> dict[str, str]:
    told: dict[str, dict[str, str]] = Shell(language).words("trouble")["status"]
    return told.get(str(status), told["5xx" if status >= 500 else "4xx"])


def _language(path: str) -> Language:
    return next((language for language in LANGUAGES[1:] if path == f"/{language}" or path.startswith(f"/{language}/")), LANGUAGES[0])
