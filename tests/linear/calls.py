"""How the time of a call grows with the text that it is given: machines are shared, so times are compared and never held to a clock."""

from __future__ import annotations

import time
from collections.abc import Callable

_TIMES = 4
_MOST = 10.0
_FLOOR = 0.05


def grows_too_fast(call: Callable[[str], object], piece: str, size: int) -> str | None:
    """What ``call`` took on ``piece`` repeated to ``size`` characters and to four times as many, where that is more than linear.

    The best of three of this thread's own seconds, with room for what a busy machine does to them; quadratic time is sixteen times as
    much. None where the time grows with the length alone.
    """
    call(_long(piece, size))
    few = min(_seconds(call, _long(piece, size)) for _ in range(3))
    many = min(_seconds(call, _long(piece, _TIMES * size)) for _ in range(3))
    return None if many <= _MOST * few + _FLOOR else f"{few:.3f} s at {size}, {many:.3f} s at {_TIMES * size}: {piece!r}"


def _long(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _seconds(call: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    call(text)
    return time.thread_time() - started
