"""Numerals that may be anything: what no reader makes sense of is no number, and no exception."""

from __future__ import annotations

from corpus.numerals import to_int

SCALE = {"百": 100, "千": 1000}
SCALE |= {few + much: n * m for much, m in (("万", 10**4), ("亿", 10**8)) for few, n in (("", 1), ("十", 10), ("百", 100), ("千", 1000))}
SCALE["万亿"] = 10**12
"""What a scale behind a numeral multiplies it by."""
_LONGEST = 12


def whole(written: str) -> int | None:
    """The integer that ``written`` stands for, or None, also where it is a heap of numeral characters (千十千)."""
    if len(written) > _LONGEST:
        return None
    try:
        return to_int(written)
    except (KeyError, ValueError, IndexError):
        return None
