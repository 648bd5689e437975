"""Personal data in what people write, put out of sight: for good before it is kept, for a while before it is read.

Exact and narrow: mainland mobile numbers, identity card numbers, e-mail addresses; where a text is read for a reply also telephone numbers
with an area or country code, credit codes of organisations and bank cards, told by their check digits. Names of persons and addresses
of houses are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["identity", "mobile", "landline", "organisation", "card", "email"]

# What an input method may write in full width is looked for in half width; each sign stands for one, so places stay the same.
_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOCAL = r"A-Za-z0-9._%+-"
# Possessive: one look at each character however long the text is, as a question may be pasted from anywhere.
_EMAIL = re.compile(rf"(?<![{_LOCAL}])[{_LOCAL}]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++")
_KEPT_KINDS = (
    ("[身份证号]", re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")),
    ("[手机号]", re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")),
    ("[邮箱]", _EMAIL),
)

_NAMES: dict[Kind, str] = {
    "identity": "身份证号",
    "mobile": "手机号",
    "landline": "电话号码",
    "organisation": "统一社会信用代码",
    "card": "银行卡号",
    "email": "邮箱",
}
_APART = r"(?<![0-9A-Za-z□])(?<![0-9]\.)"
_APART_FROM_DIGITS = r"(?<![0-9□])(?<![0-9]\.)"
# Not the beginning of a longer number, of a decimal, of an amount or a count.
_ENDS = r"(?![0-9□]|\.[0-9]| ?(?:[万亿元%件项个]|美元|多|余|RMB|CNY|USD|yuan))"
_ENDS_APART = rf"(?![A-Za-z]){_ENDS}"
_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_CODE = r"[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]"
_SUBSCRIBER = r"[2-9](?:[0-9]{6,7}|[0-9]{2,3}[ -][0-9]{4})(?:-[0-9]{1,5}|转[0-9]{1,5})?"
_NUMBERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("identity", re.compile(rf"{_APART}[1-8][0-9]{{5}}[ -]?{_DAY}[ -]?[0-9]{{3}}[0-9Xx]{_ENDS_APART}")),
    ("organisation", re.compile(rf"{_APART}{_CODE}{{2}}[0-9]{{6}}{_CODE}{{10}}{_ENDS_APART}")),
    ("card", re.compile(rf"{_APART}[3-69](?:[0-9]{{15,18}}|[0-9]{{3}}(?:[ -][0-9]{{4}}){{3}}(?:[ -][0-9]{{1,3}})?){_ENDS_APART}")),
    ("mobile", re.compile(rf"{_APART_FROM_DIGITS}(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{{4}}){{2}}{_ENDS}")),
    ("landline", re.compile(rf"{_APART}(?:(?:\+|00)86[ -]?\(?0?|\(?0)[1-9][0-9]{{1,2}}\)?[ -]?{_SUBSCRIBER}{_ENDS_APART}")),
    ("landline", re.compile(rf"{_APART}\+[1-9](?:[ ()-]{{0,2}}[0-9]){{7,14}}{_ENDS_APART}")),
    ("landline", re.compile(rf"(?:(?<=[话机真:] )|(?<=[话机真]:))[2-9][0-9]{{6,7}}{_ENDS_APART}")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was masked: what kind it is, what stands for it, what stood there."""

    kind: Kind
    placeholder: str
    original: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and what it takes to put them back."""

    text: str
    found: tuple[Found, ...] = ()

    def restore(self, text: str) -> str:
        """``text`` (this one, or another that holds some of its placeholders) with what was there before."""
        originals = {f.placeholder: f.original for f in self.found}
        if not originals:
            return text
        return re.sub("|".join(map(re.escape, originals)), lambda m: originals[m[0]], text)


def conceal(text: str) -> Masked:
    """``text`` with a numbered placeholder (``〔手机号1〕``) for each number and address; the same number gets the same placeholder."""
    out, end, found = list[str](), 0, dict[str, Found]()
    for start, stop, kind in _personal_places(text):
        original = text[start:stop]
        if original not in found:
            found[original] = Found(kind, _free(kind, text, found), original)
        out += [text[end:start], found[original].placeholder]
        end = stop
    return Masked("".join([*out, text[end:]]), tuple(found.values()))


def mask(text: str) -> str:
    """``text`` with each number or address replaced by what it is: ``[手机号]``, ``[身份证号]``, ``[邮箱]``. Nothing else changes."""
    out, end = [], 0
    for start, stop, label in _places(text):
        out += [text[end:start], label]
        end = stop
    return "".join([*out, text[end:]])


def personal(text: str) -> dict[str, str]:
    """What :func:`mask` replaces in ``text``, as it is written there, with what stands for it."""
    return {text[start:stop]: label for start, stop, label in _places(text)}


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of each, in the order of the text, none inside another."""
    half, end = text.translate(_HALF), 0
    found = sorted((m.start(), -m.end(), label) for label, pattern in _KEPT_KINDS for m in pattern.finditer(half))
    for start, minus_stop, label in found:
        if start >= end:
            yield start, -minus_stop, label
            end = -minus_stop


def _personal_places(text: str) -> Iterator[tuple[int, int, Kind]]:
    half, end = text.translate(_HALF), 0
    found: list[tuple[int, int, int, Kind]] = [(m.start(), -m.end(), -1, "email") for m in _EMAIL.finditer(half)]
    for rank, (kind, pattern) in enumerate(_NUMBERS):
        found += [(m.start(), -m.end(), rank, kind) for m in pattern.finditer(half) if _is(kind, m[0])]
    for start, minus_stop, _, kind in sorted(found):
        if start >= end:
            yield start, -minus_stop, kind
            end = -minus_stop


def _is(kind: Kind, written: str) -> bool:
    """Whether what looks like one is one, as far as its check digits tell (GB 11643, GB 32100, ISO/IEC 7812)."""
    from stdnum import luhn
    from stdnum.cn import ric, uscc

    digits = re.sub(r"[ ()-]", "", written).upper()
    if kind == "organisation":
        return bool(uscc.is_valid(digits))
    if kind == "card":
        return bool(luhn.is_valid(digits)) and len(set(digits)) > 1
    if kind == "identity":
        # A slip in an identity number leaves it somebody's; only where another kind's check digit holds it is that.
        return ric.calc_check_digit(digits[:-1]) == digits[-1] or not (uscc.is_valid(digits) or luhn.is_valid(digits))
    return True


def _free(kind: Kind, text: str, found: dict[str, Found]) -> str:
    """The next placeholder of ``kind`` that does not stand in the text already."""
    taken = {f.placeholder for f in found.values()}
    number = 1
    while (placeholder := f"〔{_NAMES[kind]}{number}〕") in taken or placeholder in text:
        number += 1
    return placeholder
