"""What stands above the text: whether the document is in force today as far as its dates can be read, and how damaged this copy is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.drafting.terms import force_of
from corpus import LOST, Document, Repair
from corpus.dates import Force
from ui.pages.reading.flow import Article

Standing = Force | Literal["repealed"]


@lru_cache(maxsize=64)
def standing(document: Document, day: dt.date) -> Standing:
    """Whether ``document`` is in force on ``day``; *repealed* where its record says that another has taken its place."""
    if document.record.superseded_by or "repealed" in document.record.dates:
        return "repealed"
    return force_of(document, (day,))


@dataclass(frozen=True)
class Damage:
    """How many places of a copy are damaged, and what has become of them."""

    places: int
    certain: int
    lost: int
    inferred: int


def damage_of(document: Document) -> Damage:
    """The damage of the whole document."""
    repairs = document.restored.repairs
    certain = Counter(r.confidence for r in repairs)["certain"]
    return Damage(len(repairs), certain, sum(len(r.lost) for r in repairs), sum(len(r.inferred) for r in repairs))


@dataclass(frozen=True)
class Reason:
    """Damaged places of an article that have the same reason. ``shown`` are the characters concerned."""

    kind: str
    evidence: str
    shown: tuple[str, ...]
    repairs: tuple[Repair, ...]


def reasons(document: Document, article: Article, *, certain: bool) -> tuple[Reason, ...]:
    """Why characters of ``article`` are marked, places of one reason together; with ``certain`` also those without doubt."""
    found: dict[tuple[str, str], list[Repair]] = {}
    for line in article.lines:
        for repair in document.restored.repairs_in(line.sentence.start, line.sentence.end):
            kind = kind_of(repair)
            if certain or kind != "certain":
                group = found.setdefault((kind, repair.evidence), [])
                if repair not in group:
                    group.append(repair)
    return tuple(Reason(kind, evidence, _shown(document, group), tuple(group)) for (kind, evidence), group in found.items())


def kind_of(repair: Repair) -> str:
    """*lost* with characters that cannot be read, *inferred*, *missing* where a sign is gone without a trace, else *certain*."""
    if repair.lost:
        return "lost"
    if repair.inferred:
        return "inferred"
    return "missing" if repair.confidence == "lost" else "certain"


def _shown(document: Document, repairs: list[Repair]) -> tuple[str, ...]:
    places = [i for r in repairs for i in (r.lost or r.inferred)]
    return tuple(dict.fromkeys(document.text[i] for i in places)) or (LOST,) * any(r.lost for r in repairs)
