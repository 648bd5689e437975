"""What is told of the questions that nobody opens one by one: how many of each category, never which.

Whoever mends what such a question shows makes of it a question like any other. So what fails among them is counted; the rows of a run keep
their names, because runs are compared by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.gates import Check
    from evals.scores import Row

SEALED: frozenset[str] = frozenset({"independent", "dialogue", "letters"})
"""The suites of such questions."""
OPENED: frozenset[str] = frozenset()
"""No suite: all questions are named."""


def sealed_places(rows: Sequence[Row], sealed: Collection[str]) -> dict[str, str]:
    """``suite/category`` of each question of the suites ``sealed``, by its id."""
    return {row.id: f"{row.suite}/{row.category}" for row in rows if row.suite in sealed}


def split_names(ids: Iterable[str], places: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that may be told, and for each of the others where it belongs."""
    ids = tuple(ids)
    return tuple(i for i in ids if i not in places), tuple(places[i] for i in ids if i in places)


def seal_check(check: Check, places: Mapping[str, str]) -> Check:
    """``check`` with those of its ids that are in ``places`` as places only."""
    ids, unnamed = split_names(check.ids, places)
    return replace(check, ids=ids, unnamed=unnamed) if unnamed else check


def told(places: Iterable[str]) -> str:
    """``3 of independent/forms, 1 of independent/yes_no``; empty where there are none."""
    return ", ".join(f"{n} of {place}" for place, n in sorted(Counter(places).items()))
