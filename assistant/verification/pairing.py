"""Whether each figure of a sentence stands beside the subject that it has in the quote.

Where the quote pairs items and amounts by 分别 (:func:`corpus.respective.read_pairs`), an item may have its own amount alone. Elsewhere two
figures of one kind are told apart by the words that stand with one of them only:
喷灌项目不超过6个、滴灌项目不超过4个. What stands before an
earlier figure may be meant with a later one as well (ellipsis), not the other way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.verification.content import Unit, borne, units
from assistant.verification.evidence import Evidence
from assistant.verification.quantities import Quantity, quantities, readable
from corpus.respective import read_pairs

_KINDS = frozenset(("money", "percent", "duration", "count"))
_ITEM = re.compile(r"[,;、]")
_ITEM_OR_SENTENCE = re.compile(r"[,;、。!?\n]|\.(?=\s|$)")
_LATIN_BEHIND = re.compile(r"\s?[A-Za-z]")
_SENTENCE = re.compile(r"[。!?\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Paired:
    """An item, the name that it shares with others (or ""), the key of its amount."""

    grade: str
    group: str
    key: str
    start: int
    end: int


@lru_cache(maxsize=512)
def _pairs(text: str) -> tuple[Paired, ...]:
    """Items with their amounts in ``text`` (readable)."""
    if "分别" not in text:
        return ()
    found = []
    keys = {(q.start, q.end): q.key for q in quantities(text)}
    try:
        pairs = read_pairs(text)
    except (KeyError, ValueError):
        return ()  # a heap of numeral characters that no reader makes sense of
    for p in pairs:
        key = next((k for (s, e), k in keys.items() if s < p.figure.end and e > p.figure.start), p.figure.key)
        found.append(Paired(p.grade, p.group, key, p.start, p.end))
    return tuple(found)


def misplaced(text: str, stated: tuple[Quantity, ...], source: Evidence) -> str | None:
    """The first figure of ``text`` (readable) that the quotes give to another subject, or None."""
    quotes = [readable(words) for words in source.texts]
    pairs = [p for words in quotes for p in _pairs(words)]
    if pairs and (wrong := _wrong_pair(text, stated, pairs)) is not None:
        return wrong
    if sum(q.kind in _KINDS for words in quotes for q in quantities(words)) < 2:
        return None
    return next((f"{q.text} beside another subject" for q in stated if q.kind in _KINDS and _elsewhere(q, text, stated, quotes)), None)


def _wrong_pair(text: str, stated: tuple[Quantity, ...], pairs: list[Paired]) -> str | None:
    own = [p for p in _pairs(text) if any((h.grade, h.group) == (p.grade, p.group) for h in pairs)]
    for p in own:
        if p.key not in {h.key for h in pairs if (h.grade, h.group) == (p.grade, p.group)}:
            return f"{p.grade} {p.key.partition(':')[2]}"
    figures = [q for q in stated if q.kind in _KINDS and not any(p.start <= q.start < p.end for p in own)]
    mentions = _mentions(text, frozenset(p.grade for p in pairs))
    if not figures or not mentions:
        return None
    groups = [(m.start(), p.group) for p in pairs if p.group for m in re.finditer(re.escape(p.group), text)]
    for grade, at, q in _matched(mentions, figures, text):
        named = [g for place, g in groups if place <= at]
        group = max(((place, g) for place, g in groups if place <= at), default=(0, ""))[1] if named else ""
        fitting = [p for p in pairs if p.grade == grade and (not group or p.group in (group, ""))]
        if fitting and q.key not in {p.key for p in fitting}:
            return f"{grade} {q.text}"
    return None


def _mentions(text: str, grades: frozenset[str]) -> list[tuple[int, str]]:
    """Where ``text`` names which of the items, in Chinese or English, in order."""
    found = {(m.start(), g) for g in grades for m in re.finditer(re.escape(g), text)}
    for u in units(text):
        found |= {(u.start, g) for g in grades if g in u.forms[1:] or (g in u.forms and text[u.start : u.start + 1].isascii())}
    return sorted(found)


def _matched(mentions: list[tuple[int, str]], figures: list[Quantity], text: str) -> list[tuple[str, int, Quantity]]:
    """Each item with its figure: a list of items by order with the list of figures behind it, else a figure with the item nearest to it."""
    found = []
    previous = 0
    for run in _runs(figures, text):
        before = [(at, g) for at, g in mentions if previous <= at < run[0].start]
        behind = [(at, g) for at, g in mentions if run[-1].end <= at < run[-1].end + 12]
        if len(before) >= len(run) > 1:
            found += [(g, at, q) for (at, g), q in zip(before[-len(run) :], run, strict=True)]
        elif before or behind:
            at, grade = before[-1] if before else behind[0]
            found.append((grade, at, run[0]))
        previous = run[-1].end
    return found


def _runs(figures: list[Quantity], text: str) -> list[list[Quantity]]:
    """Figures that follow one another with nothing between them but what parts a list."""
    runs: list[list[Quantity]] = []
    for q in figures:
        if runs and not text[runs[-1][-1].end : q.start].strip(" ,、和及与and"):
            runs[-1].append(q)
        else:
            runs.append([q])
    return runs


def _elsewhere(q: Quantity, text: str, stated: tuple[Quantity, ...], quotes: list[str]) -> bool:
    """Whether the words beside ``q`` stand in the quotes beside another figure of its kind and unit, and none beside its own."""
    start, end = _context(q, text, stated)
    if _LATIN_BEHIND.match(text, q.end):  # English says behind a figure what it is for: 100,000 yuan when recognised again
        stop = _ITEM_OR_SENTENCE.search(text, q.end)
        end = stop.start() if stop else len(text)
    spoken = [u for u in units(text) if start <= u.start < end]
    if not spoken:
        return False
    for words in quotes:
        all_of = quantities(words)
        paired = _pairs(words)
        comparable = [e for e in all_of if e.kind == q.kind and e.unit == q.unit and not any(p.start <= e.start < p.end for p in paired)]
        mine = [e for e in comparable if e.key == q.key]
        if not mine:
            continue
        others = [e for e in comparable if e.key != q.key and e.key != q.partner and e.partner is None]
        return bool(others) and all(any(_belongs(spoken, m, o, words, all_of) for o in others) for m in mine)
    return False


def _belongs(spoken: list[Unit], mine: Quantity, other: Quantity, words: str, all_of: tuple[Quantity, ...]) -> bool:
    """Whether ``spoken`` goes with ``other`` rather than with ``mine``."""
    a, b = (words[slice(*_context(e, words, all_of))] for e in (mine, other))
    with_mine = any(borne(u, a) and not borne(u, b) for u in spoken)
    with_other = any(borne(u, b) and not borne(u, a) for u in spoken)
    return with_other and (not with_mine or other.start > mine.start)


def _context(q: Quantity, text: str, all_of: tuple[Quantity, ...]) -> tuple[int, int]:
    """The slice of words that go with ``q``: from behind the clause of the figure before it, or where its sentence begins, to its start."""
    floor = max((e.end for e in all_of if e.end <= q.start and e.kind == q.kind), default=0)
    ended = _ITEM.search(text, floor, q.start) if floor else None
    stop = max((m.end() for m in _SENTENCE.finditer(text, floor, q.start)), default=floor)
    return max(ended.end() if ended else floor, stop), q.start
