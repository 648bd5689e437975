"""The next question: the one from which most is learnt about the points that are still undecided, and none that changes nothing. Who
somebody is may be asked for any point, anything else only for what is given: nobody answers questions to learn of a wish.

Expected information gain as in decision trees (Quinlan, 1986), summed over points: the entropy of whether a point can be had, now and after
the answer, values taken as independent with the priors of the catalogue.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.eligibility.conditions import Known, chance
from assistant.eligibility.matching import Verdict, judge_points
from assistant.eligibility.profile import Fact, Profile
from assistant.eligibility.table import PointTable
from corpus.points import Attribute, AttributeValue, Condition, PolicyPoint, load_attributes

State = Callable[[str, str], bool | None]
_LEAST = 1e-9
_FOR_WHOM = frozenset(("organisation", "person"))
"""What decides for whom a point is. Whatever else is asked has to matter to something that is given."""


@dataclass(frozen=True)
class Question:
    """An attribute to ask for, the ``options`` that some undecided point hangs on, the points that it helps to decide, and its gain in
    bits."""

    attribute: Attribute
    options: tuple[AttributeValue, ...]
    decides: tuple[PolicyPoint, ...]
    gain: float


def next_question(profile: Profile, verdicts: Sequence[Verdict], table: PointTable) -> Question | None:
    """The question to ask now; None when no answer to any would change a verdict."""
    known = Known(profile)
    undecided = [v for v in verdicts if v.overall in ("eligible", "possible") and v.point.record.nature != "penalty"]
    found = [q for a in load_attributes() if (q := _question(a, known, undecided, table)) is not None]
    return max(found, key=lambda q: (round(q.gain, 6), -min(table.ranks[p.id] for p in q.decides)), default=None)


def _question(attribute: Attribute, known: Known, undecided: Sequence[Verdict], table: PointTable) -> Question | None:
    if not attribute.asked or attribute.id in known.profile.declined:
        return None
    states = known.states(attribute.id)
    unsettled = {value for value, state in states.items() if state is None}
    if not unsettled or (attribute.kind == "one" and any(states.values())):
        return None
    asked_of = undecided if attribute.id in _FOR_WHOM else [v for v in undecided if v.point.record.nature == "entitlement"]
    hanging = [(v, names) for v in asked_of if (names := _names(table.decisive[v.point.id], attribute.id) & unsettled)]
    if not hanging or not _changes(attribute, known, hanging, table):
        return None
    gain = sum(_gain(table.decisive[v.point.id], attribute, sorted(names), known) for v, names in hanging)
    if gain < _LEAST:
        return None
    wanted = {value for _, names in hanging for value in names}
    shown = attribute.values if attribute.kind == "one" else tuple(v for v in attribute.values if v.id in wanted)
    return Question(attribute, shown, tuple(v.point for v, _ in hanging), gain)


def _names(conditions: Iterable[Condition], attribute: str) -> set[str]:
    return {value for c in conditions for leaf in c.leaves() if leaf.attribute == attribute for value in leaf.any}


def _gain(conditions: Sequence[Condition], attribute: Attribute, names: list[str], known: Known) -> float:
    def likely(state: State) -> float:
        return math.prod(chance(c, state, _prior) for c in conditions)

    expected = 0.0
    for weight, answer in _answers(attribute, names):

        def state(name: str, value: str, answer: dict[str, bool] = answer) -> bool | None:
            return answer[value] if name == attribute.id and value in answer else known.state(name, value)

        expected += weight * _entropy(likely(state))
    return _entropy(likely(known.state)) - expected


def _answers(attribute: Attribute, names: list[str]) -> Iterator[tuple[float, dict[str, bool]]]:
    """What may be answered as far as ``names`` go, each with its probability."""
    if attribute.kind == "one":
        share = 1.0 / len(attribute.values)
        for name in names:
            yield share, {other: other == name for other in names}
        yield 1.0 - share * len(names), dict.fromkeys(names, False)
        return
    for held in itertools.product((True, False), repeat=len(names)):
        yield math.prod(attribute.prior if h else 1 - attribute.prior for h in held), dict(zip(names, held, strict=True))


def _prior(attribute: str, value: str) -> float:
    return _priors()[attribute]


@cache
def _priors() -> dict[str, float]:
    return {a.id: 1.0 / len(a.values) if a.kind == "one" else a.prior for a in load_attributes()}


def _entropy(p: float) -> float:
    return 0.0 if p <= 0.0 or p >= 1.0 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def _changes(attribute: Attribute, known: Known, hanging: Sequence[tuple[Verdict, set[str]]], table: PointTable) -> bool:
    """Whether some answer makes another verdict of one of the points: one value alone, or none of those that they hang on."""
    wanted = {value for _, names in hanging for value in names}
    answers = [[Fact(attribute.id, value)] for value in sorted(wanted)]
    answers.append([Fact(attribute.id, value, "no") for value in sorted(wanted)])
    points = [v.point for v, _ in hanging]
    for facts in answers:
        after = judge_points(Known(known.profile.with_facts(facts)), table, points)
        if any(new.overall != v.overall for (v, _), new in zip(hanging, after, strict=True)):
            return True
    return False
