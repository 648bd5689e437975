"""Whether lists are complete: the answers to questions for all measures of a kind."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value
from evals.scoring import cited

FEWEST = 2
"""Provisions that must be cited for an answer to count as a list."""


def _is_list(case: Case) -> bool:
    return case.question.category == "list_count" and len(case.question.must_cite) >= FEWEST


def complete(case: Case) -> Value:
    """1 when every provision that must be cited is cited as support, else 0; None where no list is asked for."""
    if not _is_list(case):
        return None
    return float(case.answer is not None and set(case.question.must_cite) <= cited(case.answer))


def pure(case: Case) -> Value:
    """1 when nothing is in the list that does not belong, else 0; None where no list is asked for or given."""
    if not _is_list(case) or case.answer is None or not (found := cited(case.answer)):
        return None
    return float(found <= {*case.question.must_cite, *case.question.may_cite})


LIST_COMPLETE = Metric(
    "list completeness", "Share of the lists asked for that hold every measure that belongs.", "set recall = 1", complete
)
LIST_PURE = Metric("list purity", "Share of the lists given that hold no measure that does not belong.", "set precision = 1", pure)
