"""One thing said, at its place."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.eligibility.profile import State


@dataclass(frozen=True, slots=True)
class Said:
    """``attribute`` has, or has not, ``value``, as the text as it is read says from ``start`` to ``end``. ``weak`` where anything
    else that is said of the attribute counts instead."""

    attribute: str
    value: str
    state: State
    start: int
    end: int
    weak: bool = False
