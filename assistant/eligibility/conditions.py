"""A condition held against a profile: met, not met, unknown, or left open by the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.eligibility.profile import Fact, Profile
from corpus.points import Attribute, Condition, load_attributes

Outcome = Literal["met", "not_met", "unknown", "open"]
"""*open*: the text requires something that it does not say; nobody can be known to meet it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One requirement of a point and how it stands; ``facts`` are what decided it."""

    condition: Condition
    outcome: Outcome
    facts: tuple[Fact, ...] = ()


class Known:
    """What follows from a profile, attribute by attribute: each value is so (True), is not so (False), or is not known (None)."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._states: dict[str, Mapping[str, bool | None]] = {}
        self._conflicts = frozenset(profile.conflicts)

    def state(self, attribute: str, value: str) -> bool | None:
        """Whether ``attribute`` has ``value``."""
        return self.states(attribute)[value]

    def states(self, attribute: str) -> Mapping[str, bool | None]:
        """All values of ``attribute`` with what is known of them."""
        known = self._states.get(attribute)
        if known is None:
            known = self._states[attribute] = self._read(_catalogue()[attribute])
        return known

    def _read(self, attribute: Attribute) -> Mapping[str, bool | None]:
        facts = self.profile.of(attribute.id)
        if not facts:
            return _none_of(attribute) if self._cannot_have(attribute) else _unknown(attribute)
        if attribute.id in self._conflicts:
            return _unknown(attribute)
        yes = _closed({f.value for f in facts if f.state == "yes"}, attribute)
        no = {f.value for f in facts if f.state == "no"}
        perhaps = {m for v in attribute.values if v.id in yes for m in v.may_be}
        settled = attribute.kind == "one" and bool(yes)
        found: dict[str, bool | None] = {}
        for v in attribute.values:
            denied = v.id in no or not no.isdisjoint(v.implies)
            found[v.id] = True if v.id in yes else False if denied else None if v.id in perhaps or not settled else False
        return found

    def _cannot_have(self, attribute: Attribute) -> bool:
        return bool(attribute.only) and all(self.state("organisation", kind) is False for kind in attribute.only)


def _closed(values: set[str], attribute: Attribute) -> set[str]:
    return values | {i for v in attribute.values if v.id in values for i in v.implies}


def _unknown(attribute: Attribute) -> Mapping[str, bool | None]:
    return dict.fromkeys((v.id for v in attribute.values), None)


def _none_of(attribute: Attribute) -> Mapping[str, bool | None]:
    return dict.fromkeys((v.id for v in attribute.values), False)


@cache
def _catalogue() -> Mapping[str, Attribute]:
    return {a.id: a for a in load_attributes()}


def judge(condition: Condition, known: Known) -> Outcome:
    """How ``condition`` stands. Of *all_of* the worst counts, of *any_of* the best; what is open stays open under *not*."""
    if condition.attribute is not None:
        states = known.states(condition.attribute)
        found = [states[value] for value in condition.any]
        return "met" if True in found else "unknown" if None in found else "not_met"
    if condition.open is not None:
        return "open"
    if condition.not_ is not None:
        inner = judge(condition.not_, known)
        return {"met": "not_met", "not_met": "met"}.get(inner, inner)  # type: ignore[return-value]
    if condition.all_of:
        return _first((judge(c, known) for c in condition.all_of), ("not_met", "unknown", "open", "met"))
    return _first((judge(c, known) for c in condition.any_of), ("met", "unknown", "open", "not_met"))


def results(condition: Condition, known: Known) -> tuple[Result, ...]:
    """The requirements inside ``condition``, each as it stands by itself, with the facts that decide it."""
    found = []
    for leaf in condition.leaves():
        facts = known.profile.of(leaf.attribute) if leaf.attribute else ()
        related = tuple(f for f in facts if f.value in leaf.any) or tuple(f for f in facts if f.state == "yes")
        found.append(Result(leaf, judge(leaf, known), related))
    return tuple(found)


def unsettled(condition: Condition, known: Known) -> Iterator[Result]:
    """The requirements on which it still hangs whether ``condition`` is met: unknown ones and open ones, in its parts that are not
    decided."""
    if judge(condition, known) not in ("unknown", "open"):
        return
    inner = (*condition.all_of, *condition.any_of, *((condition.not_,) if condition.not_ else ()))
    if not inner:
        yield from results(condition, known)
    for part in inner:
        yield from unsettled(part, known)


def chance(condition: Condition, state: Callable[[str, str], bool | None], prior: Callable[[str, str], float]) -> float:
    """How likely ``condition`` is to be met as far as a profile can meet it (what is open counts as met), values taken as independent."""
    if condition.attribute is not None:
        missing = 1.0
        for value in condition.any:
            known = state(condition.attribute, value)
            missing *= 1.0 - (prior(condition.attribute, value) if known is None else float(known))
        return 1.0 - missing
    if condition.open is not None:
        return 1.0
    if condition.not_ is not None:
        return 1.0 - chance(condition.not_, state, prior)
    share = 1.0
    if condition.all_of:
        for c in condition.all_of:
            share *= chance(c, state, prior)
        return share
    for c in condition.any_of:
        share *= 1.0 - chance(c, state, prior)
    return 1.0 - share


def _first(outcomes: object, order: tuple[Outcome, ...]) -> Outcome:
    found = set(outcomes)  # type: ignore[call-overload]
    return next(o for o in order if o in found)
