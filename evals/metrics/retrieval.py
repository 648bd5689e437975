"""How well the right provisions are ranked, where a search took place."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.case import Case, Metric, Value

NAMES = ("R@1", "R@5", "R@10", "RR", "nDCG@10")


def ranking_of(case: Case) -> list[str] | None:
    """Ids of the policy's provisions as the system ranked them, best first; None where it did not search, or does not tell."""
    trace = case.response.trace
    ranking = trace.get("ranking") if trace else None
    return list(ranking) if isinstance(ranking, Sequence) and not isinstance(ranking, str) else None


def rank_measures(names: Sequence[str], relevant: Sequence[str], ranking: Sequence[str]) -> dict[str, float]:
    """Measures of ``ir_measures``, by their names there, of one ranking against what is relevant (all equally so)."""
    import ir_measures
    from ir_measures import Qrel, ScoredDoc

    if not ranking:
        return dict.fromkeys(names, 0.0)
    measures = {name: ir_measures.parse_measure(name) for name in names}
    qrels = [Qrel("q", provision, 1) for provision in relevant]
    # Ranked documents are told by falling scores; equal ones would be put in another order by the library.
    run = [ScoredDoc("q", provision, float(len(ranking) - rank)) for rank, provision in enumerate(ranking)]
    calculated = ir_measures.calc_aggregate(list(measures.values()), qrels, run)
    return {name: float(calculated[measure]) for name, measure in measures.items()}


def _of(name: str) -> Metric:
    def value(case: Case) -> Value:
        ranking = ranking_of(case)
        if ranking is None or not case.question.must_cite or case.question.category == "multi_question":
            return None
        return rank_measures([name], case.question.must_cite, ranking)[name]

    return Metric(
        name, f"{name} of the provisions that must be cited, where a search took place.", "ir_measures (MacAvaney et al., ECIR 2022)", value
    )


RETRIEVAL = tuple(_of(name) for name in NAMES)
