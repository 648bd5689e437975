"""What a question asks for beside what was answered: 给多少、找谁领、要什么材料 is three things, and an answer may give one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.answering.signals import holds
from assistant.drafting.certainty import denial
from assistant.understanding.language_data import kind_named

if TYPE_CHECKING:
    from assistant.answering.model import Quote
    from assistant.messages import Language
    from assistant.pipeline import Turn
    from assistant.understanding.language_data import AskedKind

_MANNERS = frozenset(("whether", "which", "how", "definition", "reason"))
"""Kinds that say how something is asked, not what for."""


def unanswered(turn: Turn, language: Language) -> tuple[str, ...]:
    """The names of the kinds of thing that an answered question asks for and that are neither given nor denied. Kinds that the same words
    of the question ask for (什么时候: a day, a deadline) are one thing."""
    assert turn.draft is not None, "an answered turn"
    if turn.draft.status not in ("answered", "partial") or turn.draft.mode == "structured":
        return ()
    asked = [k for name in turn.u.kinds if (k := kind_named(name)).name not in _MANNERS and (k.evidence or k.name == "who")]
    quotes = [q for claim in turn.draft.claims for q in claim.quotes]
    denied = [claim.text for claim in turn.draft.claims if denial(claim, language)]
    spans = {k.name: list(_spans(k, turn.u.standalone, language)) for k in asked}
    given = [k for k in asked if _given(k, quotes) or any(_missing(k, language) in words for words in denied)]
    left = [k for k in asked if spans[k.name] and not any(_meet(spans[k.name], spans[g.name]) for g in given)]
    # Of kinds left that the same words ask for, the most specific.
    firsts = [k for n, k in enumerate(left) if not any(_meet(spans[k.name], spans[before.name]) for before in left[:n])]
    return tuple(_missing(k, language) for k in firsts)


def _given(kind: AskedKind, quotes: list[Quote]) -> bool:
    if kind.name == "who":
        return any(s.kind == "responsibility" and s.start < q.end and q.start < s.end for q in quotes for s in q.provision.sentences)
    return any(not q.signpost and holds(q.text, kind) for q in quotes)


def _missing(kind: AskedKind, language: Language) -> str:
    return kind.missing_en if language == "en" else kind.missing_zh


def _spans(kind: AskedKind, question: str, language: Language) -> Iterator[tuple[int, int]]:
    return (m.span() for m in (kind.en if language == "en" else kind.zh).finditer(question))


def _meet(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)
