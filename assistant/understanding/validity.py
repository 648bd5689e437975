"""What a question holds out about a document's validity: that it holds or has ended, a term, a date of its beginning, end or issue.

Only what is said of a document is read here; whether it is so is decided by :mod:`corpus.validity`, and told by
:mod:`assistant.answering.validity`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from corpus import read_dates, read_figures
from corpus.numerals import to_int
from corpus.records import read_yaml

Slot = Literal["expires", "in_force", "issued"]
Side = Literal["holds", "ended"]

_MONTHS = {name: n for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_WRITTEN = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-./]\s*(?P<m>\d{1,2})(?:\s*[-./]\s*(?P<d>\d{1,2}))?(?!\d)"),
    re.compile(
        rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?P<y>(?:19|20)\d\d)\b",
        re.I,
    ),
    re.compile(r"(?<![\d年])(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?"),
    re.compile(r"(?<![\d〔\[(-])(?P<y>(?:19|20)\d\d)(?![\d年〕\]])"),
)  # fmt: skip
_TO = re.compile(r"\s*(?:到|至|-|—|–|~|to|until)\s*", re.I)
_SINCE = re.compile(r"(?:从|自|起于|\bfrom|\bsince)\s*$", re.I)
_TERM_EN = re.compile(r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})[- ](?P<unit>years?|months?)\b", re.I)
_NUMBERS_EN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}


@dataclass(frozen=True, slots=True)
class AskedDate:
    """A date as a question writes it, as far as it does: year, month, day, each may be left open."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def fits(self, candidate: dt.date) -> bool:
        """Whether ``candidate`` is of that year, month and day."""
        wanted = ((self.year, candidate.year), (self.month, candidate.month), (self.day, candidate.day))
        return all(asked is None or asked == there for asked, there in wanted)


@dataclass(frozen=True)
class HeldOut:
    """What is held out: which ``side`` (None: neither, or both are asked as a choice), dates with what they are said to be, periods in
    months (a period only about so long has ``about``)."""

    side: Side | None = None
    dates: tuple[tuple[Slot, AskedDate], ...] = ()
    terms: tuple[int, ...] = ()
    about: bool = False

    @property
    def states(self) -> bool:
        """Whether a figure or a date is held out, beyond the question whether it holds."""
        return bool(self.dates or self.terms)


NOTHING = HeldOut()


@dataclass(frozen=True)
class _Rules:
    ended: re.Pattern[str]
    holds: re.Pattern[str]
    open: re.Pattern[str]
    denied: re.Pattern[str]
    slots: tuple[tuple[Slot, re.Pattern[str], re.Pattern[str]], ...]
    on_that_day: re.Pattern[str]
    term: tuple[re.Pattern[str], re.Pattern[str]]
    about: re.Pattern[str]
    opinion: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw = read_yaml(Path(__file__).with_name("validity.yaml"))

    def either(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(patterns), re.I)

    slots = tuple((name, re.compile(s["before"], re.I), re.compile(s["behind"], re.I)) for name, s in raw["slots"].items())
    return _Rules(
        either(raw["ended"]), either(raw["holds"]), re.compile(raw["open"], re.I), re.compile(raw["denied"], re.I), slots,
        re.compile(raw["on_that_day"]), (re.compile(raw["term"]["before"], re.I), re.compile(raw["term"]["behind"], re.I)),
        re.compile(raw["about"], re.I), either(raw["opinion"]),
    )  # fmt: skip


def read_held_out(question: str) -> HeldOut:
    """What ``question`` (cleaned) holds out about the validity of a document."""
    dates = _ranged(question)
    terms = [(start, end, months) for start, end, months in _terms(question) if _is_term(question, start, end)]
    around = "".join(question[max(0, start - 3) : start] + question[end : end + 3] for start, end, _ in terms)
    return HeldOut(_side(question), dates, tuple(months for _, _, months in terms), bool(_rules().about.search(around)))


