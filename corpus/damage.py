"""Damage that a text still shows after restoring: what stands there is not what was written, and nobody knows it for sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.readers.encoding import common_share

DamageKind = Literal["replacement", "tag", "entity", "mojibake"]
_LEFTOVERS: tuple[tuple[DamageKind, re.Pattern[str]], ...] = (
    ("replacement", re.compile("\ufffd+|(?:锟斤拷)+")),
    ("tag", re.compile(r"/(?:p|div|span|td|br)>|</?(?:p|div|span|td|tr|br|font)(?:\s[^<>\n]{0,200})?/?>", re.I)),
    ("entity", re.compile(r"[?&]?(?:[lr][ds]quo|nbsp|ensp|emsp|hellip|mdash|ndash|middot|amp|lt|gt|quot);|&#x?[0-9a-f]{2,6};", re.I)),
)
_WRONG_ENCODINGS = ("gb18030", "cp1252", "latin-1")
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Damage:
    """A slice of a text that shows damage."""

    start: int
    end: int
    kind: DamageKind
    text: str


def find_damage(text: str) -> list[Damage]:
    """The damaged places of ``text``, in order: U+FFFD, pieces of tags and entities, and lines decoded with the wrong encoding."""
    lines = list(_mojibake(text))
    inside = {offset for line in lines for offset in range(line.start, line.end)}
    pieces = (Damage(m.start(), m.end(), kind, m[0]) for kind, pattern in _LEFTOVERS for m in pattern.finditer(text))
    return sorted([*lines, *(p for p in pieces if p.start not in inside)], key=lambda d: (d.start, d.end))


def _mojibake(text: str) -> Iterator[Damage]:
    """Lines, or the parts of lines between ASCII and stops, that become common Chinese when the wrong decoding is undone."""
    for match in re.finditer(r"[^\n\x00-\x7f。，；：]+(?:[^\n。，；：]*[^\n\x00-\x7f。，；：]+)?", text):
        piece = match[0]
        if sum(not c.isascii() for c in piece) < _FEWEST or common_share(piece) > 0.3:
            continue
        for name in _WRONG_ENCODINGS:
            undone = piece.encode(name, errors="ignore").decode("utf-8", errors="ignore")
            wide = sum("\u4e00" <= c <= "\u9fff" for c in undone)
            if wide >= _FEWEST and 4 * wide >= len(piece) and common_share(undone) > common_share(piece) + 0.25:
                yield Damage(match.start(), match.end(), "mojibake", piece)
                break
