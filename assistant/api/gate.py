"""The gate before every route: name, key, rate, size, place; and what is counted and said when something fails behind it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.clients import Keys, Rate
from assistant.api.hosts import Hosts
from assistant.api.places import Places
from assistant.api.refusals import Refusal
from assistant.api.service import Service

_log = logging.getLogger(__name__)

OPEN = frozenset(("/healthz", "/readyz"))
"""Asked by machinery that holds no key, cheap, and telling nothing."""
WORKED_ON = "POST"
"""What is asked in this way is worked on and needs a place; everything else is answered from memory."""
GONE = 499
"""Counted where whoever asked went away before an answer, as nginx does."""
QUEUE_SECONDS = 30.0
"""Longest wait for a place."""
BODY_SECONDS = 15.0
"""A request that takes longer to arrive is held back on purpose."""


class Gate:
    """ASGI application around ``app``; passes on what may pass, with its body read."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        settings = service.settings
        self._app = app
        self._metrics = service.metrics
        self._keys = Keys(settings)
        self._rate = Rate(settings)
        self._hosts = Hosts(settings)
        self._places = Places(settings.concurrency)
        self._most = settings.max_body
        self._patience = min(QUEUE_SECONDS, settings.request_timeout)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        watched = _Watched(send)
        started = time.perf_counter()
        with self._metrics.in_flight.track_inprogress():
            try:
                await self._admit(scope, receive, watched)
            except Refusal as refusal:
                await self._say(refusal, scope, receive, watched)
            except Exception:
                # Not the path that was asked for: whoever asks may put anything there.
                _log.exception("a request failed")
                await self._say(Refusal("internal"), scope, receive, watched)
            finally:
                self._metrics.request(scope["path"], watched.status or GONE, time.perf_counter() - started)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._hosts.allow(headers.get("host")):
            raise Refusal("wrong_host")
        client = self._keys.client(scope)
        self._rate.count(client)
        self._keys.require(client)
        if scope["method"] != WORKED_ON:
            await self._app(scope, receive, send)
            return
        body = await self._body(headers, receive)
        await self._while_wanted(scope, body, receive, send)

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        with suppress(ValueError):
            if int(headers.get("content-length", "0")) > self._most:
                raise Refusal("too_large", headers={"Connection": "close"})
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refusal("slow_request")
                    body += message.get("body", b"")
                    if len(body) > self._most:
                        raise Refusal("too_large", headers={"Connection": "close"})
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Refusal("slow_request", headers={"Connection": "close"}) from None

    async def _while_wanted(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Let the request be worked on; when whoever asked goes away, its work ends, and its waiting for a place."""
        gone = asyncio.Event()
        parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            if parts:
                return parts.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def work() -> None:
            async with self._places.taken(self._patience):
                await self._app(scope, replay, send)

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()

        tasks = working, watching = asyncio.ensure_future(work()), asyncio.ensure_future(watch())
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(working, watching, return_exceptions=True)

    @staticmethod
    async def _say(refusal: Refusal, scope: Scope, receive: Receive, send: _Watched) -> None:
        if not send.status:
            await refusal.response(scope["path"])(scope, receive, send)


class _Watched:
    """``send``, knowing what was sent; answers are for whoever asked and for nobody's cache."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            MutableHeaders(raw=headers).setdefault("Cache-Control", "no-store")
            message = {**message, "headers": headers}
        await self._send(message)