def _ranged(question: str) -> tuple[tuple[Slot, AskedDate], ...]:
    """The dates with what they are said to be; of two with 到 between them the first begins and the second ends the validity."""
    found: list[tuple[Slot, AskedDate]] = []
    last: tuple[int, Slot | None] = (-1, None)
    for start, end, date in _dates(question):
        slot = _slot(question, start, end)
        if last[1] in ("expires", "in_force") and _TO.fullmatch(question[last[0] : start]):
            found[-1], slot = ("in_force", found[-1][1]), "expires"
        if slot is not None:
            found.append((slot, date))
        last = (end, slot)
    return tuple(found)


def without_held_out(question: str) -> str:
    """``question`` without dates, periods and the words by which people hold something out: what is left is what it is about."""
    spans = [(start, end) for start, end, _ in (*_dates(question), *_terms(question))]
    for start, end in sorted(spans, reverse=True):
        question = f"{question[:start]} {question[end:]}"
    rules = _rules()
    for pattern in (rules.ended, rules.holds):
        for m in reversed(list(pattern.finditer(question))):
            denied = rules.denied.search(question[: m.start()])
            question = f"{question[: denied.start() if denied else m.start()]} {question[m.end() :]}"
    return rules.opinion.sub(" ", question)


def _side(question: str) -> Side | None:
    rules = _rules()
    plain = rules.open.sub(" ", question)
    ended = list(rules.ended.finditer(plain))
    spans = [m.span() for m in ended]
    holds = [m for m in rules.holds.finditer(plain) if not any(a <= m.start() < b or a < m.end() <= b for a, b in spans)]
    if ended and any(word in plain for word in ("还是", "或者", " or ")):
        return None
    for m, side, other in [(m, "ended", "holds") for m in ended] or [(m, "holds", "ended") for m in holds]:
        denied = rules.denied.search(plain[: m.start()]) is not None and not m[0].startswith("不再")
        return other if denied else side  # type: ignore[return-value]
    return None


def _slot(question: str, start: int, end: int) -> Slot | None:
    rules = _rules()
    before, behind = question[max(0, start - 24) : start], question[end : end + 16]
    if rules.on_that_day.match(behind):
        return None
    found = next((slot for slot, _, pattern in rules.slots if pattern.search(behind)), None)
    found = found or next((slot for slot, pattern, _ in rules.slots if pattern.search(before)), None)
    return "in_force" if found == "expires" and _SINCE.search(before) else found


def _is_term(question: str, start: int, end: int) -> bool:
    before, behind = _rules().term
    return bool(before.search(question[max(0, start - 20) : start]) or behind.search(question[end : end + 8]))


def _dates(question: str) -> list[tuple[int, int, AskedDate]]:
    found: list[tuple[int, int, AskedDate]] = []
    for start, end, date in read_dates(question):
        if date.readable:
            month, day = (int(part) if part else None for part in (date.month, date.day))
            found.append((start, end, AskedDate(int(date.year), month, day)))
    for pattern in _WRITTEN:
        for m in pattern.finditer(question):
            if any(m.start() < b and a < m.end() for a, b, _ in found):
                continue
            said = m.groupdict()
            month_name = said.get("name")
            month = _MONTHS[month_name.lower()] if month_name else to_int(said.get("m") or "")
            year, day = to_int(said.get("y") or ""), to_int(said.get("d") or said.get("d2") or "")
            found.append((*m.span(), AskedDate(year, month, day)))
    return sorted(found, key=lambda f: f[0])


def _terms(question: str) -> Iterator[tuple[int, int, int]]:
    for figure in read_figures(question):
        m = re.fullmatch(r"duration:(\d+)(年|月)", figure.key)
        # 8月 behind a year is a month of the calendar, 8个月 a period.
        if m and (m[2] == "年" or "个月" in figure.text):
            yield figure.start, figure.end, int(m[1]) * (12 if m[2] == "年" else 1)
    for m in _TERM_EN.finditer(question):
        n = _NUMBERS_EN.get(m["n"].lower()) or to_int(m["n"])
        if n is not None:
            yield m.start(), m.end(), n * (12 if m["unit"].lower().startswith("year") else 1)
