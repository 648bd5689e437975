"""What bounds a figure (最高, 以上, up to), and which figures belong together: the ends of a range, a list with one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from assistant.verification.figure_patterns import DIGITS, HAN, SCALES, approximate, approximate_after, bound_patterns, each
from assistant.verification.numerals import SCALE
from assistant.verification.quantity import Bound, Quantity

_BETWEEN = re.compile(r"\s?(?:-|~|至|到|to|and|和)\s?")
_LIST = re.compile(r",? ?(?:、|,|和|及|或|与|and|or|/)? ?")
_STOP = re.compile(r"[,;。:!?\n、]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,;。:!?\n]|\.(?=\s|$)")
_REACH = 26
"""Characters before a figure in which a word may bound it."""
_BIG = 10_000
_APART = frozenset(("phone", "ordinal", "vague"))


def related(found: list[Quantity], text: str) -> tuple[Quantity, ...]:
    """The figures ``found`` in ``text``, in order, each with what bounds it, the range it is an end of, the unit it shares, its clause."""
    stops = [m.start() for m in _CLAUSE.finditer(text)]
    return tuple(_placed(_shared(_ranged(_bounded(found, text), text), text), stops))


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
        if not (tied or bracketed) or {a.kind, b.kind} & _APART:
            continue
        if a.kind == "date" and b.kind == "date":
            if a.key.startswith("date:-"):  # 1 March to 31 March 2026
                year = b.key[5:].split("-")[0]
                a = replace(a, key=f"date:{year}{a.key[5:]}")
            result[i], result[i + 1] = replace(a, bound=a.bound or "since"), replace(b, bound=b.bound or "until")
            continue
        a, b = _lent(a, b), _lent(b, a)
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
    value = a.value
    scale = next((s for s in SCALES.split("|") if re.match(rf"{DIGITS}{s}", b.text) or re.match(rf"{HAN}{s}", b.text)), "")
    if scale and not any(s in a.text for s in "万亿"):
        try:
            value = f"{(Decimal(value) * SCALE[scale]).normalize():f}"
        except InvalidOperation:
            value = f"{value}{scale}"
    return replace(a, kind=b.kind, key=f"{b.kind}:{value}{b.unit}")


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
            result[i] = _lent(a, lender) if small else replace(a, kind=lender.kind, key=f"{lender.kind}:{a.value}{lender.unit}")
    return result


def _amount(q: Quantity) -> Decimal:
    try:
        return Decimal(q.value)
    except InvalidOperation:
        return Decimal(0)


def _placed(found: list[Quantity], stops: list[int]) -> Iterator[Quantity]:
    at = 0
    for q in found:
        while at < len(stops) and stops[at] < q.start:
            at += 1
        yield replace(q, clause=at)
