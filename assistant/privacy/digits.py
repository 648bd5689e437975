"""Numbers that are somebody's: what they look like, and whether they are one, by check digits, dates, grouping and the words around.

Every pattern looks at a bounded number of characters from each place, so that the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.model import Kind
from assistant.privacy.words import cues

_S = r"[ \-.·_\n/]{0,3}"
"""What people put between the groups of a number."""
_APART = r"(?<![0-9A-Za-z□])(?<![0-9]\.)"
_APART_FROM_DIGITS = r"(?<![0-9□])(?<![0-9]\.)"
_END = r"(?![0-9□]|\.[0-9])"
_END_APART = r"(?![0-9A-Za-z□]|\.[0-9])"
_CODE = "0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy"
_EXTENSION = r"(?:[ ,]?(?:转|分机号?|内线|ext\.?|extension|x|#|-)[ :]?[0-9]{1,6}(?![0-9]))?"
_UNIT = re.compile(
    r" ?(?:[万亿元股吨%‰‱℃]|千克|公[里斤顷]|平方|立方|美元|欧元|人民币|港[元币]|RMB|CNY|USD|yuan|人次|[件项台套户辆篇家]|个(?!人)|[多余])",
    re.I,
)
_MONEY = re.compile(r" ?(?:[万亿元%‰]|美元|欧元|人民币|港[元币]|RMB|CNY|USD|yuan)", re.I)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_GROUPINGS = frozenset(
    (
        (3, 4, 4),
        (3, 3, 5),
        (4, 3, 4),
        (5, 6),
        (3, 8),
        (7, 4),
        (3, 5, 3),
        (4, 4, 3),
        (2, 4, 5),
        (1,) * 11,
        (2, 2, 2, 2, 2, 1),
        (3, 2, 2, 2, 2),
        (3, 2, 2, 4),
        (1, 2, 4, 4),
        (6, 5),
        (1, 10),
        (3, 4, 2, 2),
    )
)
"""How people group the digits of a mobile number; any other needs a word that says what it is."""
_FAR = 14


@dataclass(frozen=True)
class Shape:
    """A kind of number: where one may stand (a pattern that matches in a lookahead, group 1), and whether it is one."""

    kind: Kind
    pattern: re.Pattern[str]
    holds: Callable[[str, int, str], int]
    """Takes the text, the place and what stands there; gives how many characters of it are the number, 0 for none."""


def numbers(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of what looks like one in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it); they may overlap."""
    for shape in _shapes():
        for m in shape.pattern.finditer(text):
            length = shape.holds(text, m.start(1), m[1])
            if length:
                yield shape.kind, m.start(1), m.start(1) + length
    yield from _behind_a_cue(text)


def compact(written: str) -> str:
    """``written`` without what only groups its digits."""
    return re.sub(r"[^0-9A-Za-z]", "", written).upper()


def said_before(text: str, place: int, name: str, far: int = _FAR) -> bool:
    """Whether one of the cue words ``name`` stands shortly before ``place``, in the same sentence."""
    window = re.split(r"[。;!?]", text[max(0, place - far) : place])[-1]
    return cues()[name].search(window) is not None


def _whole(text: str, place: int, written: str, *, units: re.Pattern[str] = _UNIT) -> int:
    """All of it, where no unit of measure stands behind it and no word before that makes it the number of something else."""
    end = place + len(written)
    return 0 if units.match(text, end) or said_before(text, place, "other_numbers", 12) else len(written)


def _mobile(text: str, place: int, written: str) -> int:
    cued = said_before(text, place, "phone")
    if not cued and not _whole(text, place, written):
        return 0
    if _MONEY.match(text, place + len(written)):
        return 0
    digits = re.sub(r"^(?:\+|00)?\(?86\)?[^0-9]{0,3}(?=1)", "", written)
    groups = tuple(len(g) for g in re.split(r"[^0-9]+", digits) if g)
    wrapped = len(groups) == 2 and "\n" in written and min(groups) > 2
    return len(written) if len(groups) == 1 or groups in _GROUPINGS or wrapped or cued else 0


def _landline(text: str, place: int, written: str) -> int:
    if _whole(text, place, written) or (said_before(text, place, "phone") and not _MONEY.match(text, place + len(written))):
        return len(written)
    return 0


def _service(text: str, place: int, written: str) -> int:
    """400-xxx-xxxx; without its groups only behind a word that says so."""
    return _landline(text, place, written) if not written.isdigit() or said_before(text, place, "phone") else 0


