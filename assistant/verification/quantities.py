"""Figures of Chinese, English or mixed text: what they count, whether they bound it from above or below, and what they range over.

Finer than :func:`corpus.read_figures` and with keys of the same form: a date is no duration, a range is no pair of figures, a number keeps
the unit behind it. ``50万元``, ``五十万元``, ``0.005亿元``, ``RMB 500,000`` and ``half a million yuan`` have one key; ``50万``, ``50万件``,
``50万美元`` and ``□0万元`` have others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from assistant.verification.english import with_chinese_figures
from assistant.verification.figure_patterns import (
    DIGITS,
    HAN,
    SCALES,
    approximate,
    approximate_after,
    bound_patterns,
    each,
    idioms,
    number_pattern,
    phone,
)
from corpus.model import LOST
from corpus.numerals import to_int

Bound = Literal["max", "min", "since", "until", "both"]
"""*both* where the words contradict one another (至少……以下, 最高3%至5%)."""
_SCALE = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_HAN_YEAR = re.compile(r"([〇零一二三四五六七八九]{4})(?=年)")
_HAN_DAY = re.compile(r"(?<![一-鿿])?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_SUM = re.compile(r"(\d+(?:\.\d+)?)亿(\d+(?:\.\d+)?)万")
_HALF_YEAR = re.compile(r"(?<![上下前后])半(?=年|个月|小时|天)")
_AND_A_HALF = re.compile(rf"({DIGITS}|{HAN})(个?)(年|月|小时|天)半")
_FRACTION = re.compile(rf"({HAN}|\d+)分之({HAN}(?:点{HAN})?|{DIGITS})")
_SLASH = re.compile(r"(?<![\d/.])(\d)/(\d{1,3})(?![\d/])")
_HALF = re.compile(r"一半|半数|过半|对半")
_TENTHS = re.compile(r"([一二三四五六七八九两\d])成(?![立为果员效功本熟长都人就品分套交绩因年语型群色])")
_DATE = re.compile(
    rf"(?:(?P<y>[12{LOST}][\d{LOST}]{{3}})(?:年度?|(?=-(?:[12]\d{{3}})年))(?:(?P<m>[\d{LOST}]{{1,2}})月份?(?:(?P<d>[\d{LOST}]{{1,2}})[日号])?)?"
    rf"|(?<![\d{LOST}])(?P<m2>[\d{LOST}]{{1,2}})月(?!份?以)份?(?:(?P<d2>[\d{LOST}]{{1,2}})[日号])?)"
)
_SHORT_DAY = re.compile(r"\s?(?:至|到|-|~|、|和)\s?([\d□]{1,2})[日号]")
_BETWEEN = re.compile(r"\s?(?:-|~|至|到|to|and|和)\s?")
_LIST = re.compile(r",? ?(?:、|,|和|及|或|与|and|or|/)? ?")
_STOP = re.compile(r"[,;。:!?\n、]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,;。:!?\n]|\.(?=\s|$)")
_REACH = 26
"""Characters before a figure in which a word may bound it."""
_BIG = 10_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its slice of ``text`` as :func:`readable` gives it, its key, and how it is meant.

    ``partner`` is the key of the other end of a range; ``clause`` the number of its clause. ``per`` tells a rate (每亩600元).
    """

    kind: str
    key: str
    start: int
    end: int
    text: str
    clause: int
    bound: Bound | None = None
    approximate: bool = False
    per: bool = False
    partner: str | None = None


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """``text`` (normal) with all figures in digits and Chinese units where it spells them otherwise."""
    text = with_chinese_figures(text)
    text = idioms().sub(lambda m: "∅" * len(m[0]), text)
    text = _HAN_YEAR.sub(lambda m: "".join(str(to_int(c)) for c in m[1]), text)
    text = _HAN_DAY.sub(lambda m: f"{to_int(m[1])}月{to_int(m[2])}日", text)
    text = _SUM.sub(lambda m: f"{(Decimal(m[1]) * 10_000 + Decimal(m[2])).normalize():f}万", text)
    text = _AND_A_HALF.sub(lambda m: f"{to_int(m[1]) if to_int(m[1]) is not None else m[1]}.5{m[2]}{m[3]}", text)
    text = _HALF_YEAR.sub("0.5", text)
    text = _FRACTION.sub(_fraction, text)
    text = _SLASH.sub(lambda m: _share(Decimal(m[1]), Decimal(m[2])), text)
    text = _TENTHS.sub(lambda m: f"{(to_int(m[1]) or 0) * 10}%", text)
    return _HALF.sub("50%", text)


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
    free = _without(text, taken)
    found += _numbers(free, text)
    found.sort(key=lambda q: q.start)
    stops = [m.start() for m in _CLAUSE.finditer(text)]
    return tuple(_placed(_shared(_ranged(_bounded(found, text), text), text), stops))


