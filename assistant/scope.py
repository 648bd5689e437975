"""Whether what was found speaks of the question: inside the documents, background only, near, or about something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.answering.relevance import pairs
from assistant.answering.signals import evidence_kinds
from assistant.finding import Found, FoundProvision
from assistant.understanding.model import Understanding
from assistant.understanding.vocabulary import Vocabulary
from corpus.records import read_yaml

Verdict = Literal["inside", "background", "near", "outside", "other_place"]

# Logistic regression on the cosine of the best passage and on the share of the question's subject that its provision speaks of, fitted on
# 130 questions of our own (on the policy, on neighbouring topics, on none), apart from the gold. A cosine alone lets neighbours through.
# English questions lie lower on the cosine: their centre is moved.
_BIAS, _SUBJECT, _COSINE = -2.45, 4.97, 36.9
_CENTRE = {"zh": 0.86, "en": 0.80}
INSIDE = -0.1
_NAMED_DOCUMENT = 1.0
"""How much less (in log-odds) will do where the question names the document that it asks."""
_NEAR_COSINE = 0.005
"""How far above the centre a passage must be to be shown as the nearest place to look."""
_NEAR_SUBJECT = 0.08
_GRADE = re.compile(r"[金银铜铁特]奖|[特一二三四五]等奖|(?:提名|入围|鼓励|参与|组织|优胜)奖")
_GRADES = ("金奖", "银奖", "优秀奖", "一等奖")
_COUNTED = re.compile(r"[一二三四五六七八九十几两各\d]+(?:个|项|种|名|类|等)?")
_LEVEL = re.compile(r"^(?:国家级?|全国|省级?|市级?)")
_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:(?<![能可会该要])奖(?![励金项])|基金|(?<![放借信还能可要想会])贷(?!款)|计划|工程|条例|大赛|公积金|执照|驾照|户口|学位|考试)"
)


@dataclass(frozen=True)
class Scope:
    """The verdict, the score that it rests on, the place asked about when it is another one, a name asked about that is not held."""

    verdict: Verdict
    score: float = 0.0
    place: str = ""
    name: str = ""


def score(f: FoundProvision, language: str) -> float:
    """How surely a found provision speaks of the question (log-odds); above :data:`INSIDE` it is taken to."""
    return _BIAS + _SUBJECT * f.subject_coverage + _COSINE * (f.cosine - _CENTRE[language])


def judge(u: Understanding, found: Found, vocabulary: Vocabulary) -> Scope:
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
    if any(r.level == "unit" for r in u.refs):
        return Scope("inside", reached)
    unknown = _unknown_name(u, best, vocabulary)
    if unknown:
        return Scope("near" if _near(best, u.language) else "outside", reached, name=unknown)
    if _names_instrument(u, best, vocabulary):
        return Scope("inside", reached)
    if reached >= (INSIDE if not u.documents else INSIDE - _NAMED_DOCUMENT):
        return Scope("inside", reached)
    return Scope("near" if _near(best, u.language) else "outside", reached)


def _near(best: FoundProvision, language: str) -> bool:
    return best.cosine - _CENTRE[language] >= _NEAR_COSINE and best.subject_coverage >= _NEAR_SUBJECT


def _wants_background(u: Understanding, found: Found) -> bool:
    """What something is, or a question that only its note speaks of; never one for an amount, a deadline or the like, which background
    must not seem to answer."""
    own = [n for n in found.notes if n.document.id in u.instruments]
    if not own or evidence_kinds(u.kinds):
        return False
    if "whether" in u.kinds and found.provisions and found.provisions[0].subject_coverage >= _NEAR_SUBJECT:
        return False
    return "definition" in u.kinds or not found.provisions or score(found.provisions[0], u.language) < INSIDE


def _names_instrument(u: Understanding, best: FoundProvision, vocabulary: Vocabulary) -> bool:
    """Whether the unit found names what the question asks about by name (贯标 is 知识产权管理规范)."""
    return any(name in best.provision.text for name, note in vocabulary.instruments.items() if note in u.instruments)


def _unknown_name(u: Understanding, best: FoundProvision, vocabulary: Vocabulary) -> str:
    """A proper name in the question (an award, a fund, an act) that the unit found does not know: most of its character pairs are not
    there. Another award's provision is near in meaning, and still no answer."""
    held = f"{best.provision.text} {best.document.title}"
    grade = next((g for g in _GRADE.findall(u.standalone) if g not in held and any(o in held for o in _GRADES)), "")
    if grade and "whether" not in u.kinds:
        return str(grade)
    for piece in _COUNTED.sub(" ", u.content).split():
        for name in (_LEVEL.sub("", n) for n in _NAME.findall(piece)):
            own = pairs(name)
            meant = (m for entry in vocabulary.lexicon if any(s in name for s in entry.say) for m in entry.means)
            if sum(p in held for p in own) < 0.5 * len(own) and not any(m in held for m in meant):
                return str(name)
    return ""


def _other_place(u: Understanding, best: FoundProvision | None) -> str:
    text = u.standalone.lower()
    held = best.document.text if best is not None else ""
    return next((p for p in _places() if p in text and p not in held and p not in (best.document.title if best else "")), "")


@cache
def _places() -> tuple[str, ...]:
    raw = read_yaml(Path(__file__).parent / "understanding" / "places.yaml")
    return (*raw["zh"], *raw["en"])
