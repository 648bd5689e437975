"""Whether what is put around a question changes its answer."""

from __future__ import annotations

from collections.abc import Sequence

from evals.carried.building import part_of
from evals.metrics.case import Case, Figure

_SOURCE = "invariance tests: Ribeiro et al., “Beyond Accuracy: Behavioral Testing of NLP Models with CheckList”, 2020"


def bare_of(question_id: str) -> str:
    """The id of the question that a carried one was made from."""
    return question_id.partition("~")[0]


def passing_pairs(cases: Sequence[Case]) -> list[tuple[Case, Case]]:
    """(bare, carried) for each carried question whose bare one was asked in the same run, and passes."""
    bare = {(c.question.id, c.response.repeat): c for c in cases if c.question.suite != "carried"}
    pairs = ((bare.get((bare_of(c.question.id), c.response.repeat)), c) for c in cases if c.question.suite == "carried")
    return [(b, c) for b, c in pairs if b is not None and b.passed]


def kept(cases: Sequence[Case]) -> list[Figure]:
    """Of the carried questions whose bare one passes, the share that passes too: all, those in carriers that may be read, those held back;
    and the share whose status and supporting citations are those of the bare answer."""
    pairs = passing_pairs(cases)
    parts = {"carried kept": pairs}
    for part in ("read", "held"):
        parts[f"carried kept, {part}"] = [pair for pair in pairs if part_of(pair[1].question.id) == part]
    told = "Share of the carried questions whose bare question passes that pass too"
    found = [
        Figure(name, sum(c.passed for _, c in of) / len(of) if of else None, len(of), f"{told}.", _SOURCE) for name, of in parts.items()
    ]
    same = sum(_likeness(b) == _likeness(c) for b, c in pairs) / len(pairs) if pairs else None
    unchanged = "Share of these whose status and supporting citations are exactly those of the bare answer."
    return [*found, Figure("carried unchanged", same, len(pairs), unchanged, _SOURCE)]


def _likeness(case: Case) -> object:
    a = case.answer
    return None if a is None else (a.status, frozenset(c.provision for c in a.citations if c.role == "support"))
