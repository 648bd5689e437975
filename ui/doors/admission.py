"""What every request for a page passes before anything works on it: where it comes from, how often, how large, how slowly.

The interfaces for programs have a gate of their own (:mod:`assistant.api.gate`), and the staff's forms are read by their desk, as files
come with them. A body is read here whole, within its bounds: what is behind the door gets it at once or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api import Hosts, Refusal, Service
from assistant.api.application import is_for_programs
from assistant.api.bodies import read_body, replayed
from ui.doors import gradio
from ui.doors.readers import Readers
from ui.doors.trouble import sentence

if TYPE_CHECKING:
    import gradio as gr

LARGEST = 256 * 1024
"""Bytes of a request; the longest form of the pages takes a third of it."""
READ_ON = 4 * LARGEST
STAFF = ("/staff", "/en/staff")
_FREE = frozenset(("GET", "HEAD", "OPTIONS"))
_OWN_FORMS = ("/conversations", gradio.PREFIX.rstrip("/"))
"""What belongs to whoever a browser is: no page of another site may have it done."""


class Pages:
    """The chat pages that stand behind the doors, by where they stand; ``asking`` are the functions of each that put a question."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[gr.Blocks, frozenset[int]]] = {}

    def add(self, path: str, blocks: gr.Blocks, asking: frozenset[str]) -> None:
        """``blocks`` stands at ``path`` (``/``, ``/en/``)."""
        self._found[path] = blocks, gradio.named(blocks, asking)

    def at(self, path: str) -> tuple[gr.Blocks, frozenset[int]]:
        """The page at ``path``. Raises ``not_found``."""
        if path not in self._found:
            raise Refusal("not_found")
        return self._found[path]


class Doors:
    """ASGI middleware: lets in what may come in, and says in one sentence why something may not."""

    def __init__(self, app: ASGIApp, service: Service, pages: Pages, readers: Readers) -> None:
        self._app = app
        self._keys, self._rate = service.keys, service.rate
        self._hosts = Hosts(service.settings)
        # One more than is read: that a question is too long is for the answer to say.
        self._longest = service.settings.max_question + 1
        self._pages = pages
        self._readers = readers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_for_programs(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            receive = await self._admitted(scope, receive)
            stream = _stream_of(scope)
            if stream is None:
                await self._app(scope, receive, send)
                return
            with self._readers.reading(stream.session, self._keys.client(scope).name):
                await self._app(scope, receive, send)
        except Refusal as refusal:
            await _told(refusal, scope["path"])(scope, receive, send)

    async def _admitted(self, scope: Scope, receive: Receive) -> Receive:
        """``receive`` with the whole body, of a request that may come in. Raises :class:`Refusal`."""
        path, method, headers = scope["path"], scope["method"], Headers(scope=scope)
        if gradio.is_shut(path):
            raise Refusal("not_found")
        if not self._is_ours(path, method, headers):
            raise Refusal("foreign", "This is asked from the pages of this server alone.", status=403)
        staff = path.startswith(STAFF)
        asked = gradio.interface_of(path)
        if method not in _FREE and asked is None:
            self._rate.count(self._keys.client(scope), cheap=staff)
        if (staff and method not in _FREE) or not _has_body(headers):
            return receive
        body = await read_body(headers, receive, LARGEST, read_on=READ_ON)
        if asked is not None and method == "POST" and asked[1] in (gradio.JOIN, gradio.AT_ONCE):
            body = self._called(scope, asked[0], body, joins=asked[1] == gradio.JOIN)
        return replayed(body, receive)

    def _called(self, scope: Scope, path: str, body: bytes, *, joins: bool) -> bytes:
        """The body of a call as it is passed on, counted. Raises :class:`Refusal`."""
        blocks, asking = self._pages.at(path)
        try:
            session, function, passed = gradio.read_call(body, self._longest)
        except gradio.Malformed:
            raise Refusal("invalid_request") from None
        client = self._keys.client(scope)
        self._rate.count(client, cheap=function not in asking)
        if joins:
            self._readers.joined(blocks, session, client.name)
        headers = [(name, value) for name, value in scope["headers"] if name not in (b"content-length", b"transfer-encoding")]
        scope["headers"] = [*headers, (b"content-length", str(len(passed)).encode())]
        return passed

    def _is_ours(self, path: str, method: str, headers: Headers) -> bool:
        """Whether a request that changes or shows what belongs to a browser comes from these pages, or from no page at all."""
        if not any(own in path for own in _OWN_FORMS):
            return True
        return is_from_here(headers, self._hosts, form=method not in _FREE)


def is_from_here(headers: Headers, hosts: Hosts, *, form: bool) -> bool:
    """Whether no page of another site sent a request. A browser says whose page it was; a program says nothing. A link from elsewhere may
    be followed, so that what is no ``form`` is judged by the Origin alone, which links do not have."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if form and site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    theirs, host = urlsplit(origin).netloc.lower(), headers.get("host", "").lower()
    # A proxy may pass the name without the port, or its own.
    return bool(theirs) and (theirs == host or theirs.rpartition(":")[0] == host or hosts.is_named(theirs))


class _Stream:
    """A stream of events that goes on while somebody reads it; ``session`` is the page whose events it tells, where it tells any."""

    def __init__(self, session: str | None) -> None:
        self.session = session


def _stream_of(scope: Scope) -> _Stream | None:
    asked = gradio.interface_of(scope["path"])
    if asked is None or scope["method"] != "GET":
        return None
    if asked[1] == gradio.DATA:
        return _Stream(parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[-1])
    return _Stream(None) if asked[1].startswith(gradio.HEARTBEAT) else None


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _told(refusal: Refusal, path: str) -> Response:
    """A refusal as JSON: to a chat page in its own words, where Gradio looks for them."""
    headers: Mapping[str, str] = {**refusal.headers, "Cache-Control": "no-store"}
    if gradio.interface_of(path) is not None:
        content = json.dumps({"detail": sentence(path, refusal.status)}, ensure_ascii=False)
    else:
        content = json.dumps(refusal.body(path), ensure_ascii=False)
    return Response(content, refusal.status, headers, "application/json")
