"""What stands above the text: whether the document is in force today as far as its dates can be read, and how damaged this copy is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from corpus import LOST, Corpus, Document, Repair
from corpus.validity import Force
from ui.pages.reading.flow import Article


def standing(corpus: Corpus, document: Document, day: dt.date) -> tuple[Force, str]:
    """Whether ``document`` is in force on ``day`` (:mod:`corpus.validity`), and the key of the page's sentence for it: an undecided verdict
    has one for each reason, a repeal that another document states one of its own."""
    known = corpus.validity(document)
    force = known.on(day)
    if force == "undecided":
        return force, f"undecided_{known.because}"
    return force, "repealed_by" if force == "repealed" and known.repealed_by and not known.recorded_end else force


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
