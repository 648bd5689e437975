"""A text as the patterns see it: one width, one dash, one blank, nothing invisible; each place leads back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.privacy.model import PLACEHOLDER

_GONE = "\u200b"
HIDDEN = "\ue000"
"""Stands for what was concealed before, so that no pattern reaches across it."""
_DASHES = "-−ー⁃∼〜~～‐‑–—―﹣－⸺⸻─━"
_DOTS = "·•・‧∙⋅･●‥"
_INVISIBLE = "\u034f\u115f\u1160\u3164\u20e3"


class _Fold(dict[int, str]):
    """What each character is taken for, one for one; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(c: str) -> str:
    category = unicodedata.category(c)
    if c in "\n\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if category == "Zs" or c in "\t\r":
        return " "
    if category in ("Cf", "Cc", "Cs", "Co", "Cn") or c in _INVISIBLE or "\ufe00" <= c <= "\ufe0f":
        return _GONE
    if category == "Pd" or c in _DASHES:
        return "-"
    if c in _DOTS:
        return "·"
    if category == "Nd":
        return str(unicodedata.decimal(c))
    plain = unicodedata.normalize("NFKC", c) if category != "No" else c
    return plain if len(plain) == 1 else c


_FOLD = _Fold()
_NUMERALS = "〇零○一二三四五六七八九幺壹贰貳叁參参肆伍陆陸柒捌玖两兩洞拐勾①②③④⑤⑥⑦⑧⑨⓪"
_WORDS = str.maketrans(_NUMERALS, "00012345678911223334566789220791234567890")
_SPELLED = re.compile(f"[{_NUMERALS}]")
_LEAST_SPELLED = 3
_LETTERS = re.compile(r"(?<=[0-9])[OoIl](?=[0-9])")
"""What stands for 0 and 1 where nobody should find the number."""


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` is what is looked at; ``origin`` gives for each of its characters the place in the original (None: the same place)."""

    text: str
    origin: tuple[int, ...] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original that ``text[start:end]`` stands for."""
        return (start, end) if self.origin is None else (self.origin[start], self.origin[end - 1] + 1)

    def spelled(self) -> Plain | None:
        """The same with digits for numerals written as words (一三八, 壹叁捌, 幺) or letters (13O); None where there are next to none."""
        words = sum(1 for _ in zip(_SPELLED.finditer(self.text), range(_LEAST_SPELLED), strict=False))
        if words < _LEAST_SPELLED and not _LETTERS.search(self.text):
            return None
        return Plain(_LETTERS.sub(lambda m: "0" if m[0] in "Oo" else "1", self.text.translate(_WORDS)), self.origin)


def plain(text: str) -> Plain:
    """``text`` as the patterns see it. What an earlier concealing has put there is hidden from them."""
    folded = text.translate(_FOLD)
    if "〔" in text:
        pieces, end = [], 0
        for m in PLACEHOLDER.finditer(text):
            pieces += [folded[end : m.start()], HIDDEN * len(m[0])]
            end = m.end()
        folded = "".join([*pieces, folded[end:]])
    if _GONE not in folded:
        return Plain(folded)
    origin = tuple(place for place, c in enumerate(folded) if c != _GONE)
    return Plain(folded.replace(_GONE, ""), origin)
