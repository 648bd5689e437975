"""Whether an answer says that something is not written which the gold shows to be written."""

from __future__ import annotations

from pathlib import Path

from evals.gold_schema import GoldQuestion
from evals.metrics.case import Case, Metric, Value
from evals.sentences import first_sentence, says

_DENIALS = Path(__file__).parent / "denials.yaml"
_REASONS = ("not_stated", "out_of_scope", "no_such_provision", "not_held", "no_evidence")


def denies_what_is_written(case: Case) -> Value:
    """1 when the answer declines because the text does not hold what was asked, or its first sentence says so, else 0.

    None where the gold does not show that it is written (no evidence, nothing to cite, declining is acceptable too), and where the
    system gave no answer. The words are not weighed where a part of what is asked is not stated, or where *no* or *open* is a right
    verdict: there they may be true.
    """
    question, answer = case.question, case.answer
    if answer is None or not _written(question):
        return None
    if answer.status == "declined":
        return float(answer.reason in _REASONS)
    return float(not _may_be_true(question) and says(first_sentence(answer.answer), _DENIALS))


def _written(question: GoldQuestion) -> bool:
    shown = bool(question.evidence or question.must_cite)
    return question.answerable and shown and not {"declined", "clarify"} & set(question.status)


def _may_be_true(question: GoldQuestion) -> bool:
    in_part = question.category == "multi_question" and "partial" in question.status
    return in_part or any(fact.proof == "question" for fact in question.facts) or bool({"no", "open"} & set(question.verdict))


DENIED = Metric(
    "denied",
    "Share of the questions that the text answers of which the answer says that it does not: not written, not found, another topic.",
    "by construction, denials.yaml; the other side of false refusals, words included",
    denies_what_is_written,
    better="lower",
)