def _identity(text: str, place: int, written: str) -> int:
    digits = compact(written)
    cued = said_before(text, place, "identity")
    if not cued and not _whole(text, place, written):
        return 0
    if len(digits) == 15 and said_before(text, place, "account"):
        return 0
    dated = _is_day(digits[6:14]) if len(digits) == 18 else _is_day(f"19{digits[6:12]}")
    if not dated or (digits[:2] not in _PROVINCES and not (digits[0] == "9" and len(digits) == 18)):
        return len(written) if cued else 0
    if len(digits) == 18 and not cued:
        from stdnum import luhn
        from stdnum.cn import ric, uscc

        # A slip in an identity number leaves it somebody's; only where another kind's check digit holds it is that.
        card = digits[:2] == "62" and luhn.is_valid(digits) and _card_groups(written)
        if ric.calc_check_digit(digits[:-1]) != digits[-1] and (uscc.is_valid(digits) or card):
            return 0
    return len(written)


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31


def _organisation(text: str, place: int, written: str) -> int:
    from stdnum.cn import uscc

    digits = compact(written)
    if uscc.is_valid(digits) or said_before(text, place, "organisation"):
        return _whole(text, place, written, units=_MONEY)
    # A slip: what is built like one, letters and all.
    return _whole(text, place, written) if digits[2:4] in _PROVINCES and re.search("[A-Z]", digits[8:17]) else 0


def _card(text: str, place: int, written: str) -> int:
    """As many groups as make a card number by its check digit (ISO/IEC 7812); without one where a word says that it is one."""
    from stdnum import luhn

    ends = [m.end() for m in re.finditer(r"[0-9](?![0-9])", written)]
    lengths = {end: len(compact(written[:end])) for end in ends}
    cued = said_before(text, place, "account", 20)
    for end in sorted(ends, reverse=True):
        digits = compact(written[:end])
        if len(digits) == 18 and not cued and _identity(text, place, written[:end]):
            return 0
        valid = 15 <= lengths[end] <= 19 and digits[0] in "34569" and luhn.is_valid(digits) and len(set(digits)) > 1
        if valid and (cued or _card_groups(written[:end])) and (cued or _whole(text, place, written[:end])):
            return end
    if cued and ends and lengths[ends[-1]] >= 9 and not _UNIT.match(text, place + ends[-1]):
        return ends[-1]
    return 0


def _card_groups(written: str) -> bool:
    groups = [len(g) for g in re.split(r"[^0-9]+", written) if g]
    return len(groups) == 1 or all(g == 4 for g in groups[:-1]) or groups in ([6, 13], [6, 10], [6, 11], [6, 12], [4, 6, 5])


def _passport(text: str, place: int, written: str) -> int:
    return len(written) if said_before(text, place, "passport") else _whole(text, place, written)


def _permit(text: str, place: int, written: str) -> int:
    return len(written) if said_before(text, place, "permit") else _whole(text, place, written)


def _hong_kong(text: str, place: int, written: str) -> int:
    """An identity card of Hong Kong by its check digit (letters A=10 … Z=35, weights 9 … 1, modulo 11)."""
    code = compact(written)
    values = [36] * (9 - len(code)) + [int(c, 36) for c in code[:-1]]
    check = {"A": 10}.get(code[-1], int(code[-1]) if code[-1].isdigit() else -1)
    total = sum(v * w for v, w in zip(values, range(9, 1, -1), strict=True)) + check
    return len(written) if total % 11 == 0 or said_before(text, place, "permit") else 0


