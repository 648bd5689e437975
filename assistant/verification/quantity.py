"""One figure of a text as a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Bound = Literal["max", "min", "since", "until", "both"]
"""*both* where the words contradict one another (至少……以下, 最高3%至5%)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its slice of a text as :func:`assistant.verification.readable.readable` gives it, its key, and how it is meant.

    ``partner`` is the key of the other end of a range; ``clause`` the number of its clause. ``per`` tells a rate (每亩600元).
    """

    kind: str
    key: str
    start: int
    end: int
    text: str
    clause: int = 0
    bound: Bound | None = None
    approximate: bool = False
    per: bool = False
    partner: str | None = None

    @property
    def value(self) -> str:
        """The key without its kind: number and unit."""
        return self.key.partition(":")[2]

    @property
    def unit(self) -> str:
        """What stands behind the number in the key."""
        return re.sub(r"^[\d.□]+", "", self.value)
