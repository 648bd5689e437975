"""The facts that stand in a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.eligibility.profile import Fact, Source
from assistant.eligibility.reading.clauses import Clause, take_apart
from assistant.eligibility.reading.holding import read_holdings
from assistant.eligibility.reading.identity import read_identity
from assistant.eligibility.reading.lexicon import pattern
from assistant.eligibility.reading.said import Said
from assistant.eligibility.reading.written import Written

LONGEST = 4000
"""Characters of a message that are read; nobody says who they are behind so many."""


def read_facts(text: str) -> tuple[Fact, ...]:
    """What ``text`` says of the one who speaks (or of whom they ask for), each with the words that say it, in their order."""
    return facts_in(text, "said")


def facts_in(text: str, source: Source) -> tuple[Fact, ...]:
    """The same with another source."""
    written, clauses = take_apart(text[:LONGEST])
    identity = list(read_identity(clauses))
    anchored = bool(identity) or any(_names_self(c) for c in clauses)
    official = not anchored and pattern("official").search(written.text) is not None
    held = () if official else read_holdings(clauses, anchored)
    said = sorted([*identity, *held], key=lambda s: (s.start, s.end))
    return tuple(_fact(written, s, source) for s in _settled(said))


def _names_self(clause: Clause) -> bool:
    return pattern("self").search(clause.text) is not None


def _settled(said: Iterable[Said]) -> list[Said]:
    """Each value once in each state; what is weak only where nothing else is said of the attribute."""
    once: dict[tuple[str, str, str], Said] = {}
    for s in said:
        once.setdefault((s.attribute, s.value, s.state), s)
    strong = {s.attribute for s in once.values() if not s.weak and s.state == "yes"}
    kept = [s for s in once.values() if not (s.weak and s.attribute in strong)]
    abroad = any((s.attribute, s.value, s.state) == ("region", "abroad", "yes") for s in kept)
    # A patent firm in Munich is a foreign one, without saying so.
    return [replace(s, value="foreign_patent_agency") if abroad and s.value == "patent_agency" else s for s in kept]


def _fact(written: Written, said: Said, source: Source) -> Fact:
    return Fact(said.attribute, said.value, said.state, written.slice(said.start, said.end), source)
