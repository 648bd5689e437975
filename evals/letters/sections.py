"""The parts of a draft that deal with one question each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import Draft
from assistant.drafting import DraftSentence
from assistant.drafting.model import DraftCitation
from evals.facts import plain

_NUMBERING = re.compile(r"[(\[]?[一二三四五六七八九十百\d]*[)\].、,。;:]*")


@dataclass(frozen=True)
class Section:
    """What a draft says on one question. ``number`` counts from 1, ``question`` is how the letter's question was read."""

    number: int
    question: str
    status: str
    heading: str
    sentences: tuple[DraftSentence, ...]
    """Without the heading."""
    support: tuple[DraftCitation, ...]
    """Notes that bear out what it states."""
    contacts: tuple[tuple[str, tuple[DraftCitation, ...]], ...]
    """Sentences that tell whom to ask, each with its notes: they name bodies as the clause does."""

    @property
    def body(self) -> str:
        return "\n".join(s.text for s in self.sentences)

    @property
    def empty(self) -> bool:
        """Whether it has no text, or none but a numbering."""
        return all(_NUMBERING.fullmatch(plain(s.text)) for s in self.sentences)

    @property
    def denies(self) -> bool:
        """Whether it says that the text does not state something; that a question was not understood, or failed, is no denial."""
        return self.has("gap") and self.status not in ("clarify", "error")

    def has(self, kind: str) -> bool:
        """Whether a sentence is of ``kind``."""
        return any(s.kind == kind for s in self.sentences)

    def speaks_of(self, words: str) -> bool:
        """Whether the regular expression ``words`` matches the question, the heading or a sentence, in plain text."""
        return any(re.search(words, plain(text), re.IGNORECASE) for text in (self.question, self.heading, self.body))


def sections(draft: Draft) -> tuple[Section, ...]:
    """The sections of ``draft`` in their order; a question on which the letter has no line has none."""
    notes = {c.n: c for c in draft.citations}
    found = []
    for number, asked in enumerate(draft.questions, start=1):
        own = [s for s in draft.sentences if s.question == number]
        below = tuple(s for s in own if s.kind != "heading")
        if own:
            cited = [(s, tuple(c for n in s.citations if (c := notes.get(n)) is not None)) for s in below]
            support = tuple(c for _, of in cited for c in of if c.role == "support")
            contacts = tuple((s.text, of) for s, of in cited if s.kind == "contact")
            heading = "\n".join(s.text for s in own if s.kind == "heading")
            found.append(Section(number, asked.question, asked.status, heading, below, support, contacts))
    return tuple(found)
