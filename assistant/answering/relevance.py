"""How much of what is asked a text speaks of: shared character pairs, everyday words counted through the lexicon.

Similarity says which text is nearest; this says whether it is near at all. Both are needed: a cosine separates another topic well, but
not a question on the topic that the text does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.records import LexiconEntry

_LEAST = 0.5
"""Weight of the commonest pair."""
_PIECE = re.compile(r"[\u3400-\u9fff]+|[a-z0-9][a-z0-9.%+-]*")


def pairs(words: str) -> tuple[str, ...]:
    """The character pairs and Latin words of ``words``; a lone character stands for itself."""
    found: list[str] = []
    for piece in _PIECE.findall(words.lower()):
        if piece.isascii():
            # A plural finds its singular; the singular finds the plural as a part of it.
            found.append(piece[:-1] if len(piece) > 3 and piece.endswith("s") and not piece.endswith("ss") else piece)
        elif len(piece) == 1:
            found.append(piece)
        else:
            found += [piece[i : i + 2] for i in range(len(piece) - 1)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Topic:
    """What a question is about: its pairs with their weights, and for each everyday word in it the pairs it explains and the official
    words it means."""

    asked: tuple[tuple[str, float], ...]
    everyday: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, content: str, lexicon: Sequence[LexiconEntry], rarity: Callable[[str], float] = lambda _: 1.0) -> Topic:
        """The topic of ``content`` (a question without its function words).

        ``rarity`` weighs a pair: what stands in every text tells little, what stands in none tells most. Everyday words are cut out as
        words, so that no pair is read across their borders (专利|质押 holds no 利质).
        """
        lowered = content.lower()
        latin = frozenset(_PIECE.findall(lowered))
        everyday: list[tuple[frozenset[str], tuple[str, ...]]] = []
        words: list[str] = []
        for entry in lexicon:
            said = [s.lower() for s in entry.say if (s.lower() in latin if s.isascii() else s.lower() in lowered)]
            if said:
                everyday.append((frozenset(p for s in said for p in pairs(s)), tuple(m.lower() for m in entry.means)))
                words += [s for s in said if not s.isascii()]
        if words:
            cut = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
            lowered = cut.sub(lambda m: f" {m[0]} ", lowered)
        return cls(tuple((p, max(rarity(p), _LEAST)) for p in pairs(lowered)), tuple(everyday))

    def coverage(self, text: str) -> float:
        """Share of what is asked, by weight, in [0, 1], that ``text`` holds, itself or by the official words; 0 when nothing is asked."""
        total = sum(weight for _, weight in self.asked)
        if not total:
            return 0.0
        lowered = text.lower()
        explained: set[str] = set()
        for covered, official in self.everyday:
            if any(word in lowered for word in official):
                explained |= covered
        return sum(weight for p, weight in self.asked if p in lowered or p in explained) / total
