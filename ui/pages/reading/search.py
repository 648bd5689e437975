"""Words looked for in a document, letter by letter: one width, one case, nothing else made equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 80
"""How many characters of what is looked for are read."""
TERMS = 6
"""How many words are looked for at once."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-"})


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """``text`` in one width and case, character for character, so that offsets stay."""
    return "".join(_one(c) for c in text.translate(_QUOTES))


@lru_cache(maxsize=16_384)
def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def terms(query: str) -> tuple[str, ...]:
    """The words of ``query``, folded, each once."""
    return tuple(dict.fromkeys(folded(query[:LONGEST]).split()))[:TERMS]


def places(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """The slices of ``text`` where one of the folded ``words`` stands, in order and apart from each other."""
    return [m.span() for m in _any_of(words).finditer(folded(text))] if words else []


def count(text: str, words: tuple[str, ...]) -> int:
    """How often one of the folded ``words`` stands in ``text``, which is folded already: as many as :func:`places` finds."""
    return sum(1 for _ in _any_of(words).finditer(text)) if words else 0


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether all of the folded ``words`` stand in ``text``."""
    plain = folded(text)
    return all(word in plain for word in words)
