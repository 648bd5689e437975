"""How a text binds itself, clause by clause: commitment words with their strength
(``corpus/records/commitments.yaml``), Chinese and English.

The first word of a clause governs those after it (鼓励……设立: setting up is encouraged), and 鼓励, 支持 and
their like at the beginning of a
sentence govern its later clauses too, except where something is given, first in line, owed or punished there: those words count on their
own (鼓励……,对符合条件的给予……). A clause without any such word goes on with what the clause before it does; a
first one simply says what is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.verification.segments import Segment, segments
from assistant.verification.words import any_of, data
from corpus.glossary import load_commitments

_OWN = frozenset(("grant", "priority", "penalty"))
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Force:
    """A word that binds, with the kind and strength of its word on record (``base``); *plain* where a text says a thing without any."""

    kind: str
    strength: int
    word: str
    start: int = -1
    base: str = ""


PLAIN = Force("plain", 3, "")


@lru_cache(maxsize=2048)
def forces(text: str) -> tuple[tuple[Segment, tuple[Force, ...]], ...]:
    """The clauses of ``text`` (normal), each with the words that bind in it."""
    found: list[tuple[Segment, tuple[Force, ...]]] = []
    words = _words(text)
    behind = _behind(text, words)
    heads: dict[int, Force] = {}
    carried: tuple[int, tuple[Force, ...]] = (-1, ())
    for segment in segments(text):
        own = [w for w in words if segment.start <= w.start < segment.end]
        if own:
            heads.setdefault(segment.sentence, own[0])
        inherited = carried[1] if carried[0] == segment.sentence else ()
        bound = _binding(own, behind or heads.get(segment.sentence), inherited)
        carried = (segment.sentence, bound)
        found.append((segment, bound))
    return tuple(found)


def _binding(own: list[Force], head: Force | None, inherited: tuple[Force, ...]) -> tuple[Force, ...]:
    if not own:
        return inherited or (PLAIN,)
    standing = [f for f in own if f.kind in _OWN or (f.kind == "duty" and f.strength >= _ENOUGH)]
    first = own[0]
    if head is not None and first not in standing and first.base not in _governing() and _governs(head, first):
        first = head
    return tuple(dict.fromkeys((first, *standing))) if first.base in _leading() else tuple(own)


def _governs(head: Force | None, first: Force) -> bool:
    """Whether the word that a sentence begins with governs the first word of a later clause: 鼓励 does, unless that holds back more."""
    return head is not None and head.base in _governing() and head.strength <= first.strength and not first.word.isascii()


def _behind(text: str, words: list[Force]) -> Force | None:
    """The 支持 or 鼓励 that a sentence ends with and that all before it is subject to (设立……的,予以支持)."""
    found = _named_behind().search(text)
    if found is None:
        return None
    return next((w for w in words if found.start() <= w.start < found.end() and w.base in _governing()), None)


def _words(text: str) -> list[Force]:
    known = _known()
    mentions = (m for m in _chinese().finditer(text) if m[0] in known and not _idle(text, m))
    found = [Force(*known[m[0]], m[0], m.start(), m[0]) for m in mentions]
    if re.search("[A-Za-z]{3}", text):
        for expression, word in _english():
            found += [Force(known[word][0], known[word][1], m[0], m.start(), word) for m in expression.finditer(text) if not _aim(text, m)]
    return sorted(found, key=lambda f: f.start)


def _idle(text: str, m: re.Match[str]) -> bool:
    """Whether a commitment word says nothing of its own here: 给予 of 给予支持, 支持 of 支持创新的作用."""
    return (m[0] in ("给予", "予以") and text[m.end() : m.end() + 2] in ("支持", "鼓励")) or _attributive().match(
        text, m.start()
    ) is not None


def _aim(text: str, m: re.Match[str]) -> bool:
    """Whether an English word only says what for (encourages companies to set up …): what governs it binds, not it."""
    return text[max(0, m.start() - 3) : m.start()].lower() == "to "


@cache
def _known() -> dict[str, tuple[str, int]]:
    return {c.word: (c.kind, c.strength) for c in load_commitments()}


@cache
def _chinese() -> re.Pattern[str]:
    """Commitment words and the longer words in which they bind nothing, as :func:`corpus.read_commitments` reads them."""
    words = {w for c in load_commitments() for w in (c.word, *c.unless_in)}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))


@cache
def _english() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((any_of([entry["say"]]), entry["word"]) for entry in data("promises")["english"])


@cache
def _attributive() -> re.Pattern[str]:
    return re.compile(data("promises")["attributive"])


@cache
def _named_behind() -> re.Pattern[str]:
    return re.compile(data("promises")["behind"])


@cache
def _governing() -> frozenset[str]:
    return frozenset(data("promises")["governing"])


@cache
def _leading() -> frozenset[str]:
    return frozenset(data("promises")["leading"])


@cache
def commitment_pairs() -> frozenset[str]:
    """The commitment words of two characters that are no thing given or done to somebody: they tell how a text binds, not what it is
    about."""
    return frozenset(c.word for c in load_commitments() if len(c.word) == 2 and c.kind != "penalty" and c.word not in ("奖励", "补助"))
