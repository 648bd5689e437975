"""What ``evals gold check`` proves about dialogues and letters besides what it proves about every question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus import Document
from evals.dialogues import FEWEST, MOST, dialogue_of
from evals.facts import plain
from evals.gold_schema import TALK, Ask, GoldQuestion

LEAST = 40
"""Fewest dialogues, fewest letters."""


def check_talks(questions: Sequence[GoldQuestion], policy: Document) -> Iterator[str]:
    """What is wrong with the dialogues and letters among ``questions``, one line each."""
    turns = [q for q in questions if q.suite == "dialogue"]
    letters = [q for q in questions if q.suite == "letters"]
    if turns:
        yield from _dialogues(turns)
    if letters:
        yield from _count("letters", len(letters))
    for letter in letters:
        yield from (f"{letter.id}: {problem}" for problem in _letter(letter, policy))


def _dialogues(turns: Sequence[GoldQuestion]) -> Iterator[str]:
    lengths = Counter(dialogue_of(turn.id) for turn in turns)
    yield from _count("dialogues", len(lengths))
    yield from (f"{name}: {n} turns, {FEWEST} to {MOST} are allowed" for name, n in lengths.items() if not FEWEST <= n <= MOST)
    there = {turn.category for turn in turns}
    yield from (f"dialogue/{kind}: no dialogue is of this kind" for kind in TALK if kind not in there)
    before: GoldQuestion | None = None
    for turn in turns:
        follows = before is not None and dialogue_of(before.id) == dialogue_of(turn.id)
        if turn.after != (before.id if before is not None and follows else None):
            yield f"{turn.id}: comes after {turn.after}, which is not the turn before it"
        before = turn


def _count(what: str, n: int) -> Iterator[str]:
    if n < LEAST:
        yield f"{n} {what}, at least {LEAST} are needed"


def _letter(letter: GoldQuestion, policy: Document) -> Iterator[str]:
    text = plain(letter.question)
    if not letter.asks:
        yield "asks nothing"
    for words in letter.private:
        if plain(words) not in text:
            yield "something of its personal data does not stand in it"
    for number, ask in enumerate(letter.asks, start=1):
        yield from (f"thing {number}: {problem}" for problem in _ask(ask, text, policy))
    for provision in {name for ask in letter.asks for name in ask.cite}:
        for pattern in letter.forbidden:
            if any(re.search(pattern, plain(words), re.IGNORECASE) for words in _words(policy, [provision])):
                yield f"forbidden: {pattern!r} matches {provision}, which must be cited"


def _ask(ask: Ask, text: str, policy: Document) -> Iterator[str]:
    """Every expression can match what it is for: the letter, and the text that is cited (the whole text where nothing is)."""
    if unknown := [name for name in ask.cite if policy.provision(name) is None]:
        yield f"the policy has no provision {', '.join(unknown)}"
        return
    if not ask.declined and not ask.says:
        yield "neither stated nor to be declined"
    known = _words(policy, ask.cite or [p.id for p in policy.provisions])
    if not any(re.search(ask.words, words, re.IGNORECASE) for words in (text, *map(plain, known))):
        yield f"{ask.words!r} matches nothing in the letter, nor in {', '.join(ask.cite) or 'the policy'}"
    for pattern in ask.says:
        if not any(re.search(pattern, plain(words), re.IGNORECASE) for words in known):
            yield f"{pattern!r} matches nothing in {', '.join(ask.cite) or 'the policy'}"
    if any(" " in pattern for pattern in (ask.words, *ask.says)):
        yield "an expression has a space, and plain text has none"


def _words(policy: Document, names: Sequence[str]) -> list[str]:
    found = [p for name in names if (p := policy.provision(name)) is not None]
    return [words for p in found for words in (p.text, p.title, p.label, *p.departments)]
