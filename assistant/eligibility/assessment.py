"""The whole of it: a profile, the verdicts on all points, the next question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.asking import Question, next_question
from assistant.eligibility.conditions import judge
from assistant.eligibility.matching import GENERAL, Overall, Verdict, match
from assistant.eligibility.profile import Profile
from assistant.eligibility.table import PointTable

_FEW = 3


@dataclass(frozen=True)
class Assessment:
    """What the points of ``table`` are to somebody with ``profile``. ``verdicts`` are all of them, best first."""

    profile: Profile
    table: PointTable
    verdicts: tuple[Verdict, ...]

    @cached_property
    def question(self) -> Question | None:
        """What to ask next; None when nothing that could be said would change a verdict."""
        return next_question(self.profile, self.verdicts, self.table)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Attributes of which contrary things are known; nothing was concluded from them."""
        return self.profile.conflicts

    @cached_property
    def counts(self) -> Counter[Overall]:
        """How many points have each outcome."""
        return Counter(v.overall for v in self.verdicts)

    def of(self, *outcomes: Overall) -> tuple[Verdict, ...]:
        """The verdicts with one of ``outcomes``, best first."""
        return tuple(v for v in self.verdicts if v.overall in outcomes)

    def answers_need(self, v: Verdict) -> bool:
        """Whether a point answers a need that the profile states."""
        needs = {f.value for f in self.profile.of("needs") if f.state == "yes"}
        return bool(needs.intersection(v.point.record.serves))

    def speaks_to(self, v: Verdict) -> bool:
        """Whether a fact of the profile, beyond what kind of organisation it is and where, meets what a point requires."""
        return any(judge(leaf, v.known) == "met" and leaf.attribute not in GENERAL for leaf in self.table.leaves[v.point.id])

    def names(self, v: Verdict) -> bool:
        """Whether a point names the kind of organisation, with few others."""
        kinds = [leaf for leaf in self.table.leaves[v.point.id] if leaf.attribute == "organisation"]
        return any(judge(leaf, v.known) == "met" and len(leaf.any) <= _FEW for leaf in kinds)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """Penalties that apply, or would if what they punish were so; those for whom they are known not to be apart."""
        return tuple(v for v in self.verdicts if v.point.record.nature == "penalty" and v.overall in ("concerns", "possible"))


def assess(profile: Profile, table: PointTable) -> Assessment:
    """``profile`` held against all points of ``table``."""
    return Assessment(profile, table, match(profile, table))


def assess_all(profiles: Iterable[Profile], table: PointTable) -> Iterator[Assessment]:
    """The same for many profiles, one by one."""
    return (assess(profile, table) for profile in profiles)
