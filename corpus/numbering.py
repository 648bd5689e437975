"""The numbering of Chinese official documents: what marker a line begins with.

Order of rank, highest first, as legislation and GB/T 9704 use it: 编 > 章 > 节 > 条 > 一、 > (一) > 1. > (1) > ①. The rank is a default
only; :mod:`corpus.parse` nests by what the document does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from corpus.numerals import NUMERAL, to_chinese, to_int

MarkerKind = Literal["book", "chapter", "section", "article", "dun", "paren", "dot", "arabic_paren", "circled"]
RANK: dict[MarkerKind, int] = {
    "book": 0, "chapter": 1, "section": 2, "article": 3, "dun": 4, "paren": 5, "dot": 6, "arabic_paren": 7, "circled": 8,
}  # fmt: skip

_LEAD = r"[ \t\u3000\u00a0]*(?:[#>*\-]+[ \t]+)?(?:\*\*|__)?"
_GAP = r"[ \t\u3000\u00a0]*"
_PATTERNS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("book", re.compile(rf"{_LEAD}第{_GAP}({NUMERAL}){_GAP}[编編](?![制写辑号码])")),
    ("chapter", re.compile(rf"{_LEAD}第{_GAP}({NUMERAL}){_GAP}章(?![程])")),
    ("section", re.compile(rf"{_LEAD}第{_GAP}({NUMERAL}){_GAP}[节節](?![能日])")),
    ("article", re.compile(rf"{_LEAD}第{_GAP}({NUMERAL}){_GAP}[条條](?:之({NUMERAL}))?(?![件款例])")),
    ("paren", re.compile(rf"{_LEAD}[(（]{_GAP}([零〇一二三四五六七八九十百]+){_GAP}[)）]{_GAP}[、.．]?")),
    ("arabic_paren", re.compile(rf"{_LEAD}(?:[(（]{_GAP}(\d{{1,3}}){_GAP}[)）]|(\d{{1,2}})[)）])")),
    ("dun", re.compile(rf"{_LEAD}([零〇一二三四五六七八九十百]{{1,5}})(?:、|[.．](?=\D))")),
    ("dot", re.compile(rf"{_LEAD}(\d{{1,3}}){_GAP}(?:[.．](?!\d)|、)")),
    ("circled", re.compile(rf"{_LEAD}([①-⑳㉑-㉟㊱-㊿])")),
)
_WRITTEN: dict[MarkerKind, str] = {
    "book": "第{0}编", "chapter": "第{0}章", "section": "第{0}节", "article": "第{0}条", "dun": "{0}、", "paren": "({0})",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """A number that a line begins with. ``end`` is where the words begin; ``sub`` is the 之N of an inserted article, else 0."""

    kind: MarkerKind
    number: int
    start: int
    end: int
    sub: int = 0


def read_marker(line: str) -> Marker | None:
    """The marker that ``line`` begins with (Markdown heading and list signs are passed over), or None."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(line)
        if match is None:
            continue
        written = next((g for g in match.groups() if g), "")
        number = int(unicodedata.numeric(written)) if kind == "circled" else to_int(written)
        if number is None or number == 0:
            continue
        sub = to_int(match[2]) or 0 if kind == "article" and match[2] else 0
        end = match.end()
        while end < len(line) and line[end] in " \t\u3000\u00a0":
            end += 1
        return Marker(kind, number, match.start(), end, sub)
    return None


def write_marker(kind: MarkerKind, number: int, sub: int = 0) -> str:
    """The marker as official texts write it: ``("paren", 6)`` → ``(六)``, ``("article", 13)`` → ``第十三条``, ``("dot", 2)`` → ``2.``."""
    if kind in _WRITTEN:
        written = _WRITTEN[kind].format(to_chinese(number))
        return f"{written}之{to_chinese(sub)}" if sub else written
    if kind == "circled":
        for code in range(0x2460, 0x32C0):
            if unicodedata.numeric(chr(code), -1.0) == float(number) and chr(code) in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
                return chr(code)
        return f"({number})"
    return f"{number}." if kind == "dot" else f"({number})"
