"""One run held against another, question by question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.gold_schema import READ_BY_CATEGORY
from evals.metrics import METRICS
from evals.metrics.case import mean
from evals.scores import Row
from evals.statistics import Interval, holm, mcnemar, paired_bootstrap, sign_flip

DROP = 0.05
"""A fall of a metric that counts as a regression whatever its interval."""
ALPHA = 0.05


@dataclass(frozen=True)
class Change:
    """How a metric changed over the ``n`` questions for which both runs have a value."""

    name: str
    n: int
    before: float
    after: float
    interval: Interval
    """Of the change, 95 %, by paired bootstrap."""
    p: float
    p_adjusted: float
    """Holm's, over all metrics compared."""

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def real(self) -> bool:
        """Whether the fall is statistically real: the interval lies below 0, and the test holds out against the number of metrics."""
        return self.interval.high < 0 and self.p_adjusted < ALPHA

    @property
    def regression(self) -> bool:
        """Whether it counts as a regression: a real fall, or one of more than :data:`DROP`."""
        return self.real or self.change < -DROP


@dataclass(frozen=True)
class Flip:
    """A question that passed in one run and not in the other."""

    id: str
    category: str
    won: bool
    failures: tuple[str, ...]
    """Of the run in which it failed."""
    quiet: bool = False
    """Whether its suite is told by category alone."""


@dataclass(frozen=True)
class Comparison:
    """``left_out`` are questions that only one of the runs has, or that are judged by other expectations now."""

    common: int
    left_out: tuple[str, ...]
    of_before: int
    """How many questions the earlier run has."""
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    p_flips: float
    """Exact McNemar over the questions lost and won."""

    @property
    def lost(self) -> tuple[Flip, ...]:
        return tuple(f for f in self.flips if not f.won)

    @property
    def won(self) -> tuple[Flip, ...]:
        return tuple(f for f in self.flips if f.won)

    @property
    def overlap(self) -> float:
        """The share of the earlier run's questions that could be compared."""
        return self.common / self.of_before if self.of_before else 0.0


def compare(before: Sequence[Row], after: Sequence[Row], quiet: Collection[str] = READ_BY_CATEGORY) -> Comparison:
    """The change from ``before`` to ``after``. Repeats of a question count as one: its mean, passed when it passed every time.
    Suites in ``quiet`` are told by category alone."""
    old, new = _by_question(before), _by_question(after)
    common = [q for q in new if q in old and old[q][0].gold == new[q][0].gold]
    left_out = sorted((old.keys() | new.keys()) - set(common))
    flips = tuple(
        Flip(q, new[q][0].category, won, _failures((old if won else new)[q]), new[q][0].suite in quiet)
        for q in common
        if (won := _passed(new[q])) != _passed(old[q])
    )
    p_flips = mcnemar(sum(not f.won for f in flips), sum(f.won for f in flips))
    return Comparison(len(common), tuple(left_out), len(old), _changes(old, new, common, p_flips), flips, p_flips)


def _failures(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(failure for row in rows for failure in row.failures))


def _changes(old: dict[str, list[Row]], new: dict[str, list[Row]], common: Sequence[str], p_flips: float) -> tuple[Change, ...]:
    pairs: list[tuple[str, list[float], list[float], float]] = []
    # Of what must not be there at all (better: lower) no change is weighed: a rule of its own guards it.
    for metric in (m for m in METRICS if m.better == "higher"):
        both = [(a, b) for q in common if (a := _value(old[q], metric.name)) is not None and (b := _value(new[q], metric.name)) is not None]
        if both:
            before, after = [a for a, _ in both], [b for _, b in both]
            pairs.append((metric.name, before, after, p_flips if metric.name == "accuracy" else sign_flip(before, after)))
    adjusted = holm([p for *_, p in pairs])
    return tuple(
        Change(name, len(before), sum(before) / len(before), sum(after) / len(after), paired_bootstrap(before, after), p, p_adjusted)
        for (name, before, after, p), p_adjusted in zip(pairs, adjusted, strict=True)
    )


def _by_question(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found


def _passed(rows: Sequence[Row]) -> bool:
    return all(row.passed for row in rows)


def _value(rows: Sequence[Row], name: str) -> float | None:
    return mean([row.values.get(name) for row in rows])
