"""How often somebody may try to sign in: a few failures from one address, then a wait; and few checks at a time, as each takes memory."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping

from starlette.types import Scope

from assistant.api.clients import network_of
from assistant.staff import hashed, matches

FAILURES = "5/5minute"
"""Failures of one address in a sliding window."""
_PAUSE = 0.6
"""Seconds that a failure takes beside the check itself."""


class Attempts:
    """Checks names and passwords."""

    def __init__(self, pause: float = _PAUSE) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._item = parse(FAILURES)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._places = asyncio.Semaphore(2)
        self._nobody = ""
        self._pause = pause

    def wait(self, scope: Scope) -> int:
        """Count a try; 0 where it may be made, else the seconds until the next."""
        if self._limiter.hit(self._item, network_of(scope)):
            return 0
        return max(1, math.ceil(self._limiter.get_window_stats(self._item, network_of(scope)).reset_time - time.time()))

    async def check(self, scope: Scope, staff: Mapping[str, str], name: str, password: str) -> bool:
        """Whether ``password`` is that of ``name``. It takes as long for a name that nobody has."""
        async with self._places:
            if not self._nobody:
                self._nobody = await asyncio.to_thread(hashed, "nobody has this password")
            right = await asyncio.to_thread(matches, password, staff.get(name, self._nobody)) and name in staff
        if right:
            self._limiter.clear(self._item, network_of(scope))
        else:
            await asyncio.sleep(self._pause)
        return right
