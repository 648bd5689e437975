"""Retrieval alone: how high the provisions that answer a gold question stand, before anything is understood or answered.

Every system sees the question's own words; of a follow-up, all that the user said. Systems are the assistant's index by words (BM25), by
meaning (cosine) and by both, the assistant's own search (what answers are made from: the question understood, both, and the provisions
ranked by how much of the question they cover), and the stock recipe, whose chunks count as the provisions that they hold: a chunk of
1,000 characters is five measures, and which of them it was found for the recipe does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from assistant import Assistant
from evals.benchmarks.ranking import DEPTH, Ranker, Say, Table, compare, distinct
from evals.benchmarks.stock import StockRecipe, with_earlier_turns
from evals.gold_schema import POLICY, GoldQuestion

MUST, MAY = 2, 1
MEASURES = ("R(rel=2)@1", "R(rel=2)@5", "R(rel=2)@10", "RR(rel=2)", "nDCG@10")
"""Recall and the reciprocal rank count only what must be cited; what may be cited is neither asked for nor held against a system. Only
nDCG knows grades: :data:`MUST` and :data:`MAY`."""
WEIGHTS: Mapping[str, float | None] = {"lexical": 0.0, "dense": 1.0, "fused": None}
"""Systems of the assistant's index, and how much of each is meaning."""
OWN = "assistant"


class Searched(Protocol):
    """What is asked of an index."""

    def search(self, query: str, k: int, *, keep: Callable[[Any], bool] | None = None, weight: float | None = None) -> Sequence[Any]:
        """The ``k`` best passages."""


def measure_gold(questions: Sequence[GoldQuestion], assistant: Assistant, stock: Iterable[StockRecipe], say: Say) -> list[Table]:
    """Two tables over the questions that have something to cite: those that stand by themselves (the headline), and follow-ups, if any."""
    rankers = {**assistant_rankers(assistant, POLICY), **{recipe.name: stock_ranker(recipe, POLICY) for recipe in stock}}
    asked = [question for question in questions if question.answerable and question.must_cite]
    groups = {"gold, single questions": [q for q in asked if not q.history], "gold, follow-ups": [q for q in asked if q.history]}
    return [
        compare(
            title,
            {q.id: with_earlier_turns(q.question, q.history) for q in group},
            {q.id: relevance(q) for q in group},
            rankers,
            MEASURES,
            say,
        )
        for title, group in groups.items()
        if group
    ]


def relevance(question: GoldQuestion) -> dict[str, int]:
    """Provision → grade."""
    return {**dict.fromkeys(question.may_cite, MAY), **dict.fromkeys(question.must_cite, MUST)}


def index_rankers(index: Searched, document: str) -> dict[str, Ranker]:
    """A ranker of the provisions of ``document`` for each of :data:`WEIGHTS`; a provision stands where its best passage does."""

    def ranker(weight: float | None) -> Ranker:
        def rank(question: str) -> list[str]:
            passages = index.search(question, DEPTH, keep=lambda chunk: chunk.document == document, weight=weight)
            return distinct(passage.chunk.provision for passage in passages)

        return rank

    return {system: ranker(weight) for system, weight in WEIGHTS.items()}


def assistant_rankers(assistant: Assistant, document: str) -> dict[str, Ranker]:
    """The rankers of its index, and behind them the one of its own search."""

    def own(question: str) -> list[str]:
        return distinct(found.provision.id for found in assistant.search(question) if found.document.id == document)

    return {**index_rankers(assistant.index, document), OWN: own}


def stock_ranker(stock: StockRecipe, document: str) -> Ranker:
    """All chunks, best first, each as the provisions of ``document`` that it holds, the one that takes most of it first."""

    def rank(question: str) -> list[str]:
        found = [excerpt for excerpt in stock.retrieve(question, len(stock)) if excerpt.document.id == document]
        return distinct(place.provision.id for excerpt in found for place in excerpt.places)

    return rank
