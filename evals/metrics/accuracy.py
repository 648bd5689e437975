"""Whether the answer is right: the share of questions that pass."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value
from evals.scoring import missing_facts


def passes(case: Case) -> Value:
    """1 when status, reason, verdict, vital facts, citations, forbidden expressions and quotes are all as the gold asks, else 0. An error
    counts as wrong."""
    return float(case.passed)


def fact_recall(case: Case) -> Value:
    """The share of the vital facts that the answer or a quote that supports it says; None where there are none."""
    vital = case.question.vital
    if not vital:
        return None
    missing = [f for f in missing_facts(case.question, case.answer) if f.vital] if case.answer else vital
    return 1 - len(missing) / len(vital)


ACCURACY = Metric(
    "accuracy",
    "Share of the questions whose answer passes: right status and verdict, every vital fact, every citation that is needed and none "
    "that is wrong, nothing forbidden, every quote exact.",
    "strict correctness: all or nothing, as in govuk-chat's evaluation (only fully right answers count)",
    passes,
)
FACTS = Metric(
    "fact recall",
    "Share of a question's vital facts that the answer states, averaged over the questions that have any.",
    "nugget recall with vital nuggets only: Voorhees, “Overview of the TREC 2003 Question Answering Track”",
    fact_recall,
)
