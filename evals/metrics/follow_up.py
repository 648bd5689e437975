"""Whether a follow-up was understood: the right measure is found though the question does not name it."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value
from evals.scoring import cited


def resolved(case: Case) -> Value:
    """1 when a provision that must be cited is cited as support, or, where nothing must be, the status is right; None for a question
    that follows nothing."""
    if not case.question.history or case.question.category == "injected":
        return None
    if case.answer is None:
        return 0.0
    must = set(case.question.must_cite)
    return float(bool(must & cited(case.answer)) if must else case.answer.status in case.question.status)


FOLLOW_UP = Metric(
    "follow-up resolution",
    "Share of the follow-ups that are answered from a measure that must be cited, or declined where there is none.",
    "reference resolution judged by its result",
    resolved,
)
