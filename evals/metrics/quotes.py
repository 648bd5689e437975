"""Whether quotes are exactly what stands at their place. Anything below 1 is a defect, not a degree."""

from __future__ import annotations

from evals.metrics.case import Case, Metric, Value
from evals.scoring import inexact_quotes


def exactness(case: Case) -> Value:
    """The share of the citations, signposts and notes included, whose quote is ``text[start:end]`` of the restored document and lies inside
    the provision named; None without citations."""
    if case.answer is None or not case.answer.citations:
        return None
    return 1 - len(inexact_quotes(case.answer, case.corpus)) / len(case.answer.citations)


def labelled(case: Case) -> Value:
    """The share of the citations whose measure number, label and title are those of the provision that they name; None without any."""
    if case.answer is None or not case.answer.citations:
        return None
    right = 0
    for c in case.answer.citations:
        document = case.document(c.document)
        p = document.provision(c.provision) if document else None
        right += (
            p is not None and c.measure == p.measure and p.label in c.label and c.title in (p.title, document.title if document else "")
        )
    return right / len(case.answer.citations)


EXACT = Metric(
    "quote exactness", "Share of the quotes that are exact slices of the provision named.", "by construction; must be 1", exactness
)
LABELLED = Metric(
    "citation validity", "Share of the citations whose number, label and title are those of the provision quoted.", "must be 1", labelled
)
