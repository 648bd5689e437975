"""Whether an answer denies what is written. Of an authority, the worst mistake beside an invented figure."""

from __future__ import annotations

from evals.denying import denies
from evals.gold_schema import GoldQuestion
from evals.metrics.case import Case, Metric, Value


def denied(case: Case) -> Value:
    """1 when the text says it and the answer says that it does not, or that it is no matter of these documents, else 0.

    By status (it declines, and no acceptable status does) or by its first sentence. None where the text does not say it, where a part is
    lost or not stated, and where a no is what is right: there the same words are true.
    """
    q = case.question
    if case.answer is None or not q.answerable or not q.must_cite or not _written(q) or not set(q.verdict) <= {"yes"}:
        return None
    if case.answer.status == "declined":
        return 1.0
    rightly = any("没有" in text or "not" in text for fact in q.facts for text in fact.text)
    return None if rightly else float(denies(case.answer))


def _written(q: GoldQuestion) -> bool:
    """Whether all that is asked is; of a turn in a conversation gold says only that it is not to be declined."""
    return set(q.status) == {"answered"} or (q.suite == "dialogue" and set(q.status) == {"answered", "partial"})


DENIED = Metric(
    "denied",
    "Share of the questions whose answer is written in the text that are told it is not, or that it is no matter of these documents.",
    "by construction: answerable by the evidence of the gold, denied by status or first sentence",
    denied,
    better="lower",
)
