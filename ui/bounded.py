"""A call that may never come back, waited for so long and no longer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 16
"""Calls that may be waited for at the same time; those that never come back count."""
_places = threading.BoundedSemaphore(AT_ONCE)


class TooLong(Exception):
    """It did not come back in time."""


def within(seconds: float | None, act: Callable[[], T]) -> T:
    """What ``act`` gives, or whatever it raises; without ``seconds`` in this very thread, as long as it takes.

    Raises:
        TooLong: it took longer. It goes on in a thread of its own, and what comes of it is lost.
    """
    if seconds is None:
        return act()
    if not _places.acquire(timeout=seconds):
        raise TooLong("too many calls have not come back")
    came: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            came.put((act(), None))
        except BaseException as error:
            came.put((None, error))
        finally:
            _places.release()

    threading.Thread(target=run, name="bounded", daemon=True).start()
    try:
        given, error = came.get(timeout=seconds)
    except queue.Empty:
        raise TooLong(f"nothing came back within {seconds:g} seconds") from None
    if error is not None:
        raise error
    return given  # type: ignore[return-value]
