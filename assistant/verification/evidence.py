"""What bears a claim: its quotes as they are read, with the names under which they stand in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.answering.model import Claim, Quote
from assistant.verification.content import gloss_words
from assistant.verification.intros import without_intro
from assistant.verification.normal import normal
from assistant.verification.segments import Cited, cited_segments
from corpus import Document

_LABEL = re.compile(r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[条章节款项]\s*|[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十]+、)")
"""The number that a unit begins with: part of its name, not of what it says."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The quotes of one claim. ``texts`` are their words, ``heads`` the label, heading and document title of each."""

    quotes: tuple[Quote, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(_LABEL.sub("", normal(q.text)) for q in self.quotes)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        return tuple(normal(f"{q.provision.label} {q.provision.title} {q.document.title}") for q in self.quotes)

    @cached_property
    def all(self) -> str:
        """All words of the quotes and of their headings, a line each."""
        return "\n".join((*self.texts, *self.heads))

    @cached_property
    def words(self) -> str:
        """All words of the quotes, a line each."""
        return "\n".join(self.texts)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return tuple(q.document for q in self.quotes)

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        return cited_segments(zip(self.documents, self.texts, strict=True))

    @cached_property
    def in_charge(self) -> tuple[str, ...]:
        """Bodies in charge of the provisions cited."""
        return tuple(dict.fromkeys(d for q in self.quotes for d in q.provision.departments))

    @cached_property
    def glosses(self) -> frozenset[str]:
        """English words of our own glosses of the provisions cited."""
        ids = {(q.document.id, i) for q in self.quotes for i in (q.provision.id, q.provision.parent) if i}
        return frozenset(w for document, provision in ids for w in gloss_words(document, provision))


@lru_cache(maxsize=256)
def _evidence(quotes: tuple[Quote, ...]) -> Evidence:
    return Evidence(quotes)


def evidence(claim: Claim) -> Evidence:
    """What bears ``claim``; kept, since sentences of one answer cite the same places again and again."""
    return _evidence(claim.quotes)


def said(claim: Claim) -> str:
    """The sentence of ``claim`` as it is read: normal, without a bullet and without an introduction."""
    return without_intro(normal(claim.text))