_ANY = re.compile(rf"[\d{LOST}零〇一二三四五六七八九十百千万亿两廿]")


def _fraction(m: re.Match[str]) -> str:
    below, above = to_int(m[1]), to_int(m[2])
    if m[1] == "百":
        return f"{m[2] if above is None else above}%"
    if below is None or above is None or not below:
        return m[0]
    return _share(Decimal(above), Decimal(below))


def _share(above: Decimal, below: Decimal) -> str:
    if not below or above >= below:
        return f"{above}/{below}"
    value = above / below * 100
    return f"{value.normalize():f}%" if value == round(value, 2) else f"∕{above}⁄{below}"


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in taken:
        letters[start:end] = "∅" * (end - start)
    return "".join(letters)


def _phones(text: str) -> Iterator[Quantity]:
    for m in phone().finditer(text):
        digits = re.sub(r"\D", "", m[0])
        yield Quantity("phone", f"phone:{digits}", m.start(), m.end(), m[0], 0)


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
        yield Quantity("date", f"date:{y}-{_bare(month)}-{_bare(day)}", m.start(), m.end(), m[0], 0)
        if day and (more := _SHORT_DAY.match(text, m.end())) is not None:
            last = more.end()
            yield Quantity("date", f"date:{y}-{_bare(month)}-{_bare(more[1])}", more.start(1), more.end(), more[0], 0)


def _bare(digits: str) -> str:
    return re.sub("^0+(?=.)", "", digits)


def _numbers(free: str, text: str) -> Iterator[Quantity]:
    for m in number_pattern().finditer(free):
        if m["vague"]:
            yield Quantity("vague", f"vague:{m[0]}", m.start(), m.end(), m[0], 0)
            continue
        if m["share"]:
            yield Quantity("percent", f"fraction:{m['share']}", m.start(), m.end(), m[0], 0)
            continue
        if m["ordinal"]:
            yield Quantity("ordinal", f"ordinal:{to_int(m['ord'] or m['ord2'] or m['ord3'])}", m.start(), m.end(), m[0], 0)
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
        return Quantity("vague", f"vague:{m[0]}", m.start(), m.end(), m[0], 0)  # 三五年: three to five
    value = _value(written, scale)
    unit = unit.removeprefix("个") if kind == "duration" else unit
    unit = {
        "天": "日",
        "周年": "年",
        "星期": "周",
        "自然日": "日",
        "块": "元",
        "块钱": "元",
        "人民币": "元",
        "千米": "公里",
        "千克": "公斤",
    }.get(unit, unit)
    if kind == "number" and scale == "" and re.fullmatch(r"(?:19|20)\d\d", written):
        return Quantity("date", f"date:{written}--", m.start(), m.end(), m[0], 0)
    found = Quantity(kind, f"{kind}:{value}{unit}", m.start(), m.end(), m[0], 0)
    return replace(found, bound="min", approximate=True) if m["more"] else found


def _value(written: str, scale: str) -> str:
    if LOST in written:
        return f"{written}{scale}"
    number: Decimal | int | None
    try:
        number = Decimal(written)
    except InvalidOperation:
        whole, _, part = written.partition("点")
        number = to_int(whole)
        if number is not None and part:
            number = Decimal(f"{number}.{''.join(str(to_int(c)) for c in part)}")
    if number is None:
        return f"{written}{scale}"
    return f"{(Decimal(number) * _SCALE.get(scale, 1)).normalize():f}"


def _bounded(found: list[Quantity], text: str) -> list[Quantity]:
    """The figures with what bounds them, from the words before and behind each in its clause."""
    result: list[Quantity] = []
    previous: Quantity | None = None
    for q in found:
        stop = max((m.end() for m in _STOP.finditer(text, max(0, q.start - _REACH), q.start)), default=0)
        floor = previous.end if previous else 0
        head = text[max(q.start - _REACH, stop, floor) : q.start]
        tail = text[q.end : q.end + 12]
        bound = q.bound or _bound_of(q.kind == "date", head, tail)
        gap = text[previous.end : q.start] if previous else ""
        if (
            bound is None
            and previous is not None
            and previous.bound in ("max", "min")
            and gap.strip(" ,(") in ("、", "和", "及", "/", "即", "也就是", "合", "或")
            and not previous.partner
        ):
            bound = previous.bound
        near = (
            q.approximate
            or bool(approximate().search(head[-8:] if head.isascii() is False else head[-16:]))
            or bool(approximate_after().match(tail))
        )
        per = each().search(text[max(q.start - 12, stop) : q.start]) is not None
        q = replace(q, bound=bound, approximate=near, per=per)
        result.append(q)
        previous = q
    return result


