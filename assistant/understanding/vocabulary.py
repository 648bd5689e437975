"""What the corpus has names for: departments, documents, background notes, everyday words. Compiled once per corpus."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from assistant.answering.relevance import pairs as _pairs
from assistant.understanding.document_names import DocumentNames
from assistant.understanding.named import Holdings, NamedDocuments, read_named
from assistant.understanding.spelling import Speller, speller_of
from corpus import Corpus
from corpus.annotate import read_departments
from corpus.notes import note_id
from corpus.records import Department, LexiconEntry, read_yaml


@dataclass(frozen=True)
class Vocabulary:
    """Names to look for in a question. ``titles`` and ``instruments`` map a spelling to a document id; ``pairs`` are the character pairs of
    all texts, ``subjects`` those of the policies' measures."""

    departments: tuple[Department, ...]
    lexicon: tuple[LexiconEntry, ...]
    titles: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, str] = field(default_factory=dict)
    pairs: Collection[str] = ()
    subjects: Collection[str] = ()
    speller: Speller | None = None
    holdings: Holdings = field(default_factory=lambda: Holdings({}, {}, ()))

    @classmethod
    def of(cls, corpus: Corpus, pairs: Collection[str] = ()) -> Vocabulary:
        """The vocabulary of ``corpus``; ``pairs`` are the terms of its lexical index. Names are read from records, no text is parsed."""
        titles = {_fold(record.title): record.id for record in corpus.records}
        instruments = {_fold(name): note_id(i) for i in corpus.instruments for name in (i.name, *i.aliases) if len(_fold(name)) >= 2}
        subjects = frozenset(p for m in corpus.policies for u in m.measures for s in u.sentences for p in _pairs(s.text))
        holdings = Holdings.of(corpus.records)
        return cls(corpus.departments, corpus.lexicon, titles, instruments, pairs, subjects, speller_of(corpus), holdings)

    def mend(self, question: str, language: str) -> str:
        """``question`` with slips in the corpus's own words mended (知识产全 → 知识产权)."""
        return self.speller.mend(question, language) if self.speller else question

    def find_departments(self, question: str, *, weak: bool) -> tuple[str, ...]:
        """Canonical names of the bodies that ``question`` names, each once."""
        return tuple(dict.fromkeys(m.name for m in read_departments(question, self.departments, weak=weak)))

    def find_named(self, question: str) -> NamedDocuments:
        """The documents that ``question`` names: by marks or number (see :mod:`assistant.understanding.named`), else by stretches of their
        titles (:mod:`assistant.understanding.document_names`); at most one of those held."""
        named = read_named(question, self.holdings, self.find_instruments)
        if named.held:
            return replace(named, held=named.held[:1])
        if named.repealed:
            return named
        bare = [n for n in named.absent if n.kind == "title" and f"《{n.name}》" not in question]
        where = question if bare else named.rest
        found = self._names.named(where, _fold(where))
        if found is None or (named.absent and not found[1]):
            return named
        return NamedDocuments((found[0],), (), tuple(n for n in named.absent if n not in bare), named.rest if not bare else question)

    def without_departments(self, question: str, departments: tuple[str, ...]) -> str:
        """``question`` without any name of ``departments``."""
        for department in self.departments:
            if department.name in departments:
                written = (department.name, *department.aliases, *department.weak_aliases)
                for name in sorted(written, key=len, reverse=True):
                    question = question.replace(name, " ")
        return question

    def without_titles(self, question: str) -> str:
        """``question`` without the document title, stretch of one, or number that it names, held or not."""
        named = self.find_named(question)
        rest = named.rest
        # A title between marks is out already; where none is, a stretch of one may name the document.
        marked = named.held and rest != question
        return self._names.without_place(rest, named.held[0]) if marked else self._names.without(rest, _fold(rest))

    @cached_property
    def _names(self) -> DocumentNames:
        return DocumentNames(self.titles, self.subjects)

    def find_instruments(self, question: str) -> tuple[str, ...]:
        """Ids of the background notes whose name or alias stands in ``question``; of nested names only the longest counts."""
        folded = _fold(question)
        hits = [(folded.find(name), len(name), i) for name, i in self.instruments.items() if name in folded]
        kept = [h for h in hits if not any(o[1] > h[1] and o[0] <= h[0] and h[0] + h[1] <= o[0] + o[1] for o in hits)]
        return tuple(dict.fromkeys(i for _, _, i in sorted(kept)))

    def expand(self, question: str) -> tuple[str, ...]:
        """Official words for the everyday words in ``question`` that are not there already."""
        folded = _fold(question)
        latin = frozenset(re.findall(r"[a-z0-9]+", folded))
        starts = {folded[i : i + 2] for i in range(len(folded) - 1)} | set(folded)
        said = (s for start in starts for s in self._everyday.get(start, ()))
        entries = sorted({entry for word, entry in said if _said(word, folded, latin)})
        means = (m for entry in entries for m in self.lexicon[entry].means)
        return tuple(dict.fromkeys(m for m in means if _fold(m) not in folded))

    @cached_property
    def _everyday(self) -> dict[str, list[tuple[str, int]]]:
        """Everyday words by their first two characters, each with the number of its entry."""
        found: dict[str, list[tuple[str, int]]] = {}
        for number, entry in enumerate(self.lexicon):
            for word in map(_fold, entry.say):
                found.setdefault(word[:2], []).append((word, number))
        return found


@cache
def home_places() -> tuple[str, ...]:
    """The cities of the province whose policy this is."""
    return tuple(read_yaml(Path(__file__).parent / "places.yaml")["home"])


def _said(word: str, folded: str, latin: frozenset[str]) -> bool:
    """Whether a folded everyday word stands in a folded question; one of Latin letters as a word of its own."""
    return word in latin if word.isascii() and word.isalnum() else word in folded


def _fold(text: str) -> str:
    folded = text.lower()
    return folded if folded.isascii() else re.sub(r"[\s《》“”\"'()（）·—-]", "", folded)
