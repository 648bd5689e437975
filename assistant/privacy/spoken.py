"""Numbers read out in English (one three eight, double two)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.privacy.digits import said_before
from assistant.privacy.model import Kind

_VALUES = {w: str(i) for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])} | {
    "oh": "0",
    "o": "0",
}
_TIMES = {"double": 2, "triple": 3}
_DIGIT = "|".join(sorted([*_VALUES, *_TIMES], key=len, reverse=True))
_READ_OUT = re.compile(rf"\b(?:(?:{_DIGIT}|[0-9])\b[ ,-]{{1,2}}){{6,24}}(?:{_DIGIT}|[0-9])\b", re.I)


def spoken_numbers(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of each in ``text``: a mobile number by its form, any other where a word says that it is a telephone."""
    for m in _READ_OUT.finditer(text):
        digits, times = "", 1
        words = re.findall(r"[a-z]+|[0-9]", m[0].lower())
        for word in words:
            if word in _TIMES:
                times = _TIMES[word]
            else:
                digits, times = digits + _VALUES.get(word, word) * times, 1
        if not any(w.isalpha() for w in words):
            continue
        if re.fullmatch(r"(?:86)?1[3-9][0-9]{9}", digits):
            yield "mobile", m.start(), m.end()
        elif len(digits) >= 7 and said_before(text, m.start(), "phone", 24):
            yield "landline", m.start(), m.end()
