"""Rankings measured against what is relevant, by ``ir_measures``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from evals.metrics.cost import percentile

DEPTH = 100
"""How many passages a search gives; what stands below counts as not found."""

Ranker = Callable[[str], Sequence[str]]
"""A question to ids, best first, none twice."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """Means over the same ``questions`` for several systems: ``figures[system][measure]``, measures named as ``ir_measures`` does; and the
    median and 95th percentile of the milliseconds that each took over a question."""

    title: str
    questions: int
    figures: Mapping[str, Mapping[str, float]]
    ms: Mapping[str, tuple[float, float]] = field(default_factory=dict, compare=False)

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
    figures, ms = {}, {}
    for system, rank in rankers.items():
        say(f"{title}: {system}, {len(questions)} questions …")
        rankings, taken = {}, []
        for key, question in questions.items():
            started = time.perf_counter()
            rankings[key] = rank(question)
            taken.append((time.perf_counter() - started) * 1000)
        figures[system] = measure(relevance, rankings, measures)
        ms[system] = (percentile(taken, 0.5) or 0.0, percentile(taken, 0.95) or 0.0)
    return Table(title, len(questions), figures, ms)


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


def in_steps(say: Say) -> Callable[[int, int], None]:
    """Tell how many passages are embedded, in steps of a twentieth."""
    last = -1

    def progress(done: int, total: int) -> None:
        nonlocal last
        step = 20 * done // max(total, 1)
        if step > last:
            last = step
            say(f"embedded {done} of {total} passages …")

    return progress


def distinct(ids: Iterable[str]) -> list[str]:
    """``ids`` in order, each where it comes first."""
    return list(dict.fromkeys(ids))


def as_text(tables: Iterable[Table]) -> str:
    """A table below the other: a line for each system, a column for each measure, and the times of a question."""
    return "\n\n".join(_lines(table) for table in tables)


def _lines(table: Table) -> str:
    names = list(next(iter(table.figures.values()), {}))
    width = max((len(system) for system in table.figures), default=0)
    head = f"{table.title} ({table.questions} questions)"
    rows = [
        f"{system:{width}}  " + "  ".join([*(f"{row[name]:{max(len(name), 5)}.3f}" for name in names), *_times(table, system)])
        for system, row in table.figures.items()
    ]
    columns = [*names, *(_TIMES if table.ms else ())]
    return "\n".join([head, f"{'':{width}}  " + "  ".join(f"{name:>5}" for name in columns), *rows])


_TIMES = ("p50 ms", "p95 ms")


def _times(table: Table, system: str) -> list[str]:
    return [f"{taken:{len(name)}.1f}" for name, taken in zip(_TIMES, table.ms.get(system, ()), strict=False)]