def _taiwan(text: str, place: int, written: str) -> int:
    """An identity card of Taiwan by its check digit."""
    code = compact(written)
    first = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(code[0]) + 10
    digits = [first // 10, first % 10, *map(int, code[1:])]
    total = sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    return len(written) if total % 10 == 0 or said_before(text, place, "permit") else 0


def _plate(text: str, place: int, written: str) -> int:
    code = compact(written)[1:] + ("x" if written[-1] in "挂学警港澳领" else "")
    cued = said_before(text, place, "plate")
    if len(code) not in (5, 6) or not re.search("[0-9]", code):
        return 0
    return len(written) if cued or (sum(c.isdigit() for c in code) >= 2 and _whole(text, place, written)) else 0


def _pattern(body: str, before: str = _APART, end: str = _END_APART) -> re.Pattern[str]:
    return re.compile(f"{before}(?=({body}){end})", re.I)


@cache
def _shapes() -> tuple[Shape, ...]:
    number = rf"[2-9](?:{_S}[0-9]){{6,7}}"
    return (
        Shape("identity", _pattern(rf"[1-9](?:{_S}[0-9]){{16}}{_S}[0-9X×*]"), _identity),
        Shape("identity", _pattern(rf"[1-8](?:{_S}[0-9]){{14}}"), _identity),
        Shape("organisation", _pattern(rf"[1-9AN][1-59][ \-]?[0-9](?:[ \-]?[0-9]){{5}}(?:[ \-]{{0,2}}[{_CODE}]){{10}}"), _organisation),
        Shape("card", _pattern(rf"[0-9](?:{_S}[0-9]){{8,24}}"), _card),
        Shape(
            "mobile",
            _pattern(rf"(?:(?:\+|00)?\(?\+?86\)?{_S})?\(?1{_S}[3-9]{_S}[0-9]\)?(?:[,、]?{_S}[0-9]){{8}}", _APART_FROM_DIGITS, _END),
            _mobile,
        ),
        Shape(
            "landline",
            _pattern(rf"(?:(?:\+|00)86{_S})?[(\[【〔]?0(?:10|2[0-9]|[3-9][0-9]{{2}})[)\]】〕]?{_S}{number}(?![0-9]){_EXTENSION}"),
            _landline,
        ),
        Shape(
            "landline",
            _pattern(rf"(?:(?:\+|00)86{_S})[(\[]?(?:10|2[0-9]|[3-9][0-9]{{2}})[)\]]?{_S}{number}(?![0-9]){_EXTENSION}"),
            _landline,
        ),
        Shape("landline", _pattern(rf"[48]00(?:{_S}[0-9]){{7}}"), _service),
        Shape("landline", _pattern(r"\+[1-9](?:[ ()\-]{0,2}[0-9]){7,14}"), _landline),
        Shape("landline", _pattern(r"(?:00)?(?:852|853|886)[ \-][0-9](?:[ \-]?[0-9]){7,8}"), _landline),
        Shape("passport", _pattern(rf"(?:[EG]{_S}[0-9](?:{_S}[0-9]){{7}}|E[A-HJ-NP-Z]{_S}[0-9](?:{_S}[0-9]){{6}})"), _passport),
        Shape("permit", _pattern(rf"[HM]{_S}[0-9](?:{_S}[0-9]){{7}}(?:{_S}[0-9]{{2}})?"), _permit),
        Shape("permit", _pattern(r"[A-Z]{1,2}[0-9]{6} ?\([0-9A]\)", end=""), _hong_kong),
        Shape("permit", _pattern(r"[A-Z][1289][0-9]{8}"), _taiwan),
        Shape(
            "plate",
            _pattern(
                r"(?:WJ ?)?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使] ?[A-HJ-NP-Y][ ·.\-]?"
                r"[A-HJ-NP-Z0-9](?:[ ·.\-]?[A-HJ-NP-Z0-9]){3,4}(?:[A-HJ-NP-Z0-9](?![A-Z0-9])|[挂学警港澳领])?",
                before="",
            ),
            _plate,
        ),
    )


@cache
def _cued() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Numbers that nothing but the word before them makes one."""
    local = rf"[2-9](?:{_S}[0-9]){{6,7}}(?![0-9]){_EXTENSION}(?![0-9A-Za-z])"
    several = r"{0}(?:(?:[、,/;和或及]| {{1,3}}){{1,2}}{0}){{0,4}}"
    kinds: tuple[tuple[Kind, str, str], ...] = (
        ("landline", "phone", local),
        ("passport", "passport", rf"[A-Z]{{0,2}}{_S}[0-9](?:{_S}[0-9]){{5,8}}(?![0-9A-Za-z])"),
        ("permit", "permit", rf"[A-Z]{{0,3}}{_S}[0-9](?:{_S}[0-9]){{6,11}}(?![0-9A-Za-z])(?: ?\([0-9A-Z]{{1,2}}\))?"),
        ("record", "record", rf"[A-Z]{{0,4}}{_S}[0-9](?:{_S}[0-9]){{4,19}}(?![0-9A-Za-z])"),
        ("qq", "qq", rf"[1-9](?:{_S}[0-9]){{4,10}}(?![0-9A-Za-z]|{_S}[0-9])"),
        ("organisation", "organisation", r"[0-9A-Z](?:[ \-]{0,2}[0-9A-Z]){7,19}(?![0-9A-Za-z])"),
    )
    return tuple(
        (kind, re.compile(rf"{cues()[cue].pattern}(?P<filler>{cues()['filler'].pattern})(?P<found>{several.format(body)})", re.I))
        for kind, cue, body in kinds
    )


def _behind_a_cue(text: str) -> Iterator[tuple[Kind, int, int]]:
    for kind, pattern in _cued():
        for m in pattern.finditer(text):
            if _MONEY.match(text, m.end()):
                continue
            for each in re.finditer(r"[^、,/;和或及]+", m["found"]):
                if re.search("[0-9]{2}", each[0]):
                    lead = len(each[0]) - len(each[0].lstrip())
                    yield kind, m.start("found") + each.start() + lead, m.start("found") + len(each[0].rstrip()) + each.start()
