"""A profile held against all points of a document: a verdict each, sorted as a reader wants them.

Rules, the same for every point:

- It is *not_for_you* when it is known to be for others.
- It is *not_met* when something that it requires is known not to be so, or a penalty that is known to apply takes it away.
- An entitlement is *eligible* when all that the text requires is known to be so; *possible* when something is unknown, when the text leaves
  open what it requires (符合条件的), or when it is not known to be within the territory of the document.
- What gives nothing by itself (services, support, directions, duties, penalties, tasks of the authorities) is never *eligible*: it
  *concerns* those whom it is for, and is *possible* while it is not known, or left open (高校等单位), whether it is for them. A penalty
  concerns only those of whom it is known that they did what it punishes, and is *possible* otherwise; a task of the authorities alone is
  for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.eligibility.conditions import Known, Outcome, Result, judge, results, unsettled
from assistant.eligibility.profile import Profile
from assistant.eligibility.table import PointTable
from corpus.points import Condition, PolicyPoint, Territory

Overall = Literal["eligible", "possible", "concerns", "not_met", "not_for_you"]
GENERAL = frozenset(("organisation", "region"))
"""Attributes that say who and where somebody is."""
ORDER: tuple[Overall, ...] = ("eligible", "possible", "concerns", "not_met", "not_for_you")


@dataclass(frozen=True)
class Verdict:
    """How one point stands for one profile. ``barred_by`` are penalties that take it away; ``outside`` when the profile is known to be
    outside the document's territory, or it is not known (None)."""

    point: PolicyPoint
    overall: Overall
    known: Known
    barred_by: tuple[PolicyPoint, ...] = ()
    outside: bool | None = False

    @cached_property
    def who(self) -> tuple[Result, ...]:
        """Whom the point is for, requirement by requirement."""
        return results(self.point.record.who, self.known) if self.point.record.who else ()

    @cached_property
    def conditions(self) -> tuple[Result, ...]:
        """What the point requires of them, requirement by requirement."""
        return tuple(r for c in self.point.record.conditions for r in results(c, self.known))

    @cached_property
    def _unsettled(self) -> tuple[Result, ...]:
        record = self.point.record
        return tuple(r for c in (record.who, *record.conditions) if c for r in unsettled(c, self.known))

    @property
    def missing(self) -> tuple[Result, ...]:
        """Requirements that are unknown and on which it hangs."""
        return tuple(r for r in self._unsettled if r.outcome == "unknown")

    @property
    def left_open(self) -> tuple[Result, ...]:
        """Requirements that the text makes without saying what they are, and on which it hangs."""
        return tuple(r for r in self._unsettled if r.outcome == "open")


def match(profile: Profile, table: PointTable) -> tuple[Verdict, ...]:
    """The verdicts on all points of ``table``, best first: by outcome; among those that are possible what hangs on no further fact before
    what does, and what the profile speaks to before what it does not; entitlements before others; by the needs that the profile states; by
    how much the point binds and what it gives."""
    needs = {f.value for f in profile.of("needs") if f.state == "yes"}
    return tuple(sorted(judge_points(Known(profile), table, table.points), key=lambda v: _key(v, needs, table)))


def judge_points(known: Known, table: PointTable, points: Iterable[PolicyPoint]) -> Iterator[Verdict]:
    """The verdicts on ``points`` of ``table``, in their order."""
    outside = _outside(table.territory, known)
    applying = {p.id for p in table.penalties if _together(p.record.conditions, known) == "met"}
    for point in points:
        barred_by = tuple(p for p in table.barring.get(point.id, ()) if p.id in applying)
        yield _verdict(point, known, barred_by, outside)


def _key(v: Verdict, needs: set[str], table: PointTable) -> tuple[int, ...]:
    record = v.point.record
    met, unknown = _standing(v, table) if v.overall in ("possible", "concerns") else (0, 0)
    return (
        ORDER.index(v.overall),
        record.nature != "entitlement",
        unknown > 0,
        -met,
        not needs.intersection(record.serves),
        -v.point.strength,
        table.ranks[v.point.id],
        table.places[v.point.id],
    )


def _standing(v: Verdict, table: PointTable) -> tuple[int, int]:
    """How many requirements beyond the kind of organisation are met by what the profile says, and how many are unknown."""
    outcomes = [(leaf.attribute, judge(leaf, v.known)) for leaf in table.leaves[v.point.id]]
    return sum(o == "met" and a not in GENERAL for a, o in outcomes), sum(o == "unknown" for _, o in outcomes)


def _verdict(point: PolicyPoint, known: Known, barred_by: tuple[PolicyPoint, ...], outside: bool | None) -> Verdict:
    record = point.record
    who: Outcome = judge(record.who, known) if record.who else "met"
    required = _together(record.conditions, known)
    overall: Overall
    if record.nature == "task" or who == "not_met":
        overall = "not_for_you"
    elif required == "not_met" or barred_by:
        overall = "not_met"
    elif who in ("unknown", "open"):
        overall = "possible"
    elif record.nature == "entitlement":
        overall = "eligible" if who == required == "met" and outside is False else "possible"
    elif record.nature == "penalty":
        overall = "concerns" if required == "met" else "possible"
    else:
        overall = "concerns"
    return Verdict(point, overall, known, barred_by, outside)


def _together(conditions: Iterable[Condition], known: Known) -> Outcome:
    outcomes = {judge(c, known) for c in conditions}
    order: tuple[Outcome, ...] = ("not_met", "unknown", "open")
    return next((o for o in order if o in outcomes), "met")


def _outside(territory: Territory | None, known: Known) -> bool | None:
    if territory is None:
        return False
    inside = known.state("region", territory.region)
    return None if inside is None else not inside
