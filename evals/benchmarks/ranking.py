"""Rankings measured against what is relevant, by ``ir_measures``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

DEPTH = 100
"""How many passages a search gives; what stands below counts as not found."""

Ranker = Callable[[str], Sequence[str]]
"""A question to ids, best first, none twice."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """Means over the same ``questions`` for several systems: ``figures[system][measure]``, measures named as ``ir_measures`` does."""

    title: str
    questions: int
    figures: Mapping[str, Mapping[str, float]]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    title: str,
    questions: Mapping[str, str],
    relevance: Mapping[str, Mapping[str, int]],
    rankers: Mapping[str, Ranker],
    measures: Sequence[str],
    say: Say,
) -> Table:
    """Ask each of ``rankers`` every question and measure what it finds.

    ``questions`` and ``relevance`` have the same keys; ``relevance`` gives ids of relevant passages with their grades. ``say`` is told
    which system is at work.
    """
    figures = {}
    for system, rank in rankers.items():
        say(f"{title}: {system}, {len(questions)} questions …")
        figures[system] = measure(relevance, {key: rank(question) for key, question in questions.items()}, measures)
    return Table(title, len(questions), figures)


def measure(relevance: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]], measures: Sequence[str]) -> dict[str, float]:
    """The mean of each of ``measures`` (names such as ``R@5``) over the questions of ``relevance``; a question without a ranking counts
    as 0.

    Raises:
        ValueError: a ranking holds an id twice.
    """
    import ir_measures

    for key, ids in rankings.items():
        if len(set(ids)) != len(ids):
            raise ValueError(f"the ranking for {key} holds an id twice")
    # Falling scores: trec_eval, which does the counting, sorts by score and would break ties by the id.
    run = {key: {found: float(len(ids) - i) for i, found in enumerate(ids)} for key, ids in rankings.items()}
    wanted = [ir_measures.parse_measure(name) for name in measures]
    values = ir_measures.calc_aggregate(wanted, {key: dict(grades) for key, grades in relevance.items()}, run)
    return {name: float(values[parsed]) for name, parsed in zip(measures, wanted, strict=True)}


def distinct(ids: Iterable[str]) -> list[str]:
    """``ids`` in order, each where it comes first."""
    return list(dict.fromkeys(ids))


def as_text(tables: Iterable[Table]) -> str:
    """A table below the other: a line for each system, a column for each measure."""
    return "\n\n".join(_lines(table) for table in tables)


def _lines(table: Table) -> str:
    names = list(next(iter(table.figures.values()), {}))
    width = max((len(system) for system in table.figures), default=0)
    head = f"{table.title} ({table.questions} questions)"
    rows = [
        f"{system:{width}}  " + "  ".join(f"{row[name]:{max(len(name), 5)}.3f}" for name in names) for system, row in table.figures.items()
    ]
    return "\n".join([head, f"{'':{width}}  " + "  ".join(f"{name:>5}" for name in names), *rows])
