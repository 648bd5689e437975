"""Names of persons in Latin letters: behind words that announce one (my name is, our inventor, 联系人), or a title (Ms.)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.words import name_words

_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_WORD = rf"[{_UPPER}][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’\-]{{0,24}}"
_NAME = (
    rf"(?:[{_UPPER}]\. ?){{0,3}}{_WORD}(?:(?: ?· ?| ){{1,2}}(?:(?:de|van|von|bin|al|da|la|del|der|den) ?)?(?:[{_UPPER}]\.|{_WORD})){{0,3}}"
)
_IN_A_ROW = re.compile(rf"(?: and |, and |, ?| & |; |/)(?P<found>{_NAME})")


@cache
def _announcing() -> re.Pattern[str]:
    raw = name_words().raw
    return re.compile(
        rf"(?:(?P<sure>(?i:{raw['latin_sure']}))|(?P<role>(?i:{raw['latin_roles']}))|(?P<han>(?:{raw['strong']}|{raw['roles']}|{raw['weak']}|的){raw['between']}))"
        rf"[ :,.\n]{{0,3}}(?P<found>{_NAME})(?![A-Za-z0-9])"
    )


def latin_names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it)."""
    for m in _announcing().finditer(text):
        end = _ends(m["found"], m.start("found"))
        words = len(re.findall(r"[^\s·]+", text[m.start("found") : end]))
        if (
            words > 1
            or (words and m["sure"])
            or (words and m["han"] and len(text[m.start("found") : end]) > 2 and not m["han"].endswith("的"))
        ):
            yield m.start("found"), end
            yield from _behind(text, end)
    yield from _by_form(text)


_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|[aeiouüv])(?:r(?![a-z]))?"
)


@cache
def _by_words() -> tuple[re.Pattern[str], ...]:
    raw = name_words().raw
    surname, given = raw["pinyin_surnames"], rf"(?i:{_SYLLABLE}(?:['-]?{_SYLLABLE}){{0,2}})"
    apart, end = r"(?<![A-Za-z])", r"(?![A-Za-z])"
    return (
        re.compile(rf"{apart}(?:{raw['given_names']})(?: [{_UPPER}]\.)? (?P<last>{_WORD})(?: {_WORD})?{end}"),
        re.compile(rf"{apart}(?:{surname}) (?=[{_UPPER}])(?P<last>{given}){end}"),
        re.compile(rf"{apart}(?=[{_UPPER}]){given} (?P<last>(?:{surname})){end}"),
    )


_TITLED = re.compile(
    rf"(?<![A-Za-z])(?P<found>{_WORD})(?= ?(?:老师|总(?![局部额量体和共计是结数]|经理)|先生|女士|小姐|经理|博士|教授|律师|主任))"
)
_LINE = re.compile(rf"\n ?(?P<found>{_NAME}) ?(?=\n|$)")


def _by_form(text: str) -> Iterator[tuple[int, int]]:
    """Behind which a Chinese title stands (Tony老师); what is alone on a line near the end."""
    for m in _TITLED.finditer(text):
        if _ends(m["found"], 0):
            yield m.span("found")
    for pattern in _by_words():
        for m in pattern.finditer(text):
            if _ends(m["last"], 0) and _ends(m[0], 0) == len(m[0]):
                yield m.span()
    for m in _LINE.finditer(text):
        words = m["found"].split()
        if 2 <= len(words) <= 4 and _ends(m["found"], 0) == len(m["found"]) and text.count("\n", m.end()) < 3:
            yield m.span("found")


def _behind(text: str, end: int) -> Iterator[tuple[int, int]]:
    for _ in range(8):
        m = _IN_A_ROW.match(text, end)
        if m is None:
            return
        following = _ends(m["found"], m.start("found"))
        if len(re.findall(r"[^\s·]+", text[m.start("found") : following])) < 2:
            return
        yield m.start("found"), following
        end = following


def _ends(found: str, place: int) -> int:
    """Where the name ends: before the first word that is no name."""
    nationals, end = name_words().raw["nationals"].split("|"), 0
    for w in re.finditer(r"[^\s·]+", found):
        if w[0].strip(".") in nationals or (
            w[0].isupper() and len(w[0]) > 1 and end == 0 and w[0] in ("PCT", "IP", "SME", "QQ", "VX", "WX", "PDF", "APP", "ISO")
        ):
            break
        end = w.end()
    return place + end
