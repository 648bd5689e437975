"""The conditions of a list applied to the units of a document: which units meet them, and by which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.units import Line, Unit, Units, fold, has_word
from assistant.understanding.list_query import Filter
from corpus import Document, read_figures
from corpus.glossary import load_beneficiaries, load_commitments, load_supports
from corpus.records import Beneficiary, Commitment, Support, WordKind

_GIVING = frozenset(("grant", "priority", "support", "encourage", "permit"))


@dataclass(frozen=True)
class Words:
    """What a sentence must hold one of; not where it stands only inside one of ``unless_in``."""

    words: tuple[str, ...]
    unless_in: tuple[str, ...] = ()

    def hold(self, line: Line) -> bool:
        """Whether ``line`` holds one of the words."""
        words, pattern, pairs = _compiled(self.words, self.unless_in)
        if any(m[0] in words for m in pattern.finditer(line.folded)):
            return True
        return any(all(has_word(line, half) for half in pair) for pair in pairs)


@dataclass(frozen=True)
class Figures(Words):
    """A figure of one kind that a sentence must hold, its digits lost or not."""

    kind: str = ""

    def hold(self, line: Line) -> bool:
        """Whether ``line`` holds such a figure."""
        return any(f.kind == self.kind for f in read_figures(line.sentence.text))


@lru_cache(maxsize=512)
def _compiled(words: tuple[str, ...], unless_in: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str], tuple[tuple[str, ...], ...]]:
    """The folded words, one expression that finds them and the longer words around them, longest first, and the words of two halves."""
    folded = frozenset(fold(w) for w in words if "&" not in w)
    both = sorted({*folded, *map(fold, unless_in)}, key=lambda w: (-len(w), w))
    written = (rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in both)
    pairs = tuple(tuple(fold(half) for half in w.split("&")) for w in words if "&" in w)
    return folded, re.compile("|".join(written) or r"(?!)"), pairs


@dataclass(frozen=True)
class Condition:
    """One filter made ready: a test of the unit, or of its sentences (``lines``: a sentence for each must be in the unit; those with
    ``together`` in one and the same sentence)."""

    filter: Filter
    unit: Callable[[Unit], bool] | None = None
    lines: tuple[Words, ...] = ()
    either: bool = False
    together: bool = False


def condition(f: Filter, document: Document, units: Units) -> Condition:
    """``f`` made ready for the units of ``document``. Keywords must have been resolved to words that stand in it."""
    if f.kind == "department":
        return Condition(f, unit=lambda u: _department(f, u) != f.negated)
    if f.kind == "bodies":
        return Condition(f, unit=lambda u: any(_as_many(v, len(u.provision.departments)) for v in f.values) != f.negated)
    if f.kind == "unit":
        return Condition(f, unit=lambda u: (u.id in f.values) != f.negated)
    if f.kind == "part":
        parts = [p for p in document.provisions if p.kind in ("part", "chapter", "book") and str(p.number) in f.values]
        return Condition(f, unit=lambda u: any(units.in_part(u, p) for p in parts) != f.negated)
    words = tuple(words_of(f))
    if f.kind == "keyword":
        return Condition(f, lines=words, either=f.join == "any")
    return Condition(f, lines=words, either=f.join == "any", together=f.join == "any")


def _as_many(value: str, count: int) -> bool:
    number = int(value.lstrip(">="))
    return (
        count > number
        if value.startswith(">") and not value.startswith(">=")
        else count >= number
        if value.startswith(">")
        else count == number
    )


def _department(f: Filter, unit: Unit) -> bool:
    bodies = unit.provision.departments
    if f.join == "first":
        return bool(bodies) and bodies[0] in f.values
    if f.join == "only":
        return set(bodies) == set(f.values)
    if f.join == "any" or f.negated:
        return any(v in bodies for v in f.values)
    return all(v in bodies for v in f.values)


def words_of(f: Filter, *, broader: bool = False) -> Iterable[Words]:
    """For each value of ``f`` the words that show it in a text; with ``broader`` the collective words that may include it."""
    for value in f.values:
        if f.kind == "keyword":
            yield Words(tuple(value.split("|")))
        elif f.kind in ("support", "beneficiary"):
            kind = kind_of(f.kind, value)
            yield Words(kind.broader if broader else kind.words, kind.unless_in)
        elif f.kind == "money":
            yield Words(tuple(w for s in load_supports() if s.money for w in s.words))
        elif f.kind == "benefit":
            yield Words(_benefit_words(), tuple(longer for c in load_commitments() if c.kind in _GIVING for longer in c.unless_in))
        elif f.kind == "figure":
            yield Figures((), kind=value)
        elif f.kind == "commitment":
            found = commitments_of(value)
            yield Words(tuple(c.word for c in found), tuple(longer for c in found for longer in c.unless_in))


def _benefit_words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for s in load_supports() for w in s.words)) + tuple(
        c.word for c in load_commitments() if c.kind in _GIVING
    )


def commitments_of(value: str) -> tuple[Commitment, ...]:
    """The commitment words that ``value`` stands for: itself, or all of a kind (penalty)."""
    return tuple(c for c in load_commitments() if c.word == value or c.kind == value)


def kind_of(kind: str, identifier: str) -> WordKind:
    """The kind of support or of people with that id."""
    records: tuple[Support, ...] | tuple[Beneficiary, ...] = load_supports() if kind == "support" else load_beneficiaries()
    return next(r for r in records if r.id == identifier)


@dataclass(frozen=True)
class Hit:
    """A unit that meets all conditions, and the sentences that show it; none where only its bodies or its place were asked for."""

    unit: Unit
    lines: tuple[Line, ...] = ()


def hits(units: Units, conditions: Iterable[Condition]) -> list[Hit]:
    """The units that meet all conditions, in the document's order."""
    conditions = tuple(conditions)
    found = (_hit(unit, conditions) for unit in units.units)
    return [h for h in found if h is not None]


def _hit(unit: Unit, conditions: tuple[Condition, ...]) -> Hit | None:
    lines: list[Line] = []
    together: list[Condition] = []
    for c in conditions:
        if c.unit is not None:
            if not c.unit(unit):
                return None
        elif c.filter.negated:
            if any(w.hold(line) for w in c.lines for line in unit.body):
                return None
        elif c.together:
            together.append(c)
        else:
            shown = [[line for line in unit.body if w.hold(line)] for w in c.lines]
            if not (any(shown) if c.either else all(shown)):
                return None
            lines += [line for group in shown for line in group]
    if together:
        shown_together = [line for line in unit.body if all(any(w.hold(line) for w in c.lines) for c in together)]
        if not shown_together:
            return None
        lines += shown_together
    return Hit(unit, tuple(sorted(dict.fromkeys(lines), key=lambda line: line.sentence.start)))
