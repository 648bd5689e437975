"""Small runs made by hand, judged and told by the real functions, so that a report in a test cannot differ from one of a night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Answer
from corpus import Corpus
from evals.comparison import Comparison, compare
from evals.gates import Check, Gates, apply_gates
from evals.gold_schema import GoldQuestion
from evals.history import entry
from evals.provenance import Provenance
from evals.reporting.data import report_data
from evals.responses import Response
from evals.runs import Run, RunRecord
from evals.scores import Row, Scored, score_responses
from evals.suites import asked_fingerprint

STARTED = dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC)
GATES = Gates.model_validate(
    {"hard": {"number faithfulness": 1}, "limits": {"false refusals": {"at_most": 0.25}}, "floors": {"core": {"all": 0.9, "default": 0.5}}}
)


@dataclass(frozen=True)
class Told:
    """A run and all that is told of it."""

    run: Run
    scored: Scored
    checks: tuple[Check, ...]
    comparison: Comparison | None
    data: dict[str, Any]


def response(question: GoldQuestion, answer: Answer | None, **changes: Any) -> Response:
    """What came back for ``question``; an error where there is no answer."""
    told: dict[str, Any] = {
        "answer": answer,
        "error": None if answer else "ModelTimeout: no answer in 30 s",
        "ms": 25.0,
        "trace": {"found": []},
    }
    return Response(id=question.id, asked=asked_fingerprint(question), **(told | changes))


def tell(
    corpus: Corpus,
    questions: Sequence[GoldQuestion],
    responses: Sequence[Response],
    *,
    passed_before: Sequence[str] | None = None,
    nights: int = 0,
    gates: Gates = GATES,
    **record: Any,
) -> Told:
    """Score, compare, judge, tell. In the baseline (none when ``passed_before`` is None) those questions passed and no others; the history
    holds ``nights`` nights before this one."""
    scored = score_responses(questions, responses, corpus)
    run = Run(Path("run"), RunRecord.model_validate(_RECORD | {"questions": len(questions)} | record))
    comparison = None if passed_before is None else compare([_before(row, row.id in passed_before) for row in scored.rows], scored.rows)
    checks = tuple(apply_gates(gates, scored, comparison, whole=False))
    line = entry(run, scored, checks)
    history = [
        line | {"run": f"night-{n}", "started": (STARTED - dt.timedelta(days=nights - n)).isoformat(), "kept": n % 3 > 0}
        for n in range(nights)
    ]
    baseline = None if comparison is None else {"run": "accepted", "started": "2026-11-01T01:30:00+00:00", "accuracy": {"core": [3, 4]}}
    return Told(run, scored, checks, comparison, report_data(run, scored, checks, comparison, baseline, history))


_RECORD = {
    "id": "20261122-013000-live-3fa9",
    "config": "live",
    "suites": ("core",),
    "started": STARTED,
    "finished": STARTED + dt.timedelta(minutes=1),
    "provenance": Provenance(
        commit="0123456789abcdef", dirty=True, gold="g", prompts="p", corpus="c", code="d", settings={"threads": 2, "key": None}
    ),
}


def _before(row: Row, passed: bool) -> Row:
    failures = () if passed else ("failed then",)
    return row.model_copy(update={"passed": passed, "failures": failures, "values": row.values | {"accuracy": float(passed)}})
