"""How long an answer is."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value


def length(case: Case) -> Value:
    """Characters of the answer's text, notices and quotes beside it not counted; None where the system gave no answer."""
    return None if case.answer is None else float(len(case.answer.answer))


LENGTH = Metric(
    "answer length",
    "Characters of an answer's text, on average; neither long nor short is good in itself.",
    "by construction",
    length,
    better="neither",
    percent=False,
)
