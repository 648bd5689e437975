"""The gold as it is asked: suites in their order, what is written read from files, the rest built by rule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection

from corpus import Corpus
from evals.adversarial import build_adversarial
from evals.dialogues import load_dialogues
from evals.gold_schema import SUITES, GoldQuestion, load_gold
from evals.letters.gold import load_letters


def load_suites(corpus: Corpus, suites: Collection[str] = SUITES) -> list[GoldQuestion]:
    """All questions of ``suites``, in the order of :data:`SUITES`.

    Raises:
        GoldError: a gold file cannot be read.
        ValueError: there is no such suite.
    """
    if unknown := set(suites) - set(SUITES):
        raise ValueError(f"no suite is called {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    core = load_gold()
    made: dict[str, Callable[[], list[GoldQuestion]]] = {
        "core": lambda: core,
        "independent": lambda: load_gold(suite="independent"),
        "adversarial": lambda: build_adversarial(corpus, core),
        "carried": lambda: list[GoldQuestion](),
        "dialogue": load_dialogues,
        "letters": load_letters,
    }
    return [question for suite in SUITES if suite in suites for question in made[suite]()]


_LATER = ("says", "lead", "after", "cite_one", "asks", "private")
"""Fields that came later: where they are empty the fingerprint is what it was without them."""


def fingerprint(question: GoldQuestion) -> str:
    """Twelve hexadecimal digits that change with anything that the question asks or expects (not with its notes)."""
    return _digest(question, exclude={"note", "author", "reviewed"})


def asked_fingerprint(question: GoldQuestion) -> str:
    """Twelve hexadecimal digits that change with what is asked: the question, the turns before it, the day.

    Of the turns before only the last is named: each of them has a fingerprint of its own."""
    return _digest(question, include={"question", "history", "after", "as_of"})


def _digest(question: GoldQuestion, **fields: set[str]) -> str:
    dumped = question.model_dump(mode="json", **fields)  # type: ignore[arg-type]
    dumped = {name: value for name, value in dumped.items() if value or name not in _LATER}
    return hashlib.sha256(json.dumps(dumped, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
