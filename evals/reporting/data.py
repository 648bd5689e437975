"""Everything that a report shows, as plain values: what the HTML page is drawn from and what ``report.json`` holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from evals.comparison import Comparison
from evals.gates import Check
from evals.gold_schema import READ_BY_CATEGORY
from evals.metrics import Case
from evals.metrics.selective import risk_coverage
from evals.runs import Run
from evals.scores import Group, Scored, groups, unstable
from evals.statistics import Interval

HISTORY = 60
"""Nights that the trend shows."""


def report_data(
    run: Run,
    scored: Scored,
    checks: Sequence[Check],
    comparison: Comparison | None,
    baseline: dict[str, Any] | None,
    history: Sequence[dict[str, Any]],
    quiet: Collection[str] = READ_BY_CATEGORY,
) -> dict[str, Any]:
    """The report of ``run`` as JSON types. ``baseline`` is the head of the accepted run that ``comparison`` compares with.

    ``breaches`` are answers that pass and break a hard rule or a limit all the same: with a figure that nothing bears out, say.
    Questions of the suites ``quiet`` stand in neither; ``unnamed`` counts those of them that do not pass.
    """
    told = [case for case in scored.cases if case.question.suite not in quiet]
    places = {row.id: f"{row.suite}/{row.category}" for row in scored.rows if row.suite in quiet}
    named = {name for check in checks if check.kind in ("hard", "limit") and not check.kept for name in check.ids}
    return {
        "run": run.record.model_dump(mode="json"),
        "kept": all(check.kept for check in checks),
        "checks": [{**asdict(check), "interval": _pair(check.interval)} for check in checks],
        "groups": [_group(group) for group in groups(scored.rows)],
        "figures": [asdict(figure) for figure in scored.figures()],
        "by_suite": {suite: {f.name: [f.value, f.n] for f in figures} for suite, figures in scored.by_suite().items()},
        "unscored": list(scored.unscored),
        "unstable": [places.get(name, name) for name in unstable(scored.rows)],
        "baseline": baseline,
        "comparison": _comparison(comparison) if comparison else None,
        "risk_coverage": [list(point) for point in risk_coverage(scored.cases)],
        "latencies": [round(case.response.ms, 2) for case in scored.cases if case.answer is not None],
        "history": list(history)[-HISTORY:],
        "failures": [_failure(case) for case in told if not case.passed],
        "unnamed": sum(not row.passed for row in scored.rows if row.suite in quiet),
        "breaches": [_failure(case) for case in told if case.passed and case.question.id in named],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "suite": group.suite,
        "category": group.category,
        "n": len(group.rows),
        "passed": group.passed,
        "rate": group.rate,
        "interval": _pair(group.interval),
    }


def _comparison(c: Comparison) -> dict[str, Any]:
    return {
        "common": c.common,
        "left_out": list(c.left_out),
        "overlap": c.overlap,
        "p_flips": c.p_flips,
        "lost": [asdict(f) for f in c.lost if not f.quiet],
        "won": [asdict(f) for f in c.won if not f.quiet],
        "counts": {"lost": len(c.lost), "won": len(c.won)},
        "changes": [
            {**asdict(x), "interval": _pair(x.interval), "change": x.change, "real": x.real, "regression": x.regression} for x in c.changes
        ],
    }


def _failure(case: Case) -> dict[str, Any]:
    q, response = case.question, case.response
    return {
        "id": q.id,
        "suite": q.suite,
        "category": q.category,
        "repeat": response.repeat,
        "question": q.question,
        "history": [turn.model_dump() for turn in q.history],
        "as_of": q.as_of.isoformat() if q.as_of else None,
        "note": q.note,
        "failures": list(case.failures),
        "expected": {
            "status": list(q.status),
            "verdict": list(q.verdict),
            "must_cite": list(q.must_cite),
            "must_not_cite": list(q.must_not_cite),
            "facts": [{"text": list(f.text), "vital": f.vital} for f in q.facts],
            "forbidden": list(q.forbidden),
        },
        "evidence": [e.model_dump() for e in q.evidence],
        "got": response.answer.to_dict() if response.answer else None,
        "error": response.error,
        "trace": response.trace,
        "ms": response.ms,
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
