"""How strongly each sentence binds: its commitment words, which of them count, and which are governed by another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.verification.forces import forces
from corpus import Document, read_commitments
from corpus.glossary import load_commitments
from corpus.records import Commitment
from ui.pages.reading.flow import Article, articles


@dataclass(frozen=True)
class Word:
    """A commitment word of a document: its slice, its record, and the word that governs it (鼓励 in 鼓励……设立) where one does."""

    start: int
    end: int
    commitment: Commitment
    under: str | None = None


@lru_cache(maxsize=16)
def words_of(document: Document) -> dict[str, tuple[Word, ...]]:
    """The commitment words of each article, by its id. Headings and the clause on who is in charge bind nobody."""
    return {a.id: tuple(_words(a)) for a in articles(document)}


def _words(article: Article) -> list[Word]:
    known = {c.word: c for c in load_commitments()}
    found: list[Word] = []
    if article.provision.kind in ("title", "notice", "note"):
        return found
    for line in article.lines:
        sentence = line.sentence
        if sentence.kind != "body":
            continue
        clauses = forces(sentence.text)
        counting = {f.start for _, bound in clauses for f in bound}
        for m in read_commitments(sentence.text, known.values()):
            bound = next((b for segment, b in clauses if segment.start <= m.start < segment.end), ())
            leading = bound[0].word if m.start not in counting and bound and bound[0].word else None
            found.append(Word(sentence.start + m.start, sentence.start + m.end, known[m.name], leading))
    return found


def strengths(words: tuple[Word, ...]) -> frozenset[int]:
    """The strengths at which an article binds; what another word governs is not counted."""
    return frozenset(w.commitment.strength for w in words if w.under is None)
