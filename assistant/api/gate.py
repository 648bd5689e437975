"""The gate before every route: key, rate, size, place; and what is counted and said when something fails behind it.

Under which names it is reached is asked before, of all requests (:class:`assistant.api.hosts.Hosts`)."""

from __future__ import annotations

import asyncio
import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.bodies import read_body, replayed
from assistant.api.hosts import OPEN
from assistant.api.places import Places
from assistant.api.refusals import Refusal
from assistant.api.service import Service

_log = logging.getLogger(__name__)

WORKED_ON = "POST"
"""What is asked in this way is worked on and needs a place; everything else is answered from memory."""
GONE = 499
"""Counted where whoever asked went away before an answer, as nginx does."""
QUEUE_SECONDS = 30.0
"""Longest wait for a place."""


class Gate:
    """ASGI application around ``app``; passes on what may pass, with its body read."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        settings = service.settings
        self._app = app
        self._metrics = service.metrics
        self._keys = service.keys
        self._rate = service.rate
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
        client = self._keys.client(scope)
        self._rate.count(client)
        self._keys.require(client)
        if scope["method"] != WORKED_ON:
            await self._app(scope, receive, send)
            return
        body = await read_body(Headers(scope=scope), receive, self._most)
        await self._while_wanted(scope, body, receive, send)

    async def _while_wanted(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Let the request be worked on; when whoever asked goes away, its work ends, and its waiting for a place."""
        gone = asyncio.Event()

        async def ended() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def work() -> None:
            async with self._places.taken(self._patience):
                await self._app(scope, replayed(body, ended), send)

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
