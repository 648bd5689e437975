"""What a document's articles can be sorted by: body in charge, kind of support, whom it serves, how strongly it binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from corpus import Document
from corpus.glossary import load_beneficiaries, load_departments, load_supports
from corpus.records import WordKind
from ui.pages.reading.binding import strengths, words_of
from ui.pages.reading.flow import Article, articles, body
from ui.wording import Language

Facet = Literal["department", "support", "beneficiary", "strength"]
FACETS: tuple[Facet, ...] = get_args(Facet)
STRENGTHS = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Value:
    """One value of a facet, and the articles that have it."""

    name: str
    zh: str
    en: str
    articles: frozenset[str]
    wider: frozenset[str] = frozenset()
    """Articles that only use a collective word which may include it (创新主体 for 企业)."""

    def label(self, language: Language) -> str:
        """Its name in ``language``."""
        return self.en if language == "en" else self.zh


@lru_cache(maxsize=16)
def facets(document: Document) -> Mapping[Facet, Mapping[str, Value]]:
    """The values that occur in ``document``, by facet and name; the strongest and the most frequent first."""
    numbered = [a for a in articles(document) if a.numbered]
    return {
        "department": _departments(numbered),
        "support": _kinds(numbered, load_supports()),
        "beneficiary": _kinds(numbered, load_beneficiaries()),
        "strength": _strengths(document, numbered),
    }


def _departments(numbered: list[Article]) -> dict[str, Value]:
    english = {d.name: d.name_en for d in load_departments()}
    found: dict[str, set[str]] = {}
    for article in numbered:
        for name in article.departments:
            found.setdefault(name, set()).add(article.id)
    ordered = sorted(found, key=lambda name: -len(found[name]))
    return {name: Value(name, name, english.get(name, name), frozenset(found[name])) for name in ordered}


def _kinds(numbered: list[Article], kinds: Iterable[WordKind]) -> dict[str, Value]:
    found = {}
    for kind in kinds:
        holding = frozenset(a.id for a in numbered if any(kind_places(line.sentence.text, kind) for line in body(a)))
        wider = frozenset(a.id for a in numbered if any(word in line.sentence.text for line in body(a) for word in kind.broader))
        if holding:
            found[kind.id] = Value(kind.id, kind.name_zh, kind.name_en, holding, wider - holding)
    return found


def _strengths(document: Document, numbered: list[Article]) -> dict[str, Value]:
    words = words_of(document)
    by_level = {n: frozenset(a.id for a in numbered if n in strengths(words[a.id])) for n in STRENGTHS}
    return {str(n): Value(str(n), str(n), str(n), holding) for n, holding in by_level.items() if holding}


def kind_places(text: str, kind: WordKind) -> list[tuple[int, int]]:
    """The slices of ``text`` where a word of ``kind`` stands, not where it is part of a longer word that means something else."""
    return [(m.start(), m.end()) for m in _pattern(kind.words, kind.unless_in).finditer(text) if m[0] in kind.words]


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...], unless_in: tuple[str, ...]) -> re.Pattern[str]:
    both = sorted({*words, *unless_in}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, both)))


def kind(facet: Facet, name: str) -> WordKind | None:
    """The record behind a value of *support* or *beneficiary*."""
    records: tuple[WordKind, ...] = load_supports() if facet == "support" else load_beneficiaries() if facet == "beneficiary" else ()
    return next((r for r in records if r.id == name), None)
