"""Who reads what. A page asks, and then reads what comes of it; what nobody comes to read is not worked on, and is forgotten."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.api.refusals import Refusal
from ui.doors.gradio import EVENTS, let_go, under_way, unread

if TYPE_CHECKING:
    import gradio as gr

SECONDS = 30.0
"""How long what was asked waits for its reader; a browser comes at once."""
PER_PAGE = 16
"""Events of one loaded page whose end was not read; a page that is used has at most five."""
PER_CLIENT = 256
"""Loaded pages of one client that wait for their reader: a whole office may have one address."""
IN_ALL = 512
STREAMS = 300
"""Streams that one client may read at once; every page that is open has one, and another while it waits for an answer."""
_SOON = {"Retry-After": "30"}


@dataclass
class _Page:
    """A loaded page: ``readers`` are the streams that read it now, ``was_read`` whether there ever was one."""

    blocks: gr.Blocks
    client: str
    readers: int = 0
    was_read: bool = False
    came: asyncio.Event = field(default_factory=asyncio.Event)
    end: asyncio.TimerHandle | None = None


class Readers:
    """All loaded pages that asked something. Used in the event loop of the server alone."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pages: dict[str, _Page] = {}
        self._streams: Counter[str] = Counter()
        self._forgetting: set[asyncio.Task[None]] = set()

    def joined(self, blocks: gr.Blocks, session: str, client: str) -> None:
        """Note that the page ``session`` of ``client`` asks something.

        Raises:
            Refusal: ``rate_limited``, it or its client has asked much that was never read; ``busy``, all together have.
        """
        page = self._pages.get(session)
        if page is None or not page.readers:
            waiting = [other for other in self._pages.values() if not other.readers and other is not page]
            if sum(other.client == client for other in waiting) >= PER_CLIENT:
                raise Refusal("rate_limited", headers=_SOON)
            if len(waiting) >= IN_ALL:
                raise Refusal("busy", headers=_SOON)
        if unread(blocks, session) >= PER_PAGE:
            raise Refusal("rate_limited", headers=_SOON)
        if under_way(blocks) >= EVENTS:
            raise Refusal("busy", headers=_SOON)
        if page is None:
            page = self._pages[session] = _Page(blocks, client)
        if not page.readers:
            self._forget_later(session, page)

    @contextmanager
    def reading(self, session: str | None, client: str) -> Iterator[None]:
        """While a stream of ``client`` is read: that of the page ``session``, or another one (None).

        Raises:
            Refusal: ``rate_limited``, it reads too many at once.
        """
        if self._streams[client] >= STREAMS:
            raise Refusal("rate_limited", headers=_SOON)
        self._streams[client] += 1
        page = self._pages.get(session) if session is not None else None
        try:
            if page is not None:
                page.readers, page.was_read = page.readers + 1, True
                page.came.set()
                _cancel(page)
            yield
        finally:
            self._streams[client] -= 1
            if not self._streams[client]:
                del self._streams[client]
            if page is not None and session is not None:
                page.readers -= 1
                if not page.readers:
                    page.came.clear()
                    self._forget_later(session, page)

    async def present(self, session: str) -> bool:
        """Whether somebody reads what the page ``session`` asked; waits a while for who is on the way."""
        page = self._pages.get(session)
        if page is None:
            # It did not come through the door: there is nobody to wait for.
            return True
        try:
            async with asyncio.timeout(self._seconds):
                await page.came.wait()
        except TimeoutError:
            return False
        return True

    def _forget_later(self, session: str, page: _Page) -> None:
        _cancel(page)
        page.end = asyncio.get_running_loop().call_later(self._seconds, self._forget, session, page)

    def _forget(self, session: str, page: _Page) -> None:
        if page.readers or self._pages.get(session) is not page:
            return
        del self._pages[session]
        # A page that was read once may still be open, and ask again.
        task = asyncio.get_running_loop().create_task(let_go(page.blocks, session, whole=not page.was_read))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)


def _cancel(page: _Page) -> None:
    if page.end is not None:
        page.end.cancel()
        page.end = None
