"""Chinese, Arabic and circled numerals to integers, and small integers back to Chinese.

The reading of Chinese numerals is ``cn2an``'s; this module adds what official texts need around it: full-width digits, ``〇``, ``廿``,
circled numbers, and the guarantee that what is no numeral gives ``None`` instead of an exception.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CHINESE_DIGITS = "零〇一二三四五六七八九十百千两廿"
CHINESE_NUMERAL = rf"[{CHINESE_DIGITS}]{{1,12}}"
"""Longer than any number that is written out: an endless row of digits is none, and would be read from each of its digits anew."""
NUMERAL = rf"(?:{CHINESE_NUMERAL}|[0-9\uff10-\uff19]{{1,4}})"
"""Regular expression for an ordinal as official numbering writes it, without a group of its own."""

_UNITS = "零一二三四五六七八九"


@lru_cache(maxsize=4096)
def to_int(written: str) -> int | None:
    """The integer that ``written`` stands for (``二十一``, ``21``, ``21``, ``②``), or None when it is no whole number."""
    text = unicodedata.normalize("NFKC", written).replace(" ", "").replace("\u3000", "")
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if not re.fullmatch(CHINESE_NUMERAL + "|[万亿" + CHINESE_DIGITS + "]+", text):
        return None
    small = _below_hundred(text)
    if small is not None:
        return small
    from cn2an import cn2an

    try:
        return int(cn2an(text, "smart"))
    except (KeyError, ValueError):
        # cn2an looks characters up where their order makes no numeral (一亿一, 廿零), and does not catch what it does not find.
        return None


def _below_hundred(text: str) -> int | None:
    """十, 二十, 二十一, 九: nearly all ordinals; spares the import of the full reader."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _UNITS.index(text) if len(text) == 1 and text in _UNITS else None
    if len(tens) > 1 or len(ones) > 1 or (tens and tens not in _UNITS) or (ones and ones not in _UNITS):
        return None
    return (_UNITS.index(tens) if tens else 1) * 10 + (_UNITS.index(ones) if ones else 0)


def to_chinese(number: int) -> str:
    """``number`` (0–9999) as official numbering writes it: 6 → 六, 21 → 二十一, 102 → 一百零二.

    Raises:
        ValueError: outside the range.
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is outside 0–9999")
    if number < 10:
        return _UNITS[number]
    if number < 20:
        return "十" + (_UNITS[number - 10] if number > 10 else "")
    out, pending_zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if pending_zero and out else "") + _UNITS[digit] + name
            pending_zero = False
        else:
            pending_zero = True
    return out
