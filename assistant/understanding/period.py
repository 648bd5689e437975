"""The days that a question asks about: a date, a month, a year, 去年, 下个月, 昨天; today when it says none."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from corpus import read_dates

_YEAR = re.compile(r"(?<![\d〔-])((?:19|20)\d{2})(?!\d)")
_RELATIVE = (
    (re.compile(r"大前年"), -3),
    (re.compile(r"前年|the year before last", re.I), -2),
    (re.compile(r"(?:去年|上一年)(?!出|发|印|颁|公布|制定|搞)|last year", re.I), -1),
    (re.compile(r"今年|本年|this year", re.I), 0),
    (re.compile(r"明年|来年|next year", re.I), 1),
    (re.compile(r"后年|the year after next", re.I), 2),
)
_MONTHS = ((re.compile(r"上上个?月"), -2), (re.compile(r"上个?月|last month", re.I), -1), (re.compile(r"下个?月|next month", re.I), 1))
_DAYS = ((re.compile(r"前天"), -2), (re.compile(r"昨天|昨日|yesterday", re.I), -1), (re.compile(r"明天|明日|tomorrow", re.I), 1))


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included; ``unit`` says how it was asked."""

    first: dt.date
    last: dt.date
    unit: Literal["on_day", "in_month", "in_year"]

    def written(self) -> dict[str, int]:
        """The numbers that name it."""
        named = {"year": self.first.year, "month": self.first.month, "day": self.first.day}
        return {k: named[k] for k in {"on_day": ("year", "month", "day"), "in_month": ("year", "month"), "in_year": ("year",)}[self.unit]}


def asked_period(question: str, today: dt.date) -> Period:
    """The period that ``question`` names. A date with lost digits names none."""
    for _, _, date in read_dates(question):
        days = date.candidates
        if date.readable and days:
            return Period(days[0], days[-1], "on_day" if date.day else "in_month" if date.month else "in_year")
    if (shift := next((step for pattern, step in _DAYS if pattern.search(question)), None)) is not None:
        day = today + dt.timedelta(days=shift)
        return Period(day, day, "on_day")
    if (months := next((step for pattern, step in _MONTHS if pattern.search(question)), None)) is not None:
        of, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        return Period(dt.date(of, month + 1, 1), dt.date(of, month + 1, calendar.monthrange(of, month + 1)[1]), "in_month")
    year = next((today.year + step for pattern, step in _RELATIVE if pattern.search(question)), None)
    if year is None and (written := _YEAR.search(question)):
        year = int(written[1])
    if year is None or year == today.year:
        return Period(today, today, "on_day")
    return Period(dt.date(year, 1, 1), dt.date(year, 12, calendar.monthrange(year, 12)[1]), "in_year")
