"""Scoring what was saved: a row for each response, figures for each group of them. Nothing is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import Corpus
from evals.gold_schema import CATEGORIES, SUITES, GoldQuestion
from evals.metrics import Case, Figure, Value, over, per_case
from evals.metrics.cost import Price, cost
from evals.metrics.selective import confidence
from evals.responses import Response
from evals.statistics import Interval, wilson
from evals.suites import asked_fingerprint, fingerprint

DIGITS = 4


class Row(BaseModel):
    """How one response did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    suite: str
    category: str
    repeat: int = 1
    gold: str
    """Fingerprint of the question as it was judged."""
    error: bool = False
    status: str
    passed: bool
    failures: tuple[str, ...] = ()
    confidence: float | None = None
    values: dict[str, float | None]


@dataclass(frozen=True)
class Scored:
    """All rows in the order of the gold, the cases that they were made from, and the ids of responses that could not be scored."""

    rows: tuple[Row, ...]
    cases: tuple[Case, ...] = field(repr=False, default=())
    unscored: tuple[str, ...] = ()
    price: Price | None = None

    def figures(self, rows: Sequence[Row] | None = None) -> list[Figure]:
        """Every figure over ``rows`` (all of them when None)."""
        wanted = None if rows is None else {(r.id, r.repeat) for r in rows}
        pairs = [(c, r) for c, r in zip(self.cases, self.rows, strict=True) if wanted is None or (r.id, r.repeat) in wanted]
        figures = over([c for c, _ in pairs], [r.values for _, r in pairs])
        return [*figures, *(f for f in cost([c for c, _ in pairs], self.price) if f.name == "cost")]

    def by_suite(self) -> dict[str, list[Figure]]:
        """Every figure over each suite that was asked, in the order of :data:`~evals.gold_schema.SUITES`."""
        asked = {suite: [row for row in self.rows if row.suite == suite] for suite in SUITES}
        return {suite: self.figures(rows) for suite, rows in asked.items() if rows}


def score_responses(questions: Sequence[GoldQuestion], responses: Iterable[Response], corpus: Corpus, price: Price | None = None) -> Scored:
    """Score ``responses`` against ``questions``.

    A response to a question that is no longer there, or that was put in other words, is *unscored*, not wrong.
    """
    by_id = {q.id: q for q in questions}
    order = {q.id: n for n, q in enumerate(questions)}
    cases, unscored = [], []
    for response in responses:
        question = by_id.get(response.id)
        if question is None or asked_fingerprint(question) != response.asked:
            unscored.append(response.id)
        else:
            cases.append(Case(question, response, corpus))
    cases.sort(key=lambda case: (case.response.repeat, order[case.question.id]))
    return Scored(tuple(map(_row, cases)), tuple(cases), tuple(unscored), price)


def _row(case: Case) -> Row:
    q, r = case.question, case.response
    return Row(
        id=q.id,
        suite=q.suite,
        category=q.category,
        repeat=r.repeat,
        gold=fingerprint(q),
        error=r.failed,
        status=r.answer.status if r.answer else "error" if r.failed else "answered",
        passed=case.passed,
        failures=case.failures,
        confidence=_rounded(confidence(case)),
        values={name: _rounded(value) for name, value in per_case(case).items()},
    )


def _rounded(value: Value) -> Value:
    return None if value is None else round(value, DIGITS)


@dataclass(frozen=True)
class Group:
    """Rows that belong together: a category of a suite, a suite, or all."""

    suite: str
    category: str
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.suite if self.category == "all" else f"{self.suite}/{self.category}"

    @property
    def passed(self) -> int:
        return sum(row.passed for row in self.rows)

    @property
    def rate(self) -> float:
        return self.passed / len(self.rows) if self.rows else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval of the rate."""
        return wilson(self.passed, len(self.rows))


def groups(rows: Sequence[Row]) -> list[Group]:
    """Suite by suite: its categories in their order, then the suite; at last all."""
    found = []
    for suite in SUITES:
        of_suite = tuple(r for r in rows if r.suite == suite)
        for category in CATEGORIES:
            if of := tuple(r for r in of_suite if r.category == category):
                found.append(Group(suite, category, of))
        if of_suite:
            found.append(Group(suite, "all", of_suite))
    return [*found, Group("all", "all", tuple(rows))]


def unstable(rows: Sequence[Row]) -> list[str]:
    """Ids of questions that passed in one repeat and failed in another."""
    outcomes: dict[str, set[bool]] = {}
    for row in rows:
        outcomes.setdefault(row.id, set()).add(row.passed)
    return [name for name, seen in outcomes.items() if len(seen) > 1]


def write_rows(rows: Sequence[Row], path: Path, head: dict[str, Any]) -> None:
    """``head`` and the rows as JSON, a row a line, so that two files can be compared line by line."""
    lines = ",\n".join(json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"head": {json.dumps(head, ensure_ascii=False)},\n"rows": [\n{lines}\n]}}\n', encoding="utf-8")


def read_rows(path: Path) -> tuple[dict[str, Any], list[Row]]:
    """What :func:`write_rows` wrote.

    Raises:
        ValueError: the file cannot be read; the message names it.
    """
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return loaded["head"], [Row.model_validate_json(json.dumps(row)) for row in loaded["rows"]]
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ValueError(f"{path} holds no scores: {str(error).splitlines()[0]}") from error
