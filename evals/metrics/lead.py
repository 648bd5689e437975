"""Whether the first sentence answers, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evals.denying import disclaims, first_sentence
from evals.metrics.case import Case, Figure, Metric, Value, mean

_SOURCE = "front-loading: the answer first, as in the style guides of gov.uk and of plain-language law"


def leads(case: Case) -> Value:
    """1 when the first sentence matches one of the question's ``lead`` expressions, else 0; None where the question has none. One that
    declines what could be answered does not."""
    if not case.question.lead:
        return None
    refused = case.answer is None or (case.answer.abstained and case.question.answerable)
    sentence = "" if case.answer is None or refused else first_sentence(case.answer.answer)
    return float(any(re.search(pattern, sentence, re.IGNORECASE) for pattern in case.question.lead))


def disclaimer(case: Case) -> Value:
    """1 when the answer to a question that the text answers begins by speaking of itself or of the text's wording, else 0; None where
    nothing was answered, or nothing could be."""
    if case.answer is None or case.answer.abstained or not case.question.answerable:
        return None
    return float(disclaims(case.answer))


def length(cases: Sequence[Case]) -> list[Figure]:
    """Characters of the answers to questions that the text answers, on average."""
    lengths = [float(len(c.answer.answer)) for c in cases if c.answer is not None and not c.answer.abstained and c.question.answerable]
    told = "Characters of an answer, marks included, on average over those to questions that the text answers."
    return [Figure("answer length", mean(lengths), len(lengths), told, "by counting", "neither", percent=False)]


LEAD = Metric(
    "lead",
    "Share of the questions with expressions for it whose answer says the verdict, figure, body or name asked for in its first sentence.",
    _SOURCE,
    leads,
)
DISCLAIMER = Metric(
    "disclaimer first",
    "Share of the answers to questions that the text answers whose first sentence is about the answer or the wording instead.",
    _SOURCE,
    disclaimer,
    better="lower",
)
