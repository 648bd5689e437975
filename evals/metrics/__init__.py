"""What is measured. Each metric stands in a small file with its definition and source; all are deterministic.

``METRICS`` give a figure for each case, ``AGGREGATES`` figures over many cases. ``per_case`` and ``over`` compute them.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.abstention import abstention
from evals.metrics.accuracy import ACCURACY, FACTS
from evals.metrics.bodies import BODIES
from evals.metrics.carried import kept
from evals.metrics.case import Aggregate, Case, Figure, Metric, Value, mean
from evals.metrics.citations import CITATION_F1, CITATION_PRECISION, CITATION_RECALL, SPAN_RECALL
from evals.metrics.cost import cost
from evals.metrics.denied import DENIED
from evals.metrics.figures import FIGURES
from evals.metrics.follow_up import FOLLOW_UP
from evals.metrics.lead import DISCLAIMER, LEAD, length
from evals.metrics.lists import LIST_COMPLETE, LIST_PURE
from evals.metrics.modality import MODALITY
from evals.metrics.quotes import EXACT, LABELLED
from evals.metrics.retrieval import RETRIEVAL
from evals.metrics.selective import selective
from evals.metrics.talks import LETTERS, whole_dialogues
from evals.metrics.verdicts import WRONG_VERDICT

__all__ = ["AGGREGATES", "METRICS", "Case", "Figure", "Metric", "Value", "over", "per_case"]

METRICS: tuple[Metric, ...] = (
    ACCURACY,
    FACTS,
    CITATION_PRECISION,
    CITATION_RECALL,
    CITATION_F1,
    SPAN_RECALL,
    EXACT,
    LABELLED,
    FIGURES,
    BODIES,
    MODALITY,
    WRONG_VERDICT,
    DENIED,
    LEAD,
    DISCLAIMER,
    LIST_COMPLETE,
    LIST_PURE,
    FOLLOW_UP,
    *LETTERS,
    *RETRIEVAL,
)
AGGREGATES: tuple[Aggregate, ...] = (abstention, selective, kept, whole_dialogues, length, cost)


def per_case(case: Case) -> dict[str, Value]:
    """Every metric of :data:`METRICS` for one case, by name."""
    return {metric.name: metric.of(case) for metric in METRICS}


def over(cases: Sequence[Case], values: Sequence[dict[str, Value]]) -> list[Figure]:
    """The means of ``values`` (what :func:`per_case` gave, case by case), then the figures of :data:`AGGREGATES`."""
    means = [
        Figure(
            m.name,
            mean([v[m.name] for v in values]),
            sum(v[m.name] is not None for v in values),
            m.definition,
            m.source,
            m.better,
            m.percent,
        )
        for m in METRICS
    ]
    return [*means, *(figure for aggregate in AGGREGATES for figure in aggregate(cases))]
