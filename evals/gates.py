"""The gate: what a run must keep, and what it broke. Every check says what it saw and what was allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.comparison import DROP, Comparison
from evals.gold_schema import READ_BY_CATEGORY
from evals.metrics import Figure
from evals.metrics.abstention import declines
from evals.scores import Group, Row, Scored, groups
from evals.statistics import Interval, wilson

GATES = Path(__file__).parent / "gates.yaml"
SHOWN = 12
"""Ids that a check names."""

Kind = Literal["hard", "limit", "floor", "canary", "regression"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Strict):
    """A bound on a figure."""

    at_least: float | None = Field(default=None, ge=0, le=1)
    at_most: float | None = Field(default=None, ge=0, le=1)

    def kept(self, value: float) -> bool:
        """Whether ``value`` is within the bound."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"


class Regression(_Strict):
    """When a change against the baseline counts."""

    drop: float = Field(default=DROP, gt=0, le=1)
    overlap: float = Field(default=0.8, ge=0, le=1)


class Gates(_Strict):
    """``gates.yaml``."""

    hard: dict[str, float]
    limits: dict[str, Limit]
    by_suite: dict[str, dict[str, Limit]] = {}
    """Bounds on figures over one suite alone."""
    floors: dict[str, dict[str, float]]
    canaries: tuple[str, ...] = ()
    regression: Regression = Regression()


def read_gates(path: Path = GATES) -> Gates:
    """The gates of a file.

    Raises:
        ValueError: it cannot be read; the message names it.
    """
    try:
        return Gates.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path}: {' '.join(str(error).split())[:200]}") from error


@dataclass(frozen=True)
class Check:
    """One rule, whether it was kept, and what was seen."""

    kind: Kind
    name: str
    kept: bool
    seen: str
    allowed: str
    n: int = 0
    interval: Interval | None = None
    ids: tuple[str, ...] = ()
    """Questions that broke it."""
    unnamed: tuple[str, ...] = ()
    """``suite/category`` of each further question that broke it, of the suites told by category alone."""

    def __str__(self) -> str:
        told = [*self.ids[:SHOWN], *["…"][: len(self.ids) > SHOWN], *unnamed_told(self.unnamed)]
        broke = f" ({', '.join(told)})" if told else ""
        return f"{self.kind} {self.name}: {self.seen}, allowed {self.allowed}{broke}"


def unnamed_told(places: Sequence[str]) -> list[str]:
    """``3 of independent/forms``, for each place, in their order."""
    return [f"{count} of {place}" for place, count in Counter(places).items()]


def apply_gates(
    gates: Gates, scored: Scored, comparison: Comparison | None, *, whole: bool = True, quiet: Collection[str] = READ_BY_CATEGORY
) -> list[Check]:
    """Every check, in the order of the file. ``comparison`` is None where there is no baseline, which is itself told; ``whole`` is false
    where only a part of the gold was asked: then what is not there is not missed. Questions of the suites ``quiet`` are
    not named."""
    figures = {figure.name: figure for figure in scored.figures()}
    checks = [
        *(_hard(name, value, figures, scored, gates.by_suite) for name, value in gates.hard.items()),
        *(_limit(name, limit, figures, scored.rows) for name, limit in gates.limits.items()),
        *_by_suite(gates.by_suite, scored, whole),
        *_floors(gates, scored.rows, whole),
        *_canaries(gates.canaries, scored.rows, whole),
        *_regression(gates.regression, comparison),
    ]
    places = {row.id: f"{row.suite}/{row.category}" for row in scored.rows if row.suite in quiet}
    return [_told_by_category(check, places) for check in checks]


def _told_by_category(check: Check, places: dict[str, str]) -> Check:
    named = tuple(name for name in check.ids if name not in places)
    return replace(check, ids=named, unnamed=tuple(places[name] for name in check.ids if name in places))


def _hard(name: str, value: float, figures: dict[str, Figure], scored: Scored, by_suite: dict[str, dict[str, Limit]]) -> Check:
    if name == "off-topic answered":
        asked = [case for case in scored.cases if case.question.category == "decline_off_topic"]
        wrong = tuple(case.question.id for case in asked if case.answer is not None and not declines(case))
        return Check("hard", name, len(wrong) <= value, str(len(wrong)), f"{value:g}", len(asked), ids=wrong)
    figure = figures.get(name)
    if figure is None:
        return _unknown("hard", name)
    sign = -1 if figure.better == "lower" else 1
    # A suite with a bound of its own for the figure is held to that.
    rows = [row for row in scored.rows if name not in by_suite.get(row.suite, {})]
    below = tuple(dict.fromkeys(row.id for row in rows if (v := row.values.get(name)) is not None and sign * v < sign * value))
    return Check("hard", name, not below, _shown(figure.value), f"{value:g} for every answer", figure.n, ids=below)


