"""Risk against coverage: how wrong the answers are when only the surest are given."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evals.metrics.case import Case, Figure

_SOURCE = "risk–coverage curve and AURC: Geifman and El-Yaniv, “Selective Classification for Deep Neural Networks”, 2017"


def confidence(case: Case) -> float | None:
    """How sure the system was of an answer that it gave, 0 to 1; None where it gave none.

    1 for what the parsed document answers; otherwise the logistic function of the score (log-odds) by which what was found was judged
    to speak of the question, as the trace tells it; ½ where the trace tells nothing.
    """
    if case.answer is None or case.answer.status in ("declined", "clarify"):
        return None
    if case.answer.mode == "structured":
        return 1.0
    scope = (case.response.trace or {}).get("scope")
    score = scope.get("score") if isinstance(scope, dict) else None
    return 1 / (1 + math.exp(-float(score))) if isinstance(score, int | float) else 0.5


def risk_coverage(cases: Sequence[Case]) -> list[tuple[float, float]]:
    """(coverage, risk) for each confidence that occurs, surest first.

    Coverage is the share of all questions answered, risk the share of those answered that do not pass. Answers that are equally sure come
    in together, so that their order cannot matter.
    """
    cases = _asked(cases)
    surest = sorted(((c, case.passed) for case in cases if (c := confidence(case)) is not None), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    wrong = 0
    for number, (sure, passed) in enumerate(surest, start=1):
        wrong += not passed
        if number == len(surest) or surest[number][0] != sure:
            points.append((number / len(cases), wrong / number))
    return points


def _asked(cases: Sequence[Case]) -> list[Case]:
    """Without letters, whose drafts say themselves what a person has to look at."""
    return [case for case in cases if not case.question.asks]


def area(points: Sequence[tuple[float, float]]) -> float | None:
    """The area under the curve divided by the coverage reached: the mean risk over all coverages; None for no points."""
    if not points:
        return None
    before, total = 0.0, 0.0
    for coverage, risk in points:
        total += (coverage - before) * risk
        before = coverage
    return total / before


def selective(cases: Sequence[Case]) -> list[Figure]:
    """Coverage, risk at that coverage, and the area under the curve."""
    cases = _asked(cases)
    points = risk_coverage(cases)
    n = sum(confidence(case) is not None for case in cases)
    return [
        Figure(
            "coverage",
            points[-1][0] if points else (0.0 if cases else None),
            len(cases),
            "Share of all questions answered.",
            _SOURCE,
            "neither",
        ),
        Figure("risk", points[-1][1] if points else None, n, "Share of the answers given that do not pass.", _SOURCE, "lower"),
        Figure("AURC", area(points), n, "Area under the risk–coverage curve over the coverage reached.", _SOURCE, "lower", percent=False),
    ]
