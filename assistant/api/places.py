"""How many requests are worked on at once, and how many may wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.api.refusals import Refusal

WAITING = 8
"""So many wait for each place: with more, the last of them would wait longer than a person does."""
RETRY = {"Retry-After": "1"}


class Places:
    """``count`` places, and a queue of :data:`WAITING` times as many."""

    def __init__(self, count: int, waiting: int = WAITING) -> None:
        self._free = asyncio.Semaphore(count)
        self._most = count * waiting
        self._waiting = 0

    @asynccontextmanager
    async def taken(self, seconds: float) -> AsyncIterator[None]:
        """Hold a place, waiting for one in turn.

        Raises:
            Refusal: ``busy``, when the queue is full or none comes free within ``seconds``.
        """
        if self._free.locked() and self._waiting >= self._most:
            raise Refusal("busy", headers=RETRY)
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), seconds)
        except TimeoutError:
            raise Refusal("busy", headers=RETRY) from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
