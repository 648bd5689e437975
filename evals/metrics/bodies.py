"""Whether every government body that an answer names stands in what it cites."""

from __future__ import annotations

from corpus import read_departments
from evals.metrics.blocks import blocks_of
from evals.metrics.case import Case, Metric, Value


def foreign_bodies(case: Case) -> list[str]:
    """Bodies named in a line that neither a quote of its marks names nor a provision of them puts in charge; in a line that denies, those
    of the question may be repeated."""
    if case.answer is None:
        return []
    known = case.corpus.departments
    asked = {m.name for m in read_departments(f"{case.question.question} {case.answer.standalone_question}", known, weak=True)}
    issuers = {r.issuer for r in case.corpus.records}
    found = []
    for block in blocks_of(case.answer):
        borne = set(issuers) | (asked if block.denies or not block.marked else set())
        for c in block.citations:
            document = case.document(c.document)
            provision = document.provision(c.provision) if document else None
            borne |= {m.name for m in read_departments(f"{c.quote} {c.title}", known)}
            borne |= set(provision.departments) if provision else set()
            borne |= {m.name for m in read_departments(document.title, known)} if document else set()
        found += [m.name for m in read_departments(block.text, known) if m.name not in borne]
    return found


def faithful(case: Case) -> Value:
    """1 when no foreign body is named, else 0; None where no body is named at all."""
    if case.answer is None or not read_departments(case.answer.answer, case.corpus.departments):
        return None
    return float(not foreign_bodies(case))


BODIES = Metric(
    "body faithfulness",
    "Share of the answers naming bodies that name only those which the text cited names or puts in charge.",
    "entity-level faithfulness over the corpus's list of bodies",
    faithful,
)
