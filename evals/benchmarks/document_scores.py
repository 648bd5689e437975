"""What an answer to a question on a document is worth, and the figures over many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from assistant import Citation
from corpus import Corpus
from evals.benchmarks.clauses import same_stretch, share_said
from evals.benchmarks.document_set import DocumentQuestion
from evals.denying import denies, disclaims
from evals.metrics.cost import percentile
from evals.responses import Response
from evals.statistics import Interval, paired_bootstrap, wilson

DIVISIONS = frozenset(("title", "book", "part", "chapter", "section", "document"))
"""Kinds of provisions that hold many others: to cite one says too little of where the words stand."""
HALF = 0.5
ALL = "all"


@dataclass(frozen=True)
class Judged:
    """One answer beside its question. An error has cited nothing and said nothing."""

    id: str
    kind: str
    failed: bool
    status: str | None
    reason: str | None
    right_document: bool = False
    """Whether a citation that supports the answer is of the document that answers."""
    cited: tuple[bool, ...] = ()
    """For each clause: whether the quote or the provision of a citation that supports the answer is that clause."""
    quoted: tuple[bool, ...] = ()
    """The same of the quotes alone."""
    said: float = 0.0
    """Share of the clauses' character pairs that stand in the answer's text or in a quote that supports it."""
    denied: bool = False
    disclaimed: bool = False
    citations: int = 0
    """Those that support the answer."""
    on_clause: int = 0
    """Of these, those that are of one of the clauses."""
    length: int = 0
    """Characters of the answer's text."""
    ms: float = 0.0


def judge(question: DocumentQuestion, response: Response, document: str | None, corpus: Corpus) -> Judged:
    """Hold ``response`` against ``question``; ``document`` is the id under which the corpus holds its document, None where it could not
    be read."""
    answer = response.answer
    if answer is None or response.failed:
        return Judged(
            question.id, question.kind, True, answer.status if answer else None, answer.reason if answer else None, ms=response.ms
        )
    support = [c for c in answer.citations if c.role == "support" and c.kind == "provision"]
    own = [c for c in support if c.document == document]
    matches = [[_is_clause(clause, c, corpus) for c in own] for clause in question.clauses]
    return Judged(
        question.id,
        question.kind,
        False,
        answer.status,
        answer.reason,
        right_document=bool(own),
        cited=tuple(any(row) for row in matches),
        quoted=tuple(any(same_stretch(clause, c.quote) for c in own) for clause in question.clauses),
        said=share_said(question.clauses, [answer.answer, *(c.quote for c in support)]),
        denied=denies(answer),
        disclaimed=disclaims(answer),
        citations=len(support),
        on_clause=sum(any(column) for column in zip(*matches, strict=True)),
        length=len(answer.answer),
        ms=response.ms,
    )


def _is_clause(clause: str, citation: Citation, corpus: Corpus) -> bool:
    if same_stretch(clause, citation.quote):
        return True
    document = corpus.document(citation.document)
    provision = document.provision(citation.provision) if document else None
    return provision is not None and provision.kind not in DIVISIONS and same_stretch(clause, provision.text)


@dataclass(frozen=True)
class Measure:
    """A figure over many answers: how it is taken of one, and whether it is a share of them. None: it has nothing to say of this one."""

    name: str
    of: Callable[[Judged], float | None]
    share: bool = True


def _given(value: Callable[[Judged], float]) -> Callable[[Judged], float | None]:
    return lambda j: value(j) if j.status in ("answered", "partial") else None


MEASURES: tuple[Measure, ...] = (
    Measure("right document", lambda j: j.right_document),
    Measure("a clause cited", lambda j: any(j.cited)),
    Measure("all clauses cited", lambda j: bool(j.cited) and all(j.cited)),
    Measure("a clause quoted", lambda j: any(j.quoted)),
    Measure("words of the clause", lambda j: j.said, share=False),
    Measure("half of its words", lambda j: j.said >= HALF),
    Measure("declined", lambda j: j.status == "declined"),
    Measure("denied", lambda j: j.denied),
    Measure("begins with a disclaimer", _given(lambda j: j.disclaimed)),
    Measure("citations on a clause", lambda j: j.on_clause / j.citations if j.citations else None, share=False),
    Measure("citations", _given(lambda j: j.citations), share=False),
    Measure("length", _given(lambda j: j.length), share=False),
    Measure("errors", lambda j: j.failed),
)


@dataclass(frozen=True)
class Value:
    """A figure with its 95 % interval and the number of answers that it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class DocumentFigures:
    """The figures over the answers to one kind of questions, None where a measure has nothing to say, and their times."""

    questions: int
    values: Mapping[str, Value | None]
    statuses: Mapping[str, int]
    """How many answers have which status, with the reason where there is one."""
    p50_ms: float | None
    p95_ms: float | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def figures(judged: Sequence[Judged]) -> dict[str, DocumentFigures]:
    """By kind, and under :data:`ALL` over all of them, which comes first."""
    kinds = sorted({j.kind for j in judged} - {ALL})
    groups = {ALL: list(judged)} | ({kind: [j for j in judged if j.kind == kind] for kind in kinds} if len(kinds) > 1 else {})
    return {kind: _figures(group) for kind, group in groups.items()}


def _figures(group: Sequence[Judged]) -> DocumentFigures:
    statuses: dict[str, int] = {}
    for j in group:
        told = f"{j.status or 'error'}{f' ({j.reason})' if j.reason else ''}"
        statuses[told] = statuses.get(told, 0) + 1
    times = [j.ms for j in group if not j.failed]
    values = {m.name: _value(m, [v for j in group if (v := m.of(j)) is not None]) for m in MEASURES}
    return DocumentFigures(len(group), values, dict(sorted(statuses.items())), percentile(times, 0.5), percentile(times, 0.95))


def _value(measure: Measure, values: Sequence[float]) -> Value | None:
    if not values:
        return None
    mean = fmean(values)
    if measure.share:
        interval = wilson(round(sum(values)), len(values))
    else:
        interval = paired_bootstrap([0.0] * len(values), values) if len(values) > 1 else Interval(mean, mean)
    return Value(mean, interval.low, interval.high, len(values))
