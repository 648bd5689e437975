"""A word that a list is asked for, as the document writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.units import Units, fold, has_word
from corpus import Corpus

_SUFFIX = re.compile(r"(?:的(?:内容|措施|规定|事|问题|工作)|方面|相关|问题|这个词|一词|这几个字|等){1,12}$")
_SPLIT = re.compile(r"以及|或者|或|和|与|及|、| and | or ")
_EITHER = re.compile(r"或| or ")


@dataclass(frozen=True)
class Standing:
    """Words that stand in the document. ``a|b`` is one of these, ``a&b`` both in one sentence.

    ``either`` when one of ``values`` is enough; ``meant`` when the word itself stands nowhere and these are other words for it.
    """

    values: tuple[str, ...]
    either: bool = False
    meant: bool = False


def standing(word: str, units: Units, corpus: Corpus) -> Standing | None:
    """``word`` as the document writes it, or None when it has no word for it."""
    for written in dict.fromkeys((word, _SUFFIX.sub("", word))):
        if len(fold(written)) >= 2 and units.stands(written):
            return Standing((written,))
    parts = [p for p in _SPLIT.split(word) if p]
    if len(parts) > 1:
        found = [_one(p.strip(), units, corpus) for p in parts]
        if any(f is None for f in found):
            return None
        values = tuple(v for f in found if f is not None for v in f.values)
        return Standing(values, either=_EITHER.search(word) is not None, meant=any(f is not None and f.meant for f in found))
    return _one(_SUFFIX.sub("", word), units, corpus)


def _one(word: str, units: Units, corpus: Corpus) -> Standing | None:
    if len(fold(word)) < 2:
        return None
    if units.stands(word):
        return Standing((word,))
    folded = fold(word)
    singular = folded[:-1] if folded.isascii() and folded.endswith("s") else folded
    names = [(i.name, *i.aliases, *((i.name_en,) if i.name_en else ())) for i in corpus.instruments]
    other = [n for group in names if folded in map(fold, group) for n in group]
    other += [m for entry in corpus.lexicon if {folded, singular} & set(map(fold, entry.say)) for m in entry.means]
    there = [n for n in dict.fromkeys(other) if len(fold(n)) >= 2 and units.stands(n)]
    if there:
        return Standing(("|".join(there),), meant=True)
    halves = compound(word, units)
    return Standing(("&".join(halves),), meant=True) if halves else None


def compound(word: str, units: Units) -> tuple[str, str] | None:
    """Two halves of a word that the document does not write as one (信托产品), where both stand in one sentence (信托等金融产品)."""
    for i in range(2, len(word) - 1):
        start, end = fold(word[:i]), fold(word[i:])
        if len(start) > 1 and len(end) > 1 and any(has_word(x, start) and has_word(x, end) for u in units.units for x in u.body):
            return word[:i], word[i:]
    return None
