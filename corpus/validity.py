"""Whether a document holds on a day: the one place where that is decided, for chat, reader, letters, programs and the command line.

What is known comes from what is said of *that* document: its own dates and period, and the repeal that another document held here, or its
own record, states of it. A sentence by which it repeals another one says nothing of its own end. Dates with lost digits stand for all
calendar dates that fit; nothing is chosen among them, and a verdict is given only where every reading gives the same.

::

    known = corpus.validity(document)
    known.on(dt.date(2026, 11, 22))          # in_force, not_yet, expired, repealed, undecided, unknown
    known.over(first, last)                  # the same of all days, or partly
    known.in_force, known.expires, known.repealed_by    # with the places that say so
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.dates import PartialDate, read_dates
from corpus.figures import read_figures
from corpus.metadata import Found, Metadata, read_metadata
from corpus.model import Document
from corpus.naming import same_title
from corpus.numbers import Number, number_of_record, read_numbers
from corpus.records import DocumentRecord

Force = Literal["in_force", "not_yet", "expired", "repealed", "partly", "undecided", "unknown"]
"""*partly*: holds on some of the days asked about and not on others. *undecided*: it depends on what cannot be read or is not stated.
*unknown*: the text states no day from which it holds."""
FORCES: tuple[Force, ...] = get_args(Force)
Because = Literal["lost", "uncounted", "undated"]
"""Why a verdict is undecided: digits of a date are *lost*; a period *uncounted*, for want of a whole date to count from; a repeal without
a date (*undated*)."""

_TRIAL = re.compile(r"[(\uff08](?:试行|暂行)[)\uff09]|暂行(?:办法|规定|条例|措施)|试行(?:办法|规定|方案|意见)")
_ENDED = re.compile(r"废止|失效|repealed|superseded|expired", re.I)
_FROM_ISSUE = re.compile(r"(?:印发|发布|公布)之日")


@dataclass(frozen=True, slots=True)
class Repeal:
    """What a document repeals: the name as it stands, title and number in it, and its place in that document. ``document`` is the id of
    the one that repeals."""

    document: str
    found: Found
    title: str
    number: Number | None

    def means(self, record: DocumentRecord) -> bool:
        """Whether it is ``record`` that is repealed: by its number where both have one, else by its title."""
        if record.id == self.document:
            return False
        own = number_of_record(record.document_number)
        if own is not None and self.number is not None:
            return self.number.same(own) or (self.number.fits(own) and same_title(self.title, record.title))
        return same_title(self.title, record.title)


@dataclass(frozen=True)
class Validity:
    """What is known of a document's validity. Dates as the text shows them, with their places (None where it states none);
    ``repealed_by``: the repeals of it in other documents held, each with the days from which it may count (none where not dated)."""

    document: str
    in_force: Found | None = None
    expires: Found | None = None
    lapses: bool = False
    term: Found | None = None
    trial: bool = False
    repeals: tuple[Repeal, ...] = ()
    repealed_by: tuple[tuple[Repeal, tuple[dt.date, ...]], ...] = ()
    recorded_end: bool = False
    """Its record says that it has been repealed or superseded, without a day."""
    readings: tuple[tuple[dt.date, dt.date | None], ...] = ()
    """Every pair of first and last day that fits what can be read; a last day of None: no end is stated."""
    open_end: bool = False
    """A period is stated that cannot be counted: the end may be any day."""

    def on(self, day: dt.date) -> Force:
        """The force on one day; never *partly*."""
        own = self._own(day)
        repealed = self._repealed(day)
        if repealed == "yes":
            return "repealed"
        return "undecided" if repealed == "maybe" and own in ("in_force", "undecided", "unknown") else own

    def over(self, first: dt.date, last: dt.date) -> Force:
        """The force throughout the days from ``first`` to ``last``, both included."""
        turns = {first, *(d for d in self._turns() if first < d <= last)}
        forces = {self.on(day) for day in turns}
        if len(forces) == 1:
            return forces.pop()
        return "undecided" if forces & {"undecided", "unknown"} else "partly"

    @property
    def because(self) -> Because:
        """Why :meth:`on` may give *undecided*."""
        dates = [found for found in (self.in_force, self.expires) if found is not None]
        if any("□" in found.value for found in dates):
            return "lost"
        return "uncounted" if self.open_end else "undated"

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """Every first day that fits."""
        return tuple(dict.fromkeys(start for start, _ in self.readings))

    @property
    def ends(self) -> tuple[dt.date, ...]:
        """Every last day that fits; none where no end is stated, or none can be counted."""
        return tuple(dict.fromkeys(end for _, end in self.readings if end is not None))

    def _own(self, day: dt.date) -> Force:
        if not self.readings:
            return "unknown"
        forces: set[Force] = set()
        for start, end in self.readings:
            if day < start:
                forces.add("not_yet")
            elif end is not None and day > end:
                forces.add("expired")
            else:
                forces.add("in_force")
        if self.open_end and forces != {"not_yet"}:
            return "undecided"
        return forces.pop() if len(forces) == 1 else "undecided"

    def _repealed(self, day: dt.date) -> Literal["yes", "no", "maybe"]:
        if self.recorded_end:
            return "yes"
        says = [{day >= start for start in starts} if starts else {True, False} for _, starts in self.repealed_by]
        if {True} in says:
            return "yes"
        return "maybe" if any(True in s for s in says) else "no"

    def _turns(self) -> Iterable[dt.date]:
        """The days on which the force may change."""
        yield from self.starts
        yield from (end + dt.timedelta(days=1) for end in self.ends if end < dt.date.max)
        for _, starts in self.repealed_by:
            yield from starts


def read_validity(document: Document, records: Iterable[DocumentRecord], read: Callable[[str], Document | None]) -> Validity:
    """What is known of ``document``. ``records`` are those of all documents held, ``read`` gives one of them by id: only those that repeal
    this one are read."""
    metadata, record = read_metadata(document.text), document.record
    in_force = metadata.in_force or _recorded(record, "in_force")
    expires = metadata.expires or _recorded(record, "expires")
    readings, open_end = _readings(metadata, in_force, expires, document.text)
    return Validity(
        document.id,
        in_force,
        expires,
        metadata.lapses,
        metadata.validity,
        bool(_TRIAL.search(document.title)),
        repeals_of(document),
        tuple(_repealed_by(record, records, read)),
        bool(record.superseded_by or _ENDED.search(record.status or "")) and "repealed" not in record.dates,
        readings,
        open_end,
    )


def repeals_of(document: Document) -> tuple[Repeal, ...]:
    """What ``document`` says that it repeals."""
    found = []
    for place in read_metadata(document.text).repeals:
        title = re.search(r"《(.{0,300})》", place.value)
        number = next((n for n in read_numbers(place.value[title.end() :] if title else place.value)), None)
        found.append(Repeal(document.id, place, title[1] if title else place.value, number))
    return tuple(found)


def _repealed_by(
    record: DocumentRecord, records: Iterable[DocumentRecord], read: Callable[[str], Document | None]
) -> Iterable[tuple[Repeal, tuple[dt.date, ...]]]:
    if (day := _recorded(record, "repealed")) is not None:
        yield Repeal(record.id, day, record.title, None), days_of(day)
    for other in records:
        if other.id == record.id or not other.supersedes or (document := read(other.id)) is None:
            continue
        for repeal in repeals_of(document):
            if repeal.means(record):
                metadata = read_metadata(document.text)
                yield repeal, days_of(metadata.in_force or _recorded(other, "in_force") or metadata.issued)


def _recorded(record: DocumentRecord, name: Literal["in_force", "expires", "repealed"]) -> Found | None:
    """A date that only the record holds: it has no place in the text."""
    value = record.dates.get(name)
    return Found(value, -1, -1) if value else None


def days_of(found: Found | None) -> tuple[dt.date, ...]:
    """Every calendar date that fits a date that is stated; none where there is none."""
    date = _date(found)
    return date.candidates if date is not None else ()


def _date(found: Found | None) -> PartialDate | None:
    dates = read_dates(found.value) if found else []
    return dates[0][2] if dates else None


def _readings(
    metadata: Metadata, in_force: Found | None, expires: Found | None, text: str
) -> tuple[tuple[tuple[dt.date, dt.date | None], ...], bool]:
    """The pairs of first and last day, and whether the end is open."""
    starts, last = days_of(in_force), _date(expires)
    if last is not None:
        ends = [end - dt.timedelta(days=1) if metadata.lapses else end for end in _last_days(last, metadata.lapses)]
        pairs = tuple((start, end) for start in starts for end in ends if start <= end)
        return pairs or tuple((start, end) for start in starts for end in ends), False
    if metadata.validity is None:
        return tuple((start, None) for start in starts), False
    months = months_of(metadata.validity.value)
    issued = days_of(metadata.issued)
    from_issue = bool(_FROM_ISSUE.search(metadata.validity.value))
    if months is None or (from_issue and not issued):
        return tuple((start, None) for start in starts), True
    if from_issue and issued != starts:
        return tuple((start, counted(day, months)) for start in starts for day in issued), False
    return tuple((start, counted(start, months)) for start in starts), False


def _last_days(date: PartialDate, lapses: bool) -> tuple[dt.date, ...]:
    """The candidates of a last day; of a month or year that is named alone its last day, or its first where the document lapses then."""
    if date.day is not None:
        return date.candidates
    months = {(d.year, d.month if date.month else 12) for d in date.candidates}
    first = {(d.year, d.month if date.month else 1) for d in date.candidates}
    if lapses:
        return tuple(dt.date(y, m, 1) for y, m in sorted(first))
    return tuple(dt.date(y, m, calendar.monthrange(y, m)[1]) for y, m in sorted(months))


def months_of(period: str) -> int | None:
    """How many months a period is (有效期两年: 24), or None where it cannot be read."""
    figure = next((f for f in read_figures(period) if f.kind == "duration"), None)
    found = re.fullmatch(r"duration:(\d+)(年|月)", figure.key) if figure else None
    return int(found[1]) * (12 if found[2] == "年" else 1) if found else None


def counted(first: dt.date, months: int) -> dt.date:
    """The last day of a period of so many ``months`` from ``first``: the day before the same day of the month."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day) - dt.timedelta(days=1 if day == first.day else 0)
