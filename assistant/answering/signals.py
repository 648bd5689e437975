"""What a text says about itself that a reader asked for: the kind of thing asked, and how far it binds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.answering.relevance import pairs
from assistant.understanding.language_data import AskedKind, kind_named
from corpus import Document, Provision, read_dates, read_figures
from corpus.annotate import read_commitments
from corpus.records import Commitment

_DASHES = str.maketrans("－—–‐‑", "-----")
_LEADING = frozenset(("encourage", "explore", "support", "permit", "promote"))
_NOT_TEXTUAL = frozenset(("who", "definition", "reason", "whether", "how", "which", "conditions"))


def evidence_kinds(kinds: Iterable[str]) -> tuple[AskedKind, ...]:
    """Those of ``kinds`` that a text either holds or does not (an amount, a deadline …)."""
    return tuple(k for k in map(kind_named, kinds) if k.evidence and k.name not in _NOT_TEXTUAL)


def headed(document: Document, provision: Provision, kind: AskedKind) -> Provision | None:
    """The highest unit, ``provision`` or one above it, whose heading says that it holds the kind asked for (四、申报材料), or None."""
    current: Provision | None = provision
    found: Provision | None = None
    while current is not None and kind.heading is not None:
        if current.title and kind.heading.search(current.title):
            found = current
        current = document.provision(current.parent) if current.parent else None
    return found


def holds(text: str, kind: AskedKind) -> bool:
    """Whether ``text`` holds the kind of thing asked for, readable or not (``□0万元`` is an amount)."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
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


def governing(sentence: str, asked: str, commitments: Sequence[Commitment]) -> tuple[str, Commitment | None]:
    """The clause of ``sentence`` that speaks most of what is ``asked``, and the commitment word that governs it: the first one of the
    clause, or of the nearest clause before it that has one. A word that gives (给予) outranks one that only leads up to it."""
    by_word = {c.word: c for c in commitments}
    wanted = set(pairs(asked))
    clauses = list(re.finditer(r"[^,;\uff0c\uff1b]+", sentence))
    if not clauses:
        return sentence, None
    named = [(m, w) for m in clauses for w in read_commitments(m[0], commitments) if len(w.text) >= 2 and w.text in asked]
    if named:
        return named[0][0][0], by_word[named[0][1].text]
    overlap = [len(wanted & set(pairs(m[0]))) for m in clauses]
    at = max(range(len(clauses)), key=lambda i: (overlap[i], -i))
    # Official sentences put whom it is for first and what is given behind: 对符合条件的……,给予……
    until = next((i for i in range(at, len(clauses)) if _gives(clauses[i][0], by_word, commitments)), at) if _opens(clauses[at][0]) else at
    for i in (until, *range(until - 1, -1, -1)):
        words = [by_word[m.text] for m in read_commitments(clauses[i][0], commitments)]
        giving = next((w for w in words if w.kind in ("grant", "penalty", "priority")), None)
        if giving or words:
            first = _first(sentence, by_word, commitments)
            if giving is None and words[0].kind not in _LEADING and first is not None and first.kind in _LEADING:
                return sentence, first  # 支持……设立……建设: what follows is only supported
            return sentence[clauses[min(at, i)].start() : clauses[until].end()], giving or words[0]
    return clauses[at][0], None


def granting(sentence: str, given: re.Pattern[str], commitments: Sequence[Commitment]) -> tuple[str, Commitment] | None:
    """The clause of ``sentence`` that gives what ``given`` names, with the word that gives it; None when no clause does."""
    by_word = {c.word: c for c in commitments}
    for m in re.finditer(r"[^,;\uff0c\uff1b]+", sentence):
        words = [by_word[w.text] for w in read_commitments(m[0], commitments)]
        giving = next((w for w in words if w.kind in ("grant", "priority")), None)
        if giving is not None and given.search(m[0]):
            return m[0], giving
    return None


def _first(sentence: str, by_word: dict[str, Commitment], commitments: Sequence[Commitment]) -> Commitment | None:
    found = read_commitments(sentence, commitments)
    return by_word[found[0].text] if found else None


def _opens(clause: str) -> bool:
    return clause.lstrip().startswith("对") or clause.rstrip().endswith(("的", "者"))


def _gives(clause: str, by_word: dict[str, Commitment], commitments: Sequence[Commitment]) -> bool:
    return any(by_word[m.text].kind in ("grant", "penalty", "priority", "permit") for m in read_commitments(clause, commitments))
