"""A text with its figures in digits and Chinese units, however it spells them: 三成 → 30%, 三年半 → 3.5年, 1亿2000万 → 12000万."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from assistant.verification.english import with_chinese_figures
from assistant.verification.figure_patterns import DIGITS, HAN, START, idioms
from assistant.verification.numerals import whole

_HAN_YEAR = re.compile(r"([〇零一二三四五六七八九]{4})(?=年)")
_HAN_DAY = re.compile(r"([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_SUM = re.compile(rf"{START}(\d+(?:\.\d+)?)亿(\d+(?:\.\d+)?)万")
_HALF_YEAR = re.compile(r"(?<![上下前后])半(?=年|个月|小时|天)")
_AND_A_HALF = re.compile(rf"{START}({DIGITS}|{HAN})(个?)(年|月|小时|天)半")
_FRACTION = re.compile(rf"{START}({HAN}|\d+)分之({HAN}(?:点{HAN})?|{DIGITS})")
_SLASH = re.compile(r"(?<![\d/.])(\d)/(\d{1,3})(?![\d/])")
_HALF = re.compile(r"一半|半数|过半|对半")
_TENTHS = re.compile(r"([一二三四五六七八九两\d])成(?![立为果员效功本熟长都人就品分套交绩因年语型群色])")


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """``text`` (normal) with all figures in digits and Chinese units where it spells them otherwise."""
    text = with_chinese_figures(text)
    text = idioms().sub(lambda m: "∅" * len(m[0]), text)
    text = _HAN_YEAR.sub(lambda m: "".join(str(whole(c)) for c in m[1]), text)
    text = _HAN_DAY.sub(lambda m: f"{whole(m[1])}月{whole(m[2])}日", text)
    text = _SUM.sub(lambda m: f"{(Decimal(m[1]) * 10_000 + Decimal(m[2])).normalize():f}万", text)
    text = _AND_A_HALF.sub(lambda m: f"{whole(m[1]) if whole(m[1]) is not None else m[1]}.5{m[2]}{m[3]}", text)
    text = _HALF_YEAR.sub("0.5", text)
    text = _FRACTION.sub(_fraction, text)
    text = _SLASH.sub(lambda m: _share(Decimal(m[1]), Decimal(m[2])), text)
    text = _TENTHS.sub(lambda m: f"{(whole(m[1]) or 0) * 10}%", text)
    return _HALF.sub("50%", text)


def _fraction(m: re.Match[str]) -> str:
    below, above = whole(m[1]), whole(m[2])
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