def _limit(name: str, limit: Limit, figures: dict[str, Figure], rows: Sequence[Row]) -> Check:
    if name == "errors":
        broken = tuple(row.id for row in rows if row.error)
        rate = len(broken) / len(rows) if rows else 1.0
        return Check("limit", name, limit.kept(rate), _shown(rate), str(limit), len(rows), wilson(len(broken), len(rows)), broken)
    figure = figures.get(name)
    if figure is None:
        return _unknown("limit", name)
    if figure.value is None:
        return Check("limit", name, True, "not asked", str(limit))
    interval = wilson(round(figure.value * figure.n), figure.n) if figure.percent else None
    return Check("limit", name, limit.kept(figure.value), _shown(figure.value), str(limit), figure.n, interval)


def _by_suite(rules: dict[str, dict[str, Limit]], scored: Scored, whole: bool) -> list[Check]:
    checks = []
    for suite, limits in rules.items():
        rows = [row for row in scored.rows if row.suite == suite]
        figures = {figure.name: figure for figure in scored.figures(rows)} if rows else {}
        if not rows and not whole:
            continue
        for name, limit in limits.items():
            check = _limit(name, limit, figures, rows)
            checks.append(replace(check, name=f"{suite}: {name}"))
    return checks


def _unknown(kind: Kind, name: str) -> Check:
    """A rule for a figure that nobody measures guards nothing."""
    return Check(kind, name, False, "no such figure", "a figure that is measured")


def _floors(gates: Gates, rows: Sequence[Row], whole: bool) -> list[Check]:
    there = {(g.suite, g.category): g for g in groups(rows)}
    checks = []
    for suite, floors in gates.floors.items():
        named = [category for category in floors if category != "default"]
        asked = [category for of, category in there if of == suite and category != "all"]
        for category in dict.fromkeys([*named, *asked]):
            floor = floors.get(category, floors.get("default", 0.0))
            group = there.get((suite, category))
            if group is not None:
                checks.append(_floor(group, floor))
            elif whole:
                name = suite if category == "all" else f"{suite}/{category}"
                checks.append(Check("floor", name, False, "no questions", f"accuracy of at least {floor:g}"))
    return checks


def _floor(group: Group, floor: float) -> Check:
    failed = tuple(dict.fromkeys(row.id for row in group.rows if not row.passed))
    kept = group.rate >= floor
    return Check(
        "floor",
        group.name,
        kept,
        _shown(group.rate),
        f"accuracy of at least {floor:g}",
        len(group.rows),
        group.interval,
        () if kept else failed,
    )


def _canaries(canaries: Sequence[str], rows: Sequence[Row], whole: bool) -> list[Check]:
    checks = []
    for name in canaries:
        of = [row for row in rows if row.id == name]
        if of or whole:
            failures = "; ".join(dict.fromkeys(f for row in of for f in row.failures))
            passed = bool(of) and all(row.passed for row in of)
            checks.append(Check("canary", name, passed, "passes" if passed else failures or "not asked", "passes", len(of)))
    return checks


def _regression(rules: Regression, comparison: Comparison | None) -> list[Check]:
    if comparison is None:
        return [Check("regression", "baseline", False, "none", "an accepted run (`evals accept RUN`)")]
    checks = [
        Check(
            "regression",
            "baseline",
            comparison.overlap >= rules.overlap,
            f"{comparison.common} of its {comparison.of_before} questions compared",
            f"at least {rules.overlap:g} of them",
            comparison.common,
        )
    ]
    for change in comparison.changes:
        fell = change.real or change.change < -rules.drop
        seen = f"{change.before:.3f} → {change.after:.3f} ({change.change:+.3f}, p {change.p_adjusted:.3f})"
        lost = tuple(flip.id for flip in comparison.lost) if change.name == "accuracy" else ()
        checks.append(
            Check("regression", change.name, not fell, seen, f"no real fall, none beyond {rules.drop:g}", change.n, change.interval, lost)
        )
    return checks


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
