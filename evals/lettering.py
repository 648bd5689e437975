"""Judging the draft of a reply: what of the letter's questions it takes up, answers, denies, and what of the writer it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assistant import Citation, Draft
from corpus import Corpus
from evals.facts import plain
from evals.gold_schema import POLICY, GoldQuestion, LetterAsk
from evals.scoring import inexact_quotes

_NUMBERING = re.compile(r"[(\[]?[一二三四五六七八九十百\d]*[)\].、,。;:]*")


class _Sentence(Protocol):
    """A sentence of a draft, as far as it is looked at."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def citations(self) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Taken:
    """How the draft takes up one thing that was asked."""

    ask: LetterAsk
    found: bool
    """Whether a section of the draft speaks of it: its question or, where none does, a sentence matches its words."""
    right: bool
    denied: bool
    """Whether such a section says that the text does not state what it states."""
    left_open: bool
    """Whether such a section leaves what the text states for a person to answer."""


def take_up(question: GoldQuestion, draft: Draft) -> list[Taken]:
    """Each of the things that ``question``, a letter, asks."""
    return [_taken(ask, draft) for ask in question.asks]


def _taken(ask: LetterAsk, draft: Draft) -> Taken:
    sections = _about(ask, draft)
    right = any(_answers(ask, draft, n) for n in sections)
    missed = not right and not ask.decline
    denied = missed and any(_denies(draft, n) for n in sections)
    left_open = missed and not denied and any(s.kind == "open" for n in sections for s in _of(draft, n))
    return Taken(ask, bool(sections), right, denied, left_open)


def _about(ask: LetterAsk, draft: Draft) -> list[int]:
    """The sections whose question speaks of what is asked; where there is none, those of which a sentence does."""
    there = [n for n in range(1, len(draft.questions) + 1) if _of(draft, n)]
    headed = [n for n in there if _speaks(ask, [draft.questions[n - 1].question, *(s.text for s in _of(draft, n) if s.kind == "heading")])]
    return headed or [n for n in there if _speaks(ask, [s.text for s in _of(draft, n)])]


def _of(draft: Draft, number: int) -> list[_Sentence]:
    return [s for s in draft.sentences if s.question == number]


def _speaks(ask: LetterAsk, texts: Iterable[str]) -> bool:
    return any(re.search(ask.words, plain(text), re.IGNORECASE) for text in texts)


def _denies(draft: Draft, number: int) -> bool:
    """Whether the section says that something is not stated; that a question was not understood, or failed, is no denial."""
    return draft.questions[number - 1].status not in ("clarify", "error") and any(s.kind == "gap" for s in _of(draft, number))


def _answers(ask: LetterAsk, draft: Draft, number: int) -> bool:
    """Whether the section says and cites what the gold asks for, or a sentence that tells whom to ask does: it names the bodies of a
    clause. Where the text does not state it, the section says so or leaves it to a person."""
    notes = {c.n: c for c in draft.citations}
    below = [s for s in _of(draft, number) if s.kind != "heading"]
    if not ask.decline:
        contacts = [s for s in below if s.kind == "contact"]
        if any(_bears(ask, [s.text], [notes[n] for n in s.citations if n in notes]) for s in contacts):
            return True
    elif not any(s.kind in ("gap", "open") for s in below):
        return False
    stated = [notes[n] for s in below if s.kind == "statement" for n in s.citations if n in notes and notes[n].role == "support"]
    return _bears(ask, [" ".join(s.text for s in below), *(c.quote for c in stated)], stated)


def _bears(ask: LetterAsk, texts: Iterable[str], notes: Iterable[Citation]) -> bool:
    shown = [plain(text) for text in texts]
    said = all(any(re.search(pattern, text, re.IGNORECASE) for text in shown) for pattern in ask.must)
    return said and {c.measure for c in notes if c.document == POLICY}.issuperset(ask.cite)


def empty_sections(draft: Draft) -> int:
    """Headings with nothing below them but whom to ask, or a numbering."""
    empty = 0
    for number, sentence in enumerate(draft.sentences):
        if sentence.kind == "heading":
            behind = draft.sentences[number + 1 :]
            ends = next((n for n, s in enumerate(behind) if s.kind in ("heading", "closing", "signature")), len(behind))
            empty += all(s.kind == "contact" or _NUMBERING.fullmatch(plain(s.text)) for s in behind[:ends])
    return empty


def repeated(question: GoldQuestion, draft: Draft) -> list[str]:
    """Personal data of the letter that stand in the draft, in any width and spacing."""
    told = plain("\n".join([draft.text, *(s.text for s in draft.sentences)]))
    return [word for word in question.personal if plain(word) in told]


def judge_draft(question: GoldQuestion, draft: Draft, corpus: Corpus) -> tuple[str, ...]:
    """Why the draft could not be sent, a sentence each; empty when it could, as it is.

    What is forbidden is looked for sentence by sentence: what a sentence begins with counts too, and what is quoted below does not.
    """
    taken = take_up(question, draft)
    sentences = [plain(s.text) for s in draft.sentences]
    matches = ((p, m) for p in question.forbidden for text in sentences if (m := re.search(p, text, re.IGNORECASE)))
    return (
        *(f"does not take up {t.ask.about}" for t in taken if not t.found),
        *(f"denies {t.ask.about}" for t in taken if t.denied),
        *(f"does not answer {t.ask.about}" for t in taken if t.found and not t.right and not t.denied),
        *([f"{n} empty sections"] if (n := empty_sections(draft)) else []),
        *(f"repeats {word}" for word in repeated(question, draft)),
        *(f"says “{m.group()}”, forbidden by {p}" for p, m in matches),
        *(f"quote {n} is not exact" for n in inexact_quotes(draft, corpus)),
    )
