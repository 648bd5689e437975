"""Whether what was found speaks of the question: inside the documents, background only, near, or about something else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.finding import Found, FoundProvision
from assistant.understanding.model import Understanding
from assistant.understanding.vocabulary import Vocabulary
from corpus import Document
from corpus.records import read_yaml

Verdict = Literal["inside", "background", "near", "outside", "other_place"]

# Linear in the cosine of the best passage and in the share of the question that its provision speaks of. Fitted on questions of our own
# (on the policy, on neighbouring topics, on none), apart from any test; see docs/scope.md. A cosine alone would let neighbours through.
_COSINE_CENTRE = {"zh": 0.86, "en": 0.80}
_COSINE_SLOPE = 10.0
_COVERAGE_CENTRE = 0.4
INSIDE = 0.1
NEAR = -0.15


@dataclass(frozen=True)
class Scope:
    """The verdict, the score that it rests on, and the place asked about when it is another one."""

    verdict: Verdict
    score: float = 0.0
    place: str = ""


def score(f: FoundProvision, language: str) -> float:
    """How surely a found provision speaks of the question; above :data:`INSIDE` it does."""
    return _COSINE_SLOPE * (f.cosine - _COSINE_CENTRE[language]) + f.coverage - _COVERAGE_CENTRE


def judge(u: Understanding, found: Found, vocabulary: Vocabulary, main: Document) -> Scope:
    """Judge what was found for ``u``."""
    best = found.provisions[0] if found.provisions else None
    place = _other_place(u, best)
    if place and not u.documents:
        return Scope("other_place", place=place)
    if u.instruments and _wants_background(u, found):
        return Scope("background")
    if best is None:
        return Scope("outside")
    reached = score(best, u.language)
    if any(r.level == "unit" for r in u.refs) or reached >= INSIDE:
        return Scope("inside", reached)
    return Scope("near" if reached >= NEAR and best.coverage >= 0.4 else "outside", reached)


def _wants_background(u: Understanding, found: Found) -> bool:
    """What something is, or a question that only its note speaks of."""
    own = [n for n in found.notes if n.document.id in u.instruments]
    if not own:
        return False
    if "definition" in u.kinds:
        return True
    return not found.provisions or (found.provisions[0].coverage < 0.5 and own[0].coverage > found.provisions[0].coverage)


def _other_place(u: Understanding, best: FoundProvision | None) -> str:
    text = u.standalone.lower()
    held = best.document.text if best is not None else ""
    return next((p for p in _places() if p in text and p not in held and p not in (best.document.title if best else "")), "")


@cache
def _places() -> tuple[str, ...]:
    raw = read_yaml(Path(__file__).parent / "understanding" / "places.yaml")
    return (*raw["zh"], *raw["en"])