def _bound_of(date: bool, head: str, tail: str) -> Bound | None:
    """What the words before a figure and those behind it make of it."""
    before, after = bound_patterns("since", "until") if date else bound_patterns("max", "min")
    names = {_name(m) for m in before.finditer(head) if not date or len(head) - m.end() <= 4}
    if (m := after.match(tail)) is not None:
        names.add(_name(m))
    return names.pop() if len(names) == 1 else "both" if len(names) > 1 and not date else next(iter(sorted(names)), None)


def _name(m: re.Match[str]) -> Bound:
    return str(m.lastgroup).partition("_")[0]  # type: ignore[return-value]


def _ranged(found: list[Quantity], text: str) -> list[Quantity]:
    """Two figures that are the ends of one range: 3—5年, 3% to 5%, 一千元以上五千元以下."""
    result = list(found)
    for i in range(len(result) - 1):
        a, b = result[i], result[i + 1]
        gap = text[a.end : b.start]
        tied = _BETWEEN.fullmatch(gap) is not None and (gap.strip() not in ("and", "和") or _opened(text, a))
        bracketed = a.bound == "min" and b.bound == "max" and gap in ("以上", "及以上", "以上、", "以上至", "以上,", "起")
        if not (tied or bracketed) or a.kind in ("phone", "ordinal", "vague") or b.kind in ("phone", "ordinal", "vague"):
            continue
        if a.kind == "date" and b.kind == "date":
            if a.key.startswith("date:-"):  # 1 March to 31 March 2026
                year = b.key[5:].split("-")[0]
                result[i] = replace(a, key=f"date:{year}{a.key[5:]}")
            continue
        a = _lent(a, b)
        if a.kind != b.kind:
            continue
        contradicted = tied and a.bound is not None
        result[i] = replace(a, bound="both" if contradicted else "min", partner=b.key)
        result[i + 1] = replace(b, bound="max", partner=a.key)
    return result


def _opened(text: str, first: Quantity) -> bool:
    return re.search(r"(?:between|from|介于|在)\s?$", text[max(0, first.start - 9) : first.start], re.I) is not None


def _lent(a: Quantity, b: Quantity) -> Quantity:
    """A bare number takes the unit, and the scale where it has none, of the figure that it stands beside: 50—80万元."""
    if a.kind != "number" or b.kind not in ("money", "percent", "duration", "count", "number"):
        return a
    value, theirs = a.key.partition(":")[2], b.key.partition(":")[2]
    unit = re.sub(r"^[\d.□]+", "", theirs)
    scale = next((s for s in SCALES.split("|") if re.match(rf"{DIGITS}{s}", b.text) or re.match(rf"{HAN}{s}", b.text)), "")
    if scale and not any(s in a.text for s in "万亿"):
        try:
            value = f"{(Decimal(value) * _SCALE[scale]).normalize():f}"
        except InvalidOperation:
            value = f"{value}{scale}"
    return replace(a, kind=b.kind, key=f"{b.kind}:{value}{unit}")


def _shared(found: list[Quantity], text: str) -> list[Quantity]:
    """Numbers of a list that name their unit once, at its end: 100、50、20万元; 1 million, 500,000 and 200,000 yuan."""
    result = list(found)
    lender: Quantity | None = None
    for i in range(len(result) - 2, -1, -1):
        a, b = result[i], result[i + 1]
        gap = text[a.end : b.start]
        lender = b if found[i + 1].kind != "number" else lender
        if (
            lender
            and a.kind == "number"
            and b.kind != "number"
            and a.partner is None
            and gap.strip()
            and len(gap) < 7
            and _LIST.fullmatch(gap)
        ):
            small = _amount(a) < _BIG
            result[i] = _lent(a, lender) if small else replace(a, kind=lender.kind, key=_relabelled(a, lender))
    return result


def _amount(q: Quantity) -> Decimal:
    try:
        return Decimal(q.key.partition(":")[2])
    except InvalidOperation:
        return Decimal(0)


def _relabelled(a: Quantity, b: Quantity) -> str:
    unit = re.sub(r"^[\d.□]+", "", b.key.partition(":")[2])
    return f"{b.kind}:{a.key.partition(':')[2]}{unit}"


def _placed(found: list[Quantity], stops: list[int]) -> Iterator[Quantity]:
    at = 0
    for q in found:
        while at < len(stops) and stops[at] < q.start:
            at += 1
        yield replace(q, clause=at)
