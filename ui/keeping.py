"""A thread for what nobody should wait for: it does one thing after another, and in between looks after the store."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

STUCK = 5.0
"""Seconds that one piece of work may take before nothing more is taken: whoever asks is told at once that it is not done."""


class Keeper:
    """``idle`` is called where nothing has come for as long as it said the last time (seconds). The thread starts when it is needed."""

    def __init__(self, idle: Callable[[], float]) -> None:
        self._idle = idle
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._since: float | None = None

    def start(self) -> None:
        """Begin, unless it has begun or ended."""
        with self._lock:
            if self._thread is None and not self._ended:
                self._thread = threading.Thread(target=self._run, name="store-keeper", daemon=True)
                self._thread.start()

    def put(self, work: Callable[[], None]) -> bool:
        """Have ``work`` done after what came before; False where it has ended or is stuck, and it will not be done."""
        self.start()
        since = self._since
        if self._ended or (since is not None and time.monotonic() - since > STUCK):
            return False
        self._work.put(work)
        return True

    def close(self, seconds: float = STUCK) -> None:
        """Do what has been taken, for ``seconds`` at most, and end."""
        with self._lock:
            self._ended = True
        if self._thread is not None:
            self._work.put(None)
            self._thread.join(seconds)

    def _run(self) -> None:
        pause = 0.0
        while True:
            try:
                work = self._work.get(timeout=pause) if pause else self._work.get_nowait()
            except queue.Empty:
                pause = self._done(self._idle) or STUCK
                continue
            if work is None:
                return
            self._done(work)

    def _done(self, work: Callable[[], float | None]) -> float | None:
        self._since = time.monotonic()
        try:
            return work()
        except Exception:
            # Whatever one thing does, the next one must be done.
            log.exception("the store could not be looked after")
            return None
        finally:
            self._since = None
