"""Whether an answer says yes where the text says no, in force where it has ended, and the reverse. One is one too many."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value
from evals.verdict import read_verdict


def wrong_verdict(case: Case) -> Value:
    """1 when the first sentence gives a yes or a no that is not among the acceptable verdicts, else 0; None where no verdict is judged, or
    nothing was answered. An answer that leaves open what it could have decided is unclear, not wrong; one that decides what the text
    leaves open is wrong."""
    if case.answer is None or case.answer.abstained or not case.question.verdict:
        return None
    said = read_verdict(case.answer.answer)
    return float(said in ("yes", "no") and said not in case.question.verdict)


WRONG_VERDICT = Metric(
    "wrong verdict",
    "Share of the answers to judged yes/no questions that say yes for no, no for yes, or decide what the text leaves open.",
    "by construction; must be 0",
    wrong_verdict,
    better="lower",
)
