"""Dates that may be readable only in part.

A pattern such as ``2023年□月□9日`` stands for all calendar dates that fit it, ``□`` being one digit. Nothing is chosen among them: a
question is answered when every fitting date gives the same answer (:mod:`corpus.validity`), and is undecided otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from corpus.model import LOST
from corpus.numerals import to_int

_PATTERN = re.compile(rf"([\d{LOST}]{{4}})年(?:([\d{LOST}]{{1,2}})月(?:([\d{LOST}]{{1,2}})日)?)?")
_CHINESE = re.compile(r"([〇零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it can be read. ``text`` is what the document shows."""

    text: str
    year: str
    month: str | None = None
    day: str | None = None

    @cached_property
    def candidates(self) -> tuple[dt.date, ...]:
        """All calendar dates that fit, in order (never shown: they only bound what can be said)."""
        years = _fits(self.year, range(1900, 2101))
        months = _fits(self.month, range(1, 13)) if self.month else list(range(1, 13))
        days = _fits(self.day, range(1, 32)) if self.day else list(range(1, 32))
        found = []
        for y in years:
            for m in months:
                for d in days:
                    try:
                        found.append(dt.date(y, m, d))
                    except ValueError:
                        continue
        return tuple(found)

    @property
    def readable(self) -> bool:
        """Whether nothing of it is lost."""
        return LOST not in self.text


def _fits(pattern: str, values: range) -> list[int]:
    regex = re.compile(pattern.replace(LOST, r"\d"))
    return [v for v in values if regex.fullmatch(str(v))]


def read_dates(text: str) -> list[tuple[int, int, PartialDate]]:
    """``(start, end, date)`` of every written date in ``text``, whole or partial, in order; also 二〇二三年七月六日."""
    found = [(m.start(), m.end(), PartialDate(m[0], m[1], m[2], m[3])) for m in _PATTERN.finditer(text)]
    for m in _CHINESE.finditer(text):
        year = "".join(str(to_int(c)) for c in m[1])
        month, day = (str(to_int(g)) if g else None for g in (m[2], m[3]))
        found.append((m.start(), m.end(), PartialDate(m[0], year, month, day)))
    return sorted(found, key=lambda f: f[0])
