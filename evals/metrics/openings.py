"""How an answer begins: whether its first sentence answers, or speaks of the answer itself before it does."""

from __future__ import annotations

import re
from pathlib import Path

from evals.metrics.case import Case, Metric, Value
from evals.sentences import first_sentence, says

_DISCLAIMERS = Path(__file__).parent / "disclaimers.yaml"


def leads(case: Case) -> Value:
    """1 when the first sentence matches one of the question's ``lead`` expressions, else 0, also for an answer that declines; None where
    the question has none, where nothing is to be answered, or where the system gave no answer."""
    question = case.question
    if case.answer is None or not question.lead or not question.answerable:
        return None
    first = first_sentence(case.answer.answer)
    return float(any(re.search(pattern, first, re.IGNORECASE) for pattern in question.lead))


def disclaims(case: Case) -> Value:
    """1 when the first sentence is a disclaimer of ``disclaimers.yaml``, else 0; None where nothing is to be answered or was."""
    if case.answer is None or not case.question.answerable or case.answer.status in ("declined", "clarify"):
        return None
    return float(says(first_sentence(case.answer.answer), _DISCLAIMERS))


LEAD = Metric(
    "lead",
    "Share of the answers whose first sentence says what was asked: a verdict, a figure, a body, a name.",
    "bottom line up front; patterns written with the question, from the text alone",
    leads,
)
DISCLAIMER = Metric(
    "disclaimer first",
    "Share of the answers to what the text answers that begin with a sentence about the answer instead of with the answer.",
    "by construction, disclaimers.yaml",
    disclaims,
    better="lower",
)
