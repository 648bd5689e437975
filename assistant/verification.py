"""What stands before an answer leaves: every claim against the words it cites. Fails closed.

A claim that fails a gate is removed and counted. The gates are pure functions from a claim to the reason it fails, or None:

*quotes*   every quote is a slice of the provision it names;
*verbatim* the words given as the document's own stand in a quote, character by character;
*figures*  every figure stands in a quote in some spelling, or follows from counting; a lost digit (``□``) equals only itself;
*entities* every body named stands in a quote or is in charge of a provision cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answering.model import Claim, Draft
from assistant.contract import Verification
from corpus import Corpus, read_figures
from corpus.annotate import read_departments

_NAMED = re.compile(r"[《“]([^《》“”]{2,200})[》”]")


@dataclass(frozen=True, slots=True)
class Removal:
    """A claim that was taken out, and which gate it failed with what."""

    claim: Claim
    gate: str
    detail: str


def verify(draft: Draft, corpus: Corpus) -> tuple[Draft, Verification, tuple[Removal, ...]]:
    """``draft`` without the claims that fail, the counts for the contract, and what was removed and why."""
    kept: list[Claim] = []
    removed: list[Removal] = []
    for claim in draft.claims:
        failure = next(((name, detail) for name, gate in GATES if (detail := gate(claim, corpus)) is not None), None)
        if failure is None:
            kept.append(claim)
        else:
            removed.append(Removal(claim, *failure))
    stated = sum(bool(c.quotes) for c in draft.claims)
    supported = sum(bool(c.quotes) for c in kept)
    counts = Verification(claims=stated, supported=supported, removed=len(removed))
    return replace(draft, claims=tuple(kept)), counts, tuple(removed)


def _quotes(claim: Claim, corpus: Corpus) -> str | None:
    for q in claim.quotes:
        if not q.provision.start <= q.start < q.end <= q.provision.end:
            return f"{q.document.id}:{q.provision.id}[{q.start}:{q.end}]"
        if q.document.text[q.provision.start : q.provision.end] != q.provision.text:
            return f"{q.document.id}:{q.provision.id}"
    return None if claim.quotes or claim.style in ("lead", "tail") else "no quote"


def _verbatim(claim: Claim, corpus: Corpus) -> str | None:
    for words in claim.verbatim:
        if words not in claim.text or not any(words in q.text for q in claim.quotes):
            return words
    return None


@lru_cache(maxsize=2048)
def _keys(text: str) -> frozenset[str]:
    """Keys of the figures in ``text``: a list quotes the same clauses again and again."""
    return frozenset(f.key for f in read_figures(text))


def _figures(claim: Claim, corpus: Corpus) -> str | None:
    borne = {key for q in claim.quotes for key in _keys(q.text)} | claim.computed
    borne |= {key for q in claim.quotes for key in _keys(f"{q.provision.label} {q.document.title} {q.provision.title}")}
    if any(q.provision.number is not None for q in claim.quotes):
        borne |= {f"{kind}:{q.provision.number}" for q in claim.quotes for kind in ("ordinal", "number")}
    return next((f.text for f in read_figures(_without_titles(claim, corpus)) if f.key not in borne), None)


def _without_titles(claim: Claim, corpus: Corpus) -> str:
    """The claim without names that are no statements: the titles of documents held, cited or named between title marks, and their
    issuers (《……厅关于2026年度……的通知》 names a body and a year, and states neither)."""
    words = claim.text
    for q in claim.quotes:
        words = words.replace(q.document.title, " ")
    held = {record.title.strip("《》") for record in corpus.records} if _NAMED.search(words) else set()
    words = _NAMED.sub(lambda m: " " if m[1] in held else m[0], words)
    for issuer in {record.issuer for record in corpus.records if record.issuer}:
        words = words.replace(issuer, " ")
    return words


def _entities(claim: Claim, corpus: Corpus) -> str | None:
    named = {m.name for m in read_departments(_without_titles(claim, corpus), corpus.departments)}
    in_charge = {d for q in claim.quotes for d in q.provision.departments}
    if wrong := next((d for d in claim.denied if d in in_charge or any(d in q.text for q in claim.quotes)), None):
        return f"{wrong} is denied and stands there"
    named -= set(claim.denied)
    if not named or not claim.quotes:
        # A frame may repeat the body that was asked about; it states nothing of it.
        return None
    borne = {m.name for q in claim.quotes for m in read_departments(q.text, corpus.departments)}
    borne |= {d for q in claim.quotes for d in q.provision.departments}
    borne |= {m.name for q in claim.quotes for m in read_departments(q.provision.title, corpus.departments)}
    return next(iter(named - borne), None)


GATES: tuple[tuple[str, Callable[[Claim, Corpus], str | None]], ...] = (
    ("quotes", _quotes),
    ("verbatim", _verbatim),
    ("figures", _figures),
    ("entities", _entities),
)
