"""The gold as it is asked: suites in their order, what is written read from files, the rest built by rule."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection

from corpus import Corpus
from evals.adversarial import build_adversarial
from evals.carried import sample
from evals.gold_schema import SUITES, GoldQuestion, load_gold
from evals.gold_talk import load_dialogues, load_letters

DRAWN = frozenset(("carried",))
"""Suites that are drawn anew each day: no baseline holds them, and floors alone guard them."""


def load_suites(corpus: Corpus, suites: Collection[str] = SUITES, day: dt.date | None = None) -> list[GoldQuestion]:
    """All questions of ``suites``, in the order of :data:`SUITES`; of the carried ones the sample of ``day`` (of today without one).

    Raises:
        GoldError: a gold file cannot be read.
        ValueError: there is no such suite.
    """
    if unknown := set(suites) - set(SUITES):
        raise ValueError(f"no suite is called {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    core = load_gold()
    made = {
        "core": lambda: core,
        "independent": lambda: load_gold(suite="independent"),
        "adversarial": lambda: build_adversarial(corpus, core),
        "carried": lambda: sample(written(), day or dt.datetime.now(dt.UTC).date()),
        "dialogue": lambda: [question for dialogue in load_dialogues() for question in dialogue.questions()],
        "letters": lambda: [letter.question() for letter in load_letters()],
    }
    return [question for suite in SUITES if suite in suites for question in made[suite]()]


LATER = ("says", "lead", "after", "cite_any", "asks", "personal")
"""Fields that came later: a question without them keeps its fingerprint."""


def written() -> list[GoldQuestion]:
    """What was written, here and by others, as single questions."""
    return [*load_gold(), *load_gold(suite="independent")]


def fingerprint(question: GoldQuestion) -> str:
    """Twelve hexadecimal digits that change with anything that the question asks or expects (not with its notes)."""
    return _digest(question, exclude={"note", "author", "reviewed"})


def asked_fingerprint(question: GoldQuestion) -> str:
    """Twelve hexadecimal digits that change with what is asked: the question, the turns before it, the day.

    Of the turns before only the last is named: each of them has a fingerprint of its own."""
    return _digest(question, include={"question", "history", "after", "as_of"})


def _digest(question: GoldQuestion, **fields: set[str]) -> str:
    dumped = question.model_dump(mode="json", **fields)  # type: ignore[arg-type]
    dumped = {name: value for name, value in dumped.items() if value or name not in LATER}
    return hashlib.sha256(json.dumps(dumped, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
