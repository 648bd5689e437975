"""How much of what is asked a text speaks of: shared character pairs, everyday words counted through the lexicon.

Similarity says which text is nearest; this says whether it is near at all. Both are needed: a cosine separates another topic well, but
not a question on the topic that the text does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.glossary import load_beneficiaries
from corpus.records import LexiconEntry

_ASKER = 0.3
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
    """What a question is about: character pairs with their weights, and everyday words, each with the official words it means."""

    asked: tuple[tuple[str, float], ...]
    everyday: tuple[tuple[str, tuple[str, ...], float], ...] = ()

    @classmethod
    def of(
        cls,
        question: str,
        lexicon: Sequence[LexiconEntry],
        rarity: Callable[[str], float] = lambda _: 1.0,
        content: Callable[[str], str] = lambda words: words,
    ) -> Topic:
        """The topic of ``question``.

        ``rarity`` weighs a pair: what stands in every text tells little, what stands in none tells most. Everyday words are taken out
        as words first, so that no pair is read across their borders (专利|质押 holds no 利质); ``content`` then drops the function words
        from what is left.
        """
        lowered = question.lower()
        said = _said(lowered, lexicon)
        for word, _ in said:
            lowered = re.sub(rf"\b{re.escape(word)}\b", " ", lowered) if word.isascii() else lowered.replace(word, " ")
        everyday = tuple((w, means, _weight(means) * sum(max(rarity(p), _LEAST) for p in pairs(w))) for w, means in said)
        return cls(tuple((p, max(rarity(p), _LEAST)) for p in pairs(content(lowered))), everyday)

    def without(self, title: str) -> Topic:
        """The topic without the pairs that stand in ``title``, which every unit of that document is about; itself when nothing is left."""
        asked = tuple((p, w) for p, w in self.asked if p not in title.lower())
        everyday = tuple(e for e in self.everyday if not any(m in title for m in e[1]))
        return Topic(asked, everyday) if asked or everyday else self

    def coverage(self, text: str) -> float:
        """Share of what is asked, by weight, in [0, 1], that ``text`` holds, itself or by the official words; 0 when nothing is asked."""
        total = sum(weight for _, weight in self.asked) + sum(weight for *_, weight in self.everyday)
        if not total:
            return 0.0
        lowered = text.lower()
        held = sum(weight for p, weight in self.asked if p in lowered)
        held += sum(weight for word, means, weight in self.everyday if word in lowered or any(m in lowered for m in means))
        return held / total


def _weight(means: tuple[str, ...]) -> float:
    """How much an everyday word counts: who asks (我们厂) less than what is asked about."""
    return _ASKER if all(m in _people() for m in means) else 1.0


@cache
def _people() -> frozenset[str]:
    return frozenset(w.lower() for b in load_beneficiaries() for w in (*b.words, *b.broader))


def _said(lowered: str, lexicon: Sequence[LexiconEntry]) -> list[tuple[str, tuple[str, ...]]]:
    """The everyday words in a question, longest first, none inside another."""
    latin = frozenset(re.findall(r"[a-z0-9]+", lowered))
    starts = {lowered[i : i + 2] for i in range(len(lowered) - 1)} | set(lowered)
    words = (w for start in starts for w in _everyday_words(lexicon).get(start, ()))
    found = [(word, means) for word, means in words if (word in latin if word.isascii() else word in lowered)]
    kept: list[tuple[str, tuple[str, ...]]] = []
    rest = lowered
    for word, means in sorted(found, key=lambda f: (-len(f[0]), f[0])):
        if word in rest:
            kept.append((word, means))
            rest = rest.replace(word, " ")
    return kept


_words_of: dict[int, tuple[Sequence[LexiconEntry], dict[str, list[tuple[str, tuple[str, ...]]]]]] = {}


def _everyday_words(lexicon: Sequence[LexiconEntry]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The lexicon's words by their first two characters, each with the official words; made once for a lexicon."""
    known = _words_of.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for entry in lexicon:
            means = tuple(m.lower() for m in entry.means)
            for word in map(str.lower, entry.say):
                found.setdefault(word[:2], []).append((word, means))
        known = _words_of[id(lexicon)] = (lexicon, found)
    return known[1]
