"""A draft held against its letter: what was asked and is answered, and what must not leave with it. Deterministic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant import Draft
from assistant.drafting.model import DraftCitation
from corpus import Corpus
from evals.facts import plain
from evals.gold_schema import POLICY, Ask, GoldQuestion
from evals.letters.sections import Section, sections
from evals.scoring import inexact_quotes

Outcome = Literal["right", "missing", "denied", "left open", "wrong"]
"""How a draft deals with one thing asked. *missing*: it speaks of it nowhere; *denied*: it says that the text does not state what
it does state; *left open*: that is left for a person to answer; *wrong*: it says or cites something else."""


@dataclass(frozen=True)
class Judged:
    """What was found of one draft."""

    question: GoldQuestion
    draft: Draft
    corpus: Corpus

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections(self.draft)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One for each thing asked, in their order."""
        return tuple(_outcome(ask, [s for s in self.sections if s.speaks_of(ask.words)]) for ask in self.question.asks)

    @cached_property
    def empty(self) -> tuple[int, ...]:
        """Numbers of the sections under whose heading nothing stands."""
        return tuple(s.number for s in self.sections if s.empty)

    @cached_property
    def told(self) -> int:
        """How many of the writer's names and other personal data stand in the letter that leaves, in any spacing."""
        leaves = plain("\n".join([self.draft.text, *(s.text for s in self.draft.sentences)]))
        return sum(plain(words) in leaves for words in self.question.private)

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """Why the draft could not be sent as it is, a sentence each and none in the writer's words; empty when it could."""
        return tuple(self._failures())

    def _failures(self) -> Iterator[str]:
        for number, outcome in enumerate(self.outcomes, start=1):
            if outcome != "right":
                yield f"thing {number} that is asked: {outcome}"
        for number in self.empty:
            yield f"section {number} is empty"
        if self.told:
            yield f"{self.told} personal data of the writer stand in it"
        sentences = [plain(s.text) for s in self.draft.sentences]
        for pattern in self.question.forbidden:
            if any(re.search(pattern, sentence, re.IGNORECASE) for sentence in sentences):
                yield f"says what is forbidden by {pattern}"
        for number in inexact_quotes(self.draft, self.corpus):
            yield f"quote {number} is not exact"


def _outcome(ask: Ask, speaking: list[Section]) -> Outcome:
    if not speaking:
        return "missing"
    if _answered(ask, speaking):
        return "right"
    if ask.declined:
        return "wrong"
    if any(s.denies for s in speaking):
        return "denied"
    return "left open" if any(s.has("open") for s in speaking) else "wrong"


def _answered(ask: Ask, speaking: list[Section]) -> bool:
    """Whether the sections that speak of it, taken together, cite and say what the gold asks for, or a sentence that tells whom to ask
    does; where the text does not state it, one of them says so or leaves it to a person."""
    if not ask.declined and any(_bears(ask, [text], of) for s in speaking for text, of in s.contacts):
        return True
    support = [c for s in speaking for c in s.support]
    told = not ask.declined or any(s.denies or s.has("open") for s in speaking)
    return told and _bears(ask, [*(s.body for s in speaking), *(c.quote for c in support)], support)


def _bears(ask: Ask, texts: Iterable[str], notes: Iterable[DraftCitation]) -> bool:
    """Whether ``texts`` say and ``notes`` cite all that is asked for."""
    shown = [plain(text) for text in texts]
    said = all(any(re.search(pattern, text, re.IGNORECASE) for text in shown) for pattern in ask.says)
    return said and {c.provision for c in notes if c.document == POLICY and c.kind == "provision"}.issuperset(ask.cite)
