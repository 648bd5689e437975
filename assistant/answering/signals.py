"""What a text says about itself that a reader asked for: the kind of thing asked, and how far it binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.understanding.language_data import AskedKind, kind_named
from corpus import read_dates, read_figures
from corpus.annotate import read_commitments
from corpus.records import Commitment

_NOT_TEXTUAL = frozenset(("who", "definition", "reason", "whether", "how", "which", "conditions"))


def evidence_kinds(kinds: Iterable[str]) -> tuple[AskedKind, ...]:
    """Those of ``kinds`` that a text either holds or does not (an amount, a deadline …)."""
    return tuple(k for k in map(kind_named, kinds) if k.evidence and k.name not in _NOT_TEXTUAL)


def holds(text: str, kind: AskedKind) -> bool:
    """Whether ``text`` holds the kind of thing asked for, readable or not (``□0万元`` is an amount)."""
    figures = {f.kind for f in read_figures(text)}
    for evidence in kind.evidence:
        if evidence.startswith("figure:"):
            if evidence[7:] in figures:
                return True
        elif evidence == "date":
            if read_dates(text):
                return True
        elif _regex(evidence).search(text):
            return True
    return False


@lru_cache(maxsize=256)
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def commitment_of(text: str, commitments: Sequence[Commitment]) -> Commitment | None:
    """The strongest commitment word in ``text``, or None; among equals the first."""
    by_word = {c.word: c for c in commitments}
    found = [by_word[m.text] for m in read_commitments(text, commitments)]
    return max(found, key=lambda c: c.strength, default=None)
