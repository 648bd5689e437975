"""Figures of Chinese, English or mixed text: what they count, whether they bound it from above or below, and what they range over.

Finer than :func:`corpus.read_figures` and with keys of the same form: a date is no duration, a range is no pair of figures, a number keeps
the unit behind it. ``50万元``, ``五十万元``, ``0.005亿元``, ``RMB 500,000`` and ``half a million yuan`` have one key; ``50万``, ``50万件``,
``50万美元`` and ``□0万元`` have others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assistant.verification.figure_patterns import number_pattern, phone
from assistant.verification.numerals import SCALE, whole
from assistant.verification.quantity import Bound, Quantity
from assistant.verification.ranging import related
from assistant.verification.readable import readable
from corpus.model import LOST

__all__ = ["Bound", "Quantity", "quantities", "readable"]

_DATE = re.compile(
    rf"(?:(?P<y>[12{LOST}][\d{LOST}]{{3}})(?:年度?|(?=-(?:[12]\d{{3}})年))(?:(?P<m>[\d{LOST}]{{1,2}})月份?(?:(?P<d>[\d{LOST}]{{1,2}})[日号])?)?"
    rf"|(?<![\d{LOST}])(?P<m2>[\d{LOST}]{{1,2}})月(?!份?以)份?(?:(?P<d2>[\d{LOST}]{{1,2}})[日号])?)"
)
_SHORT_DAY = re.compile(r"\s?(?:至|到|-|~|、|和)\s?([\d□]{1,2})[日号]")
_SAME_UNIT = {
    "天": "日",
    "周年": "年",
    "星期": "周",
    "自然日": "日",
    "块": "元",
    "块钱": "元",
    "人民币": "元",
    "千米": "公里",
    "千克": "公斤",
}
_ANY = re.compile(rf"[\d{LOST}零〇一二三四五六七八九十百千万亿两廿]")
_SMALL = "零〇一二三四五六七八九"
_LONGEST = 24
"""Characters of the longest numeral that is worked out; a longer one is compared as it stands."""


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of ``text`` (readable) in their order."""
    if not _ANY.search(text):
        return ()
    taken: list[tuple[int, int]] = []
    found: list[Quantity] = []
    for q in (*_phones(text), *_dates(text)):
        found.append(q)
        taken.append((q.start, q.end))
    found += _numbers(_without(text, taken))
    found.sort(key=lambda q: q.start)
    return related(found, text)


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in taken:
        letters[start:end] = "∅" * (end - start)
    return "".join(letters)


def _phones(text: str) -> Iterator[Quantity]:
    for m in phone().finditer(text):
        digits = re.sub(r"\D", "", m[0])
        yield Quantity("phone", f"phone:{digits}", m.start(), m.end(), m[0])


def _dates(text: str) -> Iterator[Quantity]:
    year, last = "", -99
    for m in _DATE.finditer(text):
        y, month, day = m["y"] or "", m["m"] or m["m2"] or "", m["d"] or m["d2"] or ""
        if not y and month and not day and text[m.end() : m.end() + 1] in ("内", "期"):
            continue  # 12月内: a span
        if y:
            year = y
        elif m.start() - last < 24:
            y = year
        last = m.end()
        yield Quantity("date", f"date:{y}-{_bare(month)}-{_bare(day)}", m.start(), m.end(), m[0])
        if day and (more := _SHORT_DAY.match(text, m.end())) is not None:
            last = more.end()
            yield Quantity("date", f"date:{y}-{_bare(month)}-{_bare(more[1])}", more.start(1), more.end(), more[0])


def _bare(digits: str) -> str:
    return re.sub("^0+(?=.)", "", digits)


def _numbers(free: str) -> Iterator[Quantity]:
    for m in number_pattern().finditer(free):
        if m["vague"]:
            yield Quantity("vague", f"vague:{m[0]}", m.start(), m.end(), m[0])
            continue
        if m["share"]:
            yield Quantity("percent", f"fraction:{m['share']}", m.start(), m.end(), m[0])
            continue
        if m["ordinal"]:
            yield Quantity("ordinal", f"ordinal:{whole(m['ord'] or m['ord2'] or m['ord3'])}", m.start(), m.end(), m[0])
            continue
        if (q := _number(m)) is not None:
            yield q


def _number(m: re.Match[str]) -> Quantity | None:
    written, scale = m["n"], m["scale"] or ""
    unit = m["money"] or m["pct"] or m["dur"] or m["count"] or ""
    kind = "money" if m["money"] else "percent" if m["pct"] else "duration" if m["dur"] else "count" if m["count"] else "number"
    han = not any(c.isdigit() or c == LOST for c in written)
    if not han and written.strip(LOST + ".") == "" and not (scale or unit):
        return None  # a lone □ shows that something is lost, not how much
    if han and not (unit or scale) and (len(written) < 2 or not re.search("[十百千]", written) or re.fullmatch("[十百千]+", written)):
        return None
    if han and re.fullmatch("[百千]+", written) and not unit:
        return None
    if han and kind == "count" and written == "一":
        return None  # an article: 一个, 一家
    if han and kind != "duration" and written in ("百", "千", "零", "〇"):
        return None
    digits = "一二三四五六七八九"
    if han and len(written) == 2 and all(c in digits for c in written) and kind != "date":
        return Quantity("vague", f"vague:{m[0]}", m.start(), m.end(), m[0])  # 三五年: three to five
    value = _value(written, scale)
    unit = unit.removeprefix("个") if kind == "duration" else unit
    unit = _SAME_UNIT.get(unit, unit)
    if kind == "number" and scale == "" and re.fullmatch(r"(?:19|20)\d\d", written):
        return Quantity("date", f"date:{written}--", m.start(), m.end(), m[0])
    found = Quantity(kind, f"{kind}:{value}{unit}", m.start(), m.end(), m[0])
    return replace(found, bound="min", approximate=True) if m["more"] else found


def _spelt(written: str) -> Decimal | None:
    """A Chinese numeral, 点 before its decimals."""
    units, point, part = written.partition("点")
    number = whole(units)
    if number is None or (point and not set(part) <= set(_SMALL)):
        return None
    return Decimal(f"{number}.{''.join(str(whole(c)) for c in part)}") if part else Decimal(number)


def _value(written: str, scale: str) -> str:
    if LOST in written or len(written) > _LONGEST:
        return f"{written}{scale}"
    try:
        number: Decimal | None = Decimal(written)
    except InvalidOperation:
        number = _spelt(written)
    if number is None:
        return f"{written}{scale}"
    return f"{(number * SCALE.get(scale, 1)).normalize():f}"
