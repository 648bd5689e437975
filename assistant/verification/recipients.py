"""Whom a written sentence names: kinds of recipients that stand in what is cited, or that a broader word there includes; and who is said
to be given something is whom the clause that gives names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.verification.alignment import align
from assistant.verification.content import borne, units
from assistant.verification.evidence import Evidence
from assistant.verification.forces import forces
from assistant.verification.normal import normal
from assistant.verification.segments import Segment, segments
from assistant.verification.words import data
from corpus.glossary import load_beneficiaries

_PART = 0.3
"""Share of a clause that a clause cited must hold to be what it speaks of."""
_GIVING = frozenset(("grant", "priority"))


def foreign(text: str, source: Evidence) -> str | None:
    """The first kind of recipient in ``text`` (normal) that nothing cited names or includes, or that is given what others are given."""
    granting: list[str] | None = None
    for segment in segments(text):
        where: str | None = None
        for m in _pattern().finditer(segment.text):
            word = m[0]
            narrow, broad = _kinds()[word.lower()]
            bearing = (word, *narrow)
            where = _sentences(text, segment, source) if where is None else where
            if (
                not any(b in where for b in bearing)
                and not any(b in source.words for b in broad)
                and not _in_english(text, segment.start + m.start(), len(word), where)
            ):
                return word
            if _receives(segment.text, m.start(), m.end()):
                granting = _granting(source) if granting is None else granting
                if granting and not any(b in g for g in granting for b in (*bearing, *broad)):
                    return f"{word}: others are given it"
    return None


def _in_english(text: str, start: int, length: int, where: str) -> bool:
    """Whether an English word is borne by any of its Chinese counterparts."""
    return text[start : start + 1].isascii() and any(borne(u, where) for u in units(text) if start <= u.start < start + length)


def _sentences(text: str, segment: Segment, source: Evidence) -> str:
    """The sentences cited with a clause that holds a good part of ``segment``, with the headings; all where there is none."""
    wanted = {(c.quote, c.segment.sentence) for c in align(text, source).holding(segment, _PART)}
    if not wanted:
        return source.all
    return " ".join((*(c.segment.text for c in source.cited if (c.quote, c.segment.sentence) in wanted), *source.heads))


def _receives(text: str, start: int, end: int) -> bool:
    if text[start].isascii():
        return (
            _one("given_after_en").match(text, end) is not None
            or _one("given_before_en").search(text[max(0, start - 50) : start]) is not None
        )
    return _one("given_after").match(text, end) is not None or _one("given_before").search(text[max(0, start - 12) : start]) is not None


def _granting(source: Evidence) -> list[str]:
    """The clauses cited that give, each with the clause before it (whom it is for)."""
    found = []
    for words in source.texts:
        before: Segment | None = None
        for segment, bound in forces(words):
            if _bestows().search(segment.text) or any(f.kind in _GIVING and segment.start <= f.start < segment.end for f in bound):
                goes_on = before is not None and before.sentence == segment.sentence and not segment.text.startswith("对")
                found.append(f"{before.text},{segment.text}" if goes_on and before else segment.text)
            before = segment
    return found


@cache
def _kinds() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Words for recipients with the words that bear them, and collective words that may include them (in a text, not in its heading)."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    skip = frozenset(data("names")["not_recipients"])

    def add(say: Iterable[str], narrow: Iterable[str], broad: Iterable[str] = ()) -> None:
        for word in say:
            if len(word) > 1 and word not in skip:
                lists = found.setdefault(normal(word).lower(), ([], []))
                lists[0].extend(map(normal, narrow))
                lists[1].extend(map(normal, broad))

    for kind in load_beneficiaries():
        say = tuple(w for w in (kind.name_zh, *kind.say, *kind.words, kind.name_en) if "、" not in w)
        add(say, (kind.name_zh, *kind.words, *(w for w in kind.say if not w.isascii() and w not in skip)), kind.broader)
    for entry in data("names")["recipients"]:
        add(entry["say"], entry["in"])
    return {word: (tuple(dict.fromkeys(narrow)), tuple(dict.fromkeys(broad))) for word, (narrow, broad) in found.items()}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_kinds(), key=lambda w: (-len(w), w))
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])" if w.isascii() else re.escape(w) for w in words), re.I)


@cache
def _bestows() -> re.Pattern[str]:
    return re.compile("赋予|授予|享有")


@cache
def _one(name: str) -> re.Pattern[str]:
    return re.compile(data("names")[name], re.I)
