"""The whole of it: a profile, the verdicts on all points, the next question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.asking import Question, next_question
from assistant.eligibility.matching import Overall, Verdict, match
from assistant.eligibility.profile import Profile
from assistant.eligibility.table import PointTable


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
