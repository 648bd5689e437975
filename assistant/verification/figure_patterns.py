"""The expressions that figures are found with, made once from the words in ``figures.yaml``."""

from __future__ import annotations

import re
from functools import cache

from assistant.verification.words import any_of, data, pattern
from corpus.model import LOST

START = rf"(?<![\d{LOST}.零〇一二三四五六七八九十百千两廿])"
"""Where a numeral may begin: not within one, so that a long one is read once."""
HAN = r"[零〇一二三四五六七八九十百千两廿]+"
DIGITS = rf"[\d{LOST}]+(?:\.[\d{LOST}]+)?"
SCALES = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"


@cache
def number_pattern() -> re.Pattern[str]:
    """A figure: an ordinal, a vague number, or a numeral with its scale and unit."""
    units = data("figures")

    def alternatives(name: str) -> str:
        return "|".join(sorted(map(re.escape, units[name]), key=len, reverse=True))

    latin = "(?![A-Za-z])"
    return re.compile(
        rf"(?P<vague>{'|'.join(v for v in units['vague'] if not v[0].isascii() or v[0] == '[')}|(?<![A-Za-z])(?:{'|'.join(v for v in units['vague'] if v[0].isascii() and v[0] != '[')}){latin})"  # noqa: E501
        rf"|∕(?P<share>\d+⁄\d+)"
        rf"|(?P<ordinal>第[(]?(?P<ord>{HAN}|\d{{1,6}})(?!方|一线)|(?:措施|政策)?[(](?P<ord2>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[)]|措施(?P<ord3>{HAN}|\d{{1,6}})(?![项条个种]))"
        rf"|(?P<n>{DIGITS}|{HAN}(?:点{HAN})?)(?P<scale>{SCALES})?(?P<more>余|多(?=[元万亿个家件项名人年]))?"
        rf"(?:(?P<pct>[%‰])|(?P<money>{alternatives('money')})|(?P<dur>{alternatives('duration')})|(?P<count>{alternatives('count')}))?",
        re.I,
    )


@cache
def bound_patterns(*names: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the words before and behind a figure; the group that matched is the bound's name. Longer words come first, so that
    不低于 is not read as 低于."""

    def pattern_of(place: str) -> str:
        words = sorted(((w, n) for n in names for w in data("figures")[n][place]), key=lambda w: -len(w[0]))
        return "|".join(f"(?P<{n}_{i}>{any_of([w]).pattern})" for i, (w, n) in enumerate(words))

    return re.compile(pattern_of("before"), re.I), re.compile(rf"\s?(?:{pattern_of('after')})", re.I)


@cache
def idioms() -> re.Pattern[str]:
    """Words that hold a numeral and count nothing."""
    return pattern("figures", "idioms")


@cache
def approximate() -> re.Pattern[str]:
    """A word before a figure that makes it an estimate."""
    return re.compile(rf"(?:{pattern('figures', 'approx').pattern})[^,;。]{{0,3}}$", re.I)


@cache
def approximate_after() -> re.Pattern[str]:
    """The same behind it."""
    return re.compile(r"\s?(?:左右|上下|or so)", re.I)


@cache
def each() -> re.Pattern[str]:
    """A word that makes a figure one for each of several."""
    return re.compile(data("figures")["per"])


@cache
def phone() -> re.Pattern[str]:
    """A telephone number."""
    return re.compile(data("figures")["phone"])
