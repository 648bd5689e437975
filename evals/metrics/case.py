"""What a metric sees: one question, what came back, the documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant import Answer
from corpus import Corpus, Document
from evals.gold_schema import GoldQuestion
from evals.lettering import judge_draft
from evals.responses import Response
from evals.scoring import judge_answer


@dataclass(frozen=True)
class Case:
    """A gold question and the response to it."""

    question: GoldQuestion
    response: Response
    corpus: Corpus = field(repr=False)

    @property
    def answer(self) -> Answer | None:
        """The answer; None where the system gave none."""
        return None if self.response.failed else self.response.answer

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """Why the answer does not pass, a sentence each; empty when it does."""
        if self.response.draft is not None and not self.response.failed:
            return judge_draft(self.question, self.response.draft, self.corpus)
        if self.answer is None:
            said = self.response.error or (self.response.answer.reason if self.response.answer else None)
            return (f"no answer: {said or 'error'}",)
        return judge_answer(self.question, self.answer, self.corpus)

    @property
    def passed(self) -> bool:
        return not self.failures

    def document(self, document_id: str) -> Document | None:
        return self.corpus.document(document_id)


Value = float | None
"""A figure for one case; None where the metric has nothing to say of it (*unscored*, never 0)."""


@dataclass(frozen=True)
class Metric:
    """A figure for each case, and its mean over the cases that have one."""

    name: str
    definition: str
    source: str
    of: Callable[[Case], Value]
    better: Literal["higher", "lower"] = "higher"
    percent: bool = True
    """Whether it is a share, to be shown in per cent."""


@dataclass(frozen=True)
class Figure:
    """One figure over many cases, with how many of them it rests on."""

    name: str
    value: Value
    n: int
    definition: str
    source: str
    better: Literal["higher", "lower", "neither"] = "higher"
    percent: bool = True


Aggregate = Callable[[Sequence[Case]], list[Figure]]
"""Figures that are no means over cases."""


def mean(values: Sequence[Value]) -> Value:
    """The mean of the values that are there; None when there are none."""
    scored = [v for v in values if v is not None]
    return sum(scored) / len(scored) if scored else None
