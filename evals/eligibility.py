"""Gold profiles: who they are, what the policy is to them read off the text by people, and how the engine compares.

*Verdict accuracy*: the share of (profile, point) pairs with the verdict that is expected. *False eligible*: pairs that are called eligible
and are not. *Questions*: how many are put, beginning with what the profile says in its own words and answered from the whole of it, until
no answer would change a verdict.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant import Assessment, Fact, PointTable, Profile, assess, point_table, read_facts
from corpus import CorpusError, Document

FOLDER = Path(__file__).parent / "gold" / "profiles"
LEAST_ACCURACY = 0.98
MOST_QUESTIONS = 4
OUTCOMES = ("eligible", "possible", "concerns", "not_met")
_ENDLESS = 20


class GoldProfile(BaseModel):
    """One profile with what each point is to it; what stands in no list is not for it. ``either`` where the words can be read in two
    ways. ``says`` are the person's own words for ``profile``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str
    says: str
    profile: dict[str, Any]
    eligible: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    either: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    why: Any = None

    @model_validator(mode="after")
    def _once(self) -> GoldProfile:
        listed = Counter([*(i for name in OUTCOMES for i in getattr(self, name)), *self.either])
        if twice := [i for i, n in listed.items() if n > 1]:
            raise ValueError(f"{self.id}: {', '.join(twice)} stands in two lists")
        return self

    def expected(self, point: str) -> tuple[str, ...]:
        """The verdicts on a point that are right."""
        if point in self.either:
            return self.either[point]
        return (next((name for name in OUTCOMES if point in getattr(self, name)), "not_for_you"),)


@dataclass(frozen=True)
class Miss:
    """A verdict that is not the expected one."""

    profile: str
    point: str
    expected: tuple[str, ...]
    got: str


@dataclass(frozen=True)
class ProfileScore:
    """One profile compared. ``said`` and ``unsaid`` count facts of it that were read, and not read, from its own words; ``invented``
    those that were read and are not in it."""

    profile: GoldProfile
    points: int
    misses: tuple[Miss, ...]
    questions: int
    said: int
    unsaid: int
    invented: tuple[Fact, ...]


@dataclass(frozen=True)
class EligibilityScore:
    """All profiles compared."""

    profiles: tuple[ProfileScore, ...]

    @property
    def misses(self) -> tuple[Miss, ...]:
        return tuple(m for p in self.profiles for m in p.misses)

    @property
    def accuracy(self) -> float:
        """Verdict accuracy."""
        return 1 - len(self.misses) / sum(p.points for p in self.profiles)

    @property
    def false_eligible(self) -> tuple[Miss, ...]:
        return tuple(m for m in self.misses if m.got == "eligible")

    @property
    def median_questions(self) -> float:
        return float(statistics.median(p.questions for p in self.profiles))

    @property
    def broken(self) -> tuple[str, ...]:
        """What does not hold of what has to."""
        found = []
        if self.accuracy < LEAST_ACCURACY:
            found.append(f"verdict accuracy {self.accuracy:.4f}, at least {LEAST_ACCURACY} wanted")
        if self.false_eligible:
            found.append("called eligible and is not: " + ", ".join(f"{m.profile} {m.point}" for m in self.false_eligible))
        if self.median_questions > MOST_QUESTIONS:
            found.append(f"median questions {self.median_questions}, at most {MOST_QUESTIONS} wanted")
        return tuple(found)


def load_profiles(folder: Path = FOLDER) -> tuple[GoldProfile, ...]:
    """The gold profiles, by file and place. Raises :class:`CorpusError` naming file and entry."""
    found: list[GoldProfile] = []
    for path in sorted(folder.glob("*.yaml")):
        for i, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            try:
                found.append(GoldProfile.model_validate(raw))
            except ValidationError as error:
                raise CorpusError(f"{path}[{i}]: {error.errors()[0]['loc']}: {error.errors()[0]['msg']}") from error
    if not found:
        raise CorpusError(f"{folder}: there are no gold profiles")
    return tuple(found)


def check_profiles(profiles: Iterable[GoldProfile], document: Document) -> list[str]:
    """What is wrong with the gold itself: ids twice, points that there are not, profiles that the catalogue does not know."""
    table = point_table(document)
    points = {p.id for p in table.points} if table else set()
    problems: list[str] = []
    seen: Counter[str] = Counter()
    for gold in profiles:
        seen[gold.id] += 1
        listed = {i for name in OUTCOMES for i in getattr(gold, name)} | set(gold.either)
        problems += [f"{gold.id}: there is no point {i}" for i in sorted(listed - points)]
        try:
            Profile.from_json(gold.profile)
        except ValueError as error:
            problems.append(f"{gold.id}: {error}")
    return problems + [f"{i} comes {n} times" for i, n in seen.items() if n > 1]


def score_profiles(profiles: Iterable[GoldProfile], document: Document) -> EligibilityScore:
    """Every profile held against the points of ``document``. Raises :class:`CorpusError` where it has none."""
    table = point_table(document)
    if table is None:
        raise CorpusError(f"{document.id} has no policy points on record")
    return EligibilityScore(tuple(_score(gold, table) for gold in profiles))


def _score(gold: GoldProfile, table: PointTable) -> ProfileScore:
    profile = Profile.from_json(gold.profile)
    assessment = assess(profile, table)
    misses = tuple(_misses(gold, assessment))
    read = read_facts(gold.says)
    real = {(f.attribute, f.value, f.state) for f in profile.facts}
    known = [f for f in read if f.attribute != "needs"]
    return ProfileScore(
        gold,
        len(assessment.verdicts),
        misses,
        _questions(profile, tuple(f for f in read if (f.attribute, f.value, f.state) in real), table),
        sum((f.attribute, f.value, f.state) in real for f in known),
        len({r for r in real if r[2] == "yes" and r[0] != "needs"} - {(f.attribute, f.value, f.state) for f in read}),
        tuple(f for f in known if (f.attribute, f.value, f.state) not in real and f.state == "yes"),
    )


def _misses(gold: GoldProfile, assessment: Assessment) -> Iterator[Miss]:
    for v in assessment.verdicts:
        expected = gold.expected(v.point.id)
        if v.overall not in expected:
            yield Miss(gold.id, v.point.id, expected, v.overall)


def _questions(profile: Profile, said: tuple[Fact, ...], table: PointTable) -> int:
    """How many questions are put to somebody who said ``said`` and answers truly: what ``profile`` does not tell they do not know."""
    known = Profile(said)
    for count in range(_ENDLESS):
        question = assess(known, table).question
        if question is None:
            return count
        facts = profile.of(question.attribute.id)
        known = known.with_facts(facts).declining(question.attribute.id)
    return _ENDLESS
