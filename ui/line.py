"""The line in which questions wait: first come, first served, a few at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Questions that are worked on at the same time: more would only share the processor."""
WITH_MODEL = 16
"""The same where a model writes the answers: its answers are waited for, which costs nothing."""
LONGEST = 256
"""Questions that may wait; one more is refused."""


class Waiting(Protocol):
    """Somebody in the line."""

    def moved(self, ahead: int) -> None:
        """``ahead`` others are before it now."""


class Line:
    """Runs what is put into it in the order in which it came, ``at_once`` at a time. Safe to share between threads."""

    def __init__(self, at_once: int = AT_ONCE, longest: int = LONGEST) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._longest = longest
        self._lock = threading.Lock()
        self._waiting: dict[Waiting, Callable[[], None]] = {}
        self._free = at_once

    def join(self, who: Waiting, work: Callable[[], None]) -> bool:
        """Put ``work`` at the end of the line for ``who``, who stands in it once; False when the line is full."""
        with self._lock:
            if self._free:
                self._free -= 1
                begins, ahead = True, 0
            elif len(self._waiting) >= self._longest:
                return False
            else:
                begins, ahead = False, len(self._waiting)
                self._waiting[who] = work
        if begins:
            self._pool.submit(self._run, work)
        else:
            who.moved(ahead)
        return True

    def leave(self, who: Waiting) -> bool:
        """Take ``who`` out of the line; False when its turn has come already."""
        with self._lock:
            gone = self._waiting.pop(who, None) is not None
            left = list(self._waiting)
        if gone:
            _tell(left)
        return gone

    def _run(self, work: Callable[[], None] | None) -> None:
        while work is not None:
            try:
                work()
            except Exception:
                # The next in the line must get its turn, whatever this one did.
                log.exception("an answer could not be written")
            work = self._next()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            first = next(iter(self._waiting), None)
            if first is None:
                self._free += 1
                return None
            work = self._waiting.pop(first)
            left = list(self._waiting)
        _tell(left)
        return work


def _tell(waiting: list[Waiting]) -> None:
    for ahead, who in enumerate(waiting):
        who.moved(ahead)
