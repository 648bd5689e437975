"""The gates in their order, and what becomes of a draft that has to pass them. Fails closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answering.model import Claim, Draft
from assistant.contract import Verification
from assistant.verification import (
    bounds,
    entities,
    figures,
    form,
    modality,
    negation,
    quotes,
    support,
    uncited,
    verbatim,
)
from corpus import Corpus

Gate = Callable[[Claim, Corpus], str | None]
"""From a claim to the detail of why it fails, or None."""

GATES: tuple[tuple[str, Gate], ...] = (
    ("form", form.check),
    ("uncited", uncited.check),
    ("quotes", quotes.check),
    ("verbatim", verbatim.check),
    ("figures", figures.check),
    ("bounds", bounds.check),
    ("negation", negation.check),
    ("modality", modality.check),
    ("entities", entities.check),
    ("support", support.check),
)
"""All gates by name. *form*, *uncited*, *bounds*, *negation*, *modality* and *support* look at written claims alone."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A claim that was taken out, and which gate it failed with what."""

    claim: Claim
    gate: str
    detail: str


def verify(draft: Draft, corpus: Corpus) -> tuple[Draft, Verification, tuple[Removal, ...]]:
    """``draft`` without the claims that fail, the counts for the contract, and what was removed and why."""
    judged = [(claim, _first_failure(claim, corpus)) for claim in draft.claims]
    kept = tuple(claim for claim, removal in judged if removal is None)
    removed = tuple(removal for _, removal in judged if removal is not None)
    stated = sum(_states(c) for c in draft.claims)
    supported = sum(_states(c) for c in kept)
    return replace(draft, claims=kept), Verification(claims=stated, supported=supported, removed=len(removed)), removed


def check_written(claim: Claim, corpus: Corpus) -> Removal | None:
    """Why one sentence of a model is taken out, or None when it passes. It is held to be written whatever ``claim.written`` says."""
    return _first_failure(claim if claim.written else replace(claim, written=True), corpus)


def _first_failure(claim: Claim, corpus: Corpus) -> Removal | None:
    for name, gate in GATES:
        if (detail := gate(claim, corpus)) is not None:
            return Removal(claim, name, detail)
    return None


def _states(claim: Claim) -> bool:
    """Whether a claim states something of the document: a composed one that quotes nothing only frames the others."""
    return claim.written or bool(claim.quotes)
