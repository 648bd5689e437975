"""Personal data in what people write, put out of sight before it is kept.

Exact and narrow: mainland mobile numbers, identity card numbers, e-mail addresses. Names and addresses of houses are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# What an input method may write in full width is looked for in half width; each sign stands for one, so places stay the same.
_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_LOCAL = r"A-Za-z0-9._%+-"
# Possessive: one look at each character however long the text is, as a question may be pasted from anywhere.
_KINDS = (
    ("[身份证号]", re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")),
    ("[手机号]", re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")),
    ("[邮箱]", re.compile(rf"(?<![{_LOCAL}])[{_LOCAL}]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++")),
)


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
    found = sorted((m.start(), -m.end(), label) for label, pattern in _KINDS for m in pattern.finditer(half))
    for start, minus_stop, label in found:
        if start >= end:
            yield start, -minus_stop, label
            end = -minus_stop
