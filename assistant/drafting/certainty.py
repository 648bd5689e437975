"""Whether what the assistant found is certain enough to be signed, as far as the pipeline knows.

*A match* is sure where nothing had to be searched for (the parsed document answers by itself) or the question names the unit, and it is
plain which document is meant; and where the unit found is far ahead: :data:`FAR` by itself, or from :data:`AHEAD` on with :data:`LEAD`
times the score of the next one.

*A denial* ("does not state", "there is no") is certain on the ground that ``denials.yaml`` gives for its message: *table*, the parsed
document says so; *shelf*, it is said of what is held; *kind*, no sentence of the documents in question holds that kind of thing; *match*,
it is said of the clause found, and the match is sure. That a search found nothing is no ground at all. The documents in question are those
that the question names; where it names none, all that are held, so that a table of one of several proves nothing.

Whatever is refused on a ground that is not known here counts as uncertain.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.relevance import pairs
from assistant.answering.signals import evidence_kinds, holds
from assistant.drafting.register import message_pattern, without_tail
from assistant.messages import messages
from assistant.scope import score
from corpus.records import read_yaml

if TYPE_CHECKING:
    from assistant.answering.model import Claim
    from assistant.messages import Language
    from assistant.pipeline import Turn
    from assistant.understanding.language_data import AskedKind
    from corpus import Document

FAR, AHEAD, LEAD = 3.0, 1.0, 1.4
"""Log-odds of :func:`assistant.scope.score`, and how many times the score of the second unit."""
_UNPROVED = frozenset(("conditions", "procedure", "materials", "form", "criteria"))
"""Kinds known by words, or not at all: that a sentence holds some such word is no proof that it is the answer."""


def sure(turn: Turn) -> bool:
    """Whether what was found is surely what the question is about."""
    found = turn.found
    if found is None or any(r.level == "unit" for r in turn.u.refs):
        return len(in_question(turn)) == 1
    if not found.provisions:
        return False
    best, *others = found.provisions
    reached = score(best, turn.u.language)
    return reached >= FAR or (reached >= AHEAD and best.score >= LEAD * max((o.score for o in others), default=0.0))


def answers(turn: Turn, language: Language) -> bool:
    """Whether what the answer states and supports surely is what the question asks for."""
    assert turn.draft is not None, "an answered turn"
    if turn.draft.status not in ("answered", "partial") or set(turn.u.kinds) & _UNPROVED:
        return False
    return sure(turn) and "whether_unsaid" not in {denial(claim, language) for claim in turn.draft.claims}


def signable(turn: Turn, language: Language) -> bool:
    """Whether all that the answer denies is certain; an answer that denies nothing is signable, a refusal without a known ground is not."""
    assert turn.draft is not None, "an answered turn"
    denied = [name for claim in turn.draft.claims if (name := denial(claim, language))]
    if turn.draft.status == "declined" and not denied:
        return False
    return all(_holds(_grounds()[name], turn) for name in denied)


def denial(claim: Claim, language: Language) -> str:
    """The name of the message by which ``claim`` denies something; empty where it does not."""
    said = without_tail(claim.text, language)
    return next((name for name, pattern in _patterns(language) if pattern.fullmatch(said)), "")


def absent(kind: AskedKind, documents: tuple[Document, ...]) -> bool:
    """Whether none of ``documents`` holds ``kind``: no sentence does, and of a kind that is known by words and not by its form (a date,
    a sum) not even one of the words by which it is called stands there."""
    by_form = any(e == "date" or e.startswith("figure:") or r"\d" in e for e in kind.evidence)
    called = () if by_form else set(pairs(kind.missing_zh))
    return not any(holds(s.text, kind) or any(pair in s.text for pair in called) for d in documents for _, s in d.walk())


def in_question(turn: Turn) -> tuple[Document, ...]:
    """The documents that the question names; all but the background notes where it names none."""
    corpus = turn.engine.corpus
    named = tuple(d for name in turn.u.documents if (d := corpus.document(name)) is not None)
    return named or tuple(d for d in corpus.documents if d.record.kind != "note")


def _holds(ground: str, turn: Turn) -> bool:
    if ground == "table":
        return len(in_question(turn)) == 1
    if ground == "kind":
        kinds = evidence_kinds(turn.u.kinds)
        return bool(kinds) and absent(kinds[0], in_question(turn))
    return ground == "shelf" or (ground == "match" and sure(turn))


@cache
def _grounds() -> dict[str, str]:
    raw = read_yaml(Path(__file__).with_name("denials.yaml"))
    return {name: ground for ground, names in raw.items() if ground != "none" for name in names}


@cache
def _patterns(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The messages that deny, those with most words of their own first."""
    known = messages(language).variables
    found = [(name, *message_pattern(f"answer.{name}", known[f"answer.{name}"], language)) for name in _grounds()]
    return tuple((name, pattern) for name, pattern, _ in sorted(found, key=lambda f: -f[2]))
