"""A message as it is read, each character with its place in the message as it was written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from assistant.eligibility.reading.codes import CODE

_STOP = "。"


@dataclass(frozen=True)
class Written:
    """``text`` in NFKC, lower case and simplified characters, without what cannot be seen, without spaces between Chinese characters and
    with a stop in place of each credit code; ``places[i]`` is where its character ``i`` stands in ``source``."""

    source: str
    text: str
    places: tuple[int, ...]

    def slice(self, start: int, end: int) -> str:
        """The words of the source behind ``text[start:end]``."""
        return self.source[self.places[start] : self.places[end - 1] + 1] if start < end else ""

    @cached_property
    def is_chinese(self) -> bool:
        """Whether the message holds Chinese characters."""
        return any(_is_han(c) for c in self.text)


def write(source: str) -> Written:
    """``source`` as it is read."""
    pairs = [(c, i) for i, raw in enumerate(source) for c in _plain(raw)]
    text = "".join(c for c, _ in pairs)
    hidden = {k for m in CODE.finditer(text) for k in range(*m.span())}
    pairs = [(_STOP if k in hidden else c, i) for k, (c, i) in enumerate(pairs)]
    kept = [(c, i) for k, (c, i) in enumerate(pairs) if c != " " or _parts(pairs, k)]
    return Written(source, _simplified("".join(c for c, _ in kept)), tuple(i for _, i in kept))


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    """One character in NFKC and lower case; white space as one space, a new line as itself, nothing for what cannot be seen."""
    if char in "\n\r\u2028\u2029":
        return "\n"
    if char in "’‘ʼ＇":
        return "'"
    out = ""
    if unicodedata.category(char) == "No" and (number := unicodedata.normalize("NFKC", char)).isdigit():
        return f"({number})"
    for c in unicodedata.normalize("NFKC", char).lower():
        kind = unicodedata.category(c)
        out += " " if c.isspace() else "" if kind in ("Cc", "Cf", "Co", "Cs", "Cn") else c
    return out


def _parts(pairs: list[tuple[str, int]], k: int) -> bool:
    """Whether the space at ``k`` parts anything: not behind another, and not where a text is s p a c e d out in Chinese."""
    around = [pairs[i][0] if 0 <= i < len(pairs) else " " for i in range(k - 2, k + 3)]
    if around[1] in " \n":
        return False
    spaced = around[0] == " " or around[4] == " "
    return not (spaced and _is_han(around[1]) and _is_han(around[3]))


def _simplified(text: str) -> str:
    if not any(_is_han(c) for c in text):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(s := _converter().convert(c)) != 1 else s for c in text)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
