"""Whether the right measures are cited, and the right words of them."""

from __future__ import annotations

from evals.gold_schema import POLICY
from evals.metrics.case import Case, Metric, Value
from evals.scoring import cited

_SOURCE = "citation precision and recall: Gao et al., “Enabling Large Language Models to Generate Text with Citations” (ALCE), 2023, "


def precision(case: Case) -> Value:
    """The share of the provisions cited as support that the gold says must or may be cited; None where none is cited or the gold names
    none. An acceptable neighbour that the gold does not list counts against it: a lower bound."""
    found = cited(case.answer) if case.answer else set()
    good = {*case.question.must_cite, *case.question.may_cite}
    return len(found & good) / len(found) if found and good else None


def recall(case: Case) -> Value:
    """The share of the provisions that must be cited that are; None where none must be."""
    must = set(case.question.must_cite)
    if not must:
        return None
    return len(must & (cited(case.answer) if case.answer else set())) / len(must)


def f1(case: Case) -> Value:
    """The harmonic mean of both; 0 where something must be cited and nothing is."""
    r = recall(case)
    p = precision(case)
    if r is None:
        return None
    return 2 * p * r / (p + r) if p and r else 0.0


def span_recall(case: Case) -> Value:
    """The share of the characters of the gold's evidence, of provisions that must be cited, that quotes given as support cover."""
    if case.answer is None or not case.question.must_cite:
        return None if not case.question.must_cite else 0.0
    wanted: set[tuple[str, int]] = set()
    for evidence in case.question.evidence:
        if evidence.document == POLICY and evidence.provision not in case.question.must_cite:
            continue
        document = case.document(evidence.document)
        provision = document.provision(evidence.provision) if document else None
        if provision is not None:
            start = provision.start + provision.text.index(evidence.quote)
            wanted |= {(evidence.document, i) for i in range(start, start + len(evidence.quote))}
    given = {(c.document, i) for c in case.answer.citations if c.role == "support" for i in range(c.start, c.end)}
    return len(wanted & given) / len(wanted) if wanted else None


CITATION_PRECISION = Metric(
    "citation precision",
    "Share of the measures cited as support that the gold accepts.",
    _SOURCE + "taken against gold provisions instead of an entailment model",
    precision,
)
CITATION_RECALL = Metric(
    "citation recall", "Share of the measures that must be cited that are.", _SOURCE + "against gold provisions", recall
)
CITATION_F1 = Metric("citation F1", "Harmonic mean of citation precision and recall, question by question.", _SOURCE + "their F1", f1)
SPAN_RECALL = Metric(
    "evidence overlap",
    "Share of the characters of the gold evidence that the quotes cover.",
    "character-level recall of evidence, as SQuAD's overlap is token-level (Rajpurkar et al. 2016) and Chroma's “Evaluating Chunking” is",
    span_recall,
)
