"""A connection as the server keeps it: uvicorn's own, with the limits of time that it has not. It ends where the head of a request does not
come, and where nobody takes what is sent."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 15.0
"""From the connection, or the end of the last answer, to the end of a request's head."""
STALLED_SECONDS = 60.0
"""How long an answer waits for whoever asked to take more of it."""
KEEP_ALIVE_SECONDS = 5
MOST = 900
"""Connections at once: below the 1,024 files that a process may usually have open."""


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """One connection, whichever parser uvicorn found."""

    _head: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Stop waiting where this was the rest of a head."""
        super().data_received(data)
        if self._is_answering():
            self._forget("_head")

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._await_head()

    def pause_writing(self) -> None:
        """More was sent than is taken."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It is taken again."""
        super().resume_writing()
        self._forget("_stalled")

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        self._forget("_head", "_stalled")

    def _await_head(self) -> None:
        self._forget("_head")
        self._head = self.loop.call_later(HEAD_SECONDS, self._late)

    def _late(self) -> None:
        if not self._is_answering():
            self.transport.abort()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _forget(self, *timers: str) -> None:
        for name in timers:
            if (timer := getattr(self, name)) is not None:
                timer.cancel()
                setattr(self, name, None)
