"""Stops asking a service that does not answer, and a bound on what it may cost."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import ModelError

FAILURES = 3
"""So many failures in a row open the circuit."""
PAUSE = 30.0
"""Seconds until one call is let through again to see whether the service is back."""
DAY = 24 * 3600.0


class Breaker:
    """A circuit breaker (Nygard, "Release It!", 2007): after :data:`FAILURES` failures in a row calls fail at once; after ``pause`` seconds
    one is let through, and closes the circuit or opens it again. Safe between threads."""

    def __init__(self, *, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._opened: float | None = None
        self._trying = False

    @property
    def open(self) -> bool:
        """Whether calls are refused now."""
        with self._lock:
            return self._opened is not None and self._clock() - self._opened < self._pause

    @contextmanager
    def guard(self, name: str) -> Iterator[None]:
        """Run one call to the service ``name``; a :class:`ModelError` inside counts as a failure.

        Raises:
            ModelError: the circuit is open.
        """
        with self._lock:
            if self._opened is not None:
                if self._clock() - self._opened < self._pause or self._trying:
                    raise ModelError(f"The service at {name} failed {self._in_a_row} times in a row and is left alone for a while.")
                self._trying = True
        try:
            yield
        except ModelError:
            with self._lock:
                self._in_a_row += 1
                if self._in_a_row >= self._failures:
                    self._opened = self._clock()
                self._trying = False
            raise
        except BaseException:
            # The caller went away: that says nothing of the service.
            with self._lock:
                self._trying = False
            raise
        with self._lock:
            self._in_a_row, self._opened, self._trying = 0, None, False


class Budget:
    """Tokens that may be taken in any 24 hours; 0 for as many as wanted. Safe between threads."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: deque[tuple[float, int]] = deque()

    def check(self) -> None:
        """Raise :class:`ModelError` when the tokens of the last 24 hours have reached the limit."""
        with self._lock:
            while self._taken and self._clock() - self._taken[0][0] > DAY:
                self._taken.popleft()
            if self._limit and sum(n for _, n in self._taken) >= self._limit:
                raise ModelError("The budget of tokens for 24 hours (ASSISTANT_BUDGET) is used up.")

    def take(self, tokens: int) -> None:
        """Count ``tokens`` as used now."""
        with self._lock:
            if self._limit:
                self._taken.append((self._clock(), tokens))
