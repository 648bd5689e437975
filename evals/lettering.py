"""Judging the draft of a reply: what of the letter's questions it takes up, answers, denies, and what of the writer it repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import Draft
from evals.facts import plain
from evals.gold_schema import POLICY, GoldQuestion, LetterAsk


@dataclass(frozen=True)
class Taken:
    """How the draft takes up one thing that was asked."""

    ask: LetterAsk
    found: bool
    """Whether a question of the draft matches its words."""
    right: bool
    denied: bool
    """Whether the section says that the text does not state what it states."""


def take_up(question: GoldQuestion, draft: Draft) -> list[Taken]:
    """Each of the things that ``question``, a letter, asks."""
    return [_taken(ask, draft) for ask in question.asks]


def _taken(ask: LetterAsk, draft: Draft) -> Taken:
    sections = [n for n, asked in enumerate(draft.questions, start=1) if re.search(ask.words, plain(asked.question), re.IGNORECASE)]
    judged = [_section(ask, draft, n) for n in sections]
    right = any(right for right, _ in judged)
    return Taken(ask, bool(sections), right, not right and any(denied for _, denied in judged))


def _section(ask: LetterAsk, draft: Draft, number: int) -> tuple[bool, bool]:
    """Whether the section answers ``ask`` as it should, and whether it denies it."""
    sentences = [s for s in draft.sentences if s.question in (number, None if len(draft.questions) == 1 else number)]
    noted = {n for s in sentences if s.kind == "statement" for n in s.citations}
    notes = [c for c in draft.citations if c.n in noted and c.role == "support" and c.document == POLICY]
    texts = [plain(" ".join(s.text for s in sentences)), *(plain(c.quote) for c in notes)]
    cited = {c.measure for c in notes}
    gaps = any(s.kind in ("gap", "open") for s in sentences)
    said = all(any(re.search(pattern, text, re.IGNORECASE) for text in texts) for pattern in ask.must)
    states = said and set(ask.cite) <= cited
    right = states and (gaps or not ask.decline) if ask.cite or ask.must else gaps
    return right, bool(ask.cite) and not ask.decline and any(s.kind == "gap" for s in sentences)


def empty_sections(draft: Draft) -> int:
    """Headings with nothing below them."""
    empty = 0
    for number, sentence in enumerate(draft.sentences):
        if sentence.kind == "heading":
            behind = draft.sentences[number + 1] if number + 1 < len(draft.sentences) else None
            empty += behind is None or behind.kind in ("heading", "contact", "closing", "signature") or not behind.text.strip()
    return empty


def repeated(question: GoldQuestion, draft: Draft) -> list[str]:
    """Personal data of the letter that stand in the draft."""
    return [word for word in question.personal if word in draft.text]


def judge_draft(question: GoldQuestion, draft: Draft) -> tuple[str, ...]:
    """Why the draft could not be sent, a sentence each; empty when it could, as it is."""
    taken = take_up(question, draft)
    text = plain(draft.text)
    return (
        *(f"does not take up {t.ask.about}" for t in taken if not t.found),
        *(f"denies {t.ask.about}" for t in taken if t.denied),
        *(f"does not answer {t.ask.about}" for t in taken if t.found and not t.right and not t.denied),
        *([f"{n} empty sections"] if (n := empty_sections(draft)) else []),
        *(f"repeats {word}" for word in repeated(question, draft)),
        *(f"says “{m.group()}”, forbidden by {p}" for p in question.forbidden if (m := re.search(p, text, re.IGNORECASE))),
    )
