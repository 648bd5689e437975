"""Whom a promise is made to: not to everybody where the text names some, and not without the condition that the text makes."""

from __future__ import annotations

from assistant.verification.content import borne, units
from assistant.verification.forces import Force, forces
from assistant.verification.promises import found, in_text, one
from assistant.verification.segments import Cited, Segment
from assistant.verification.words import pattern

_PROMISING = frozenset(("grant", "permit", "priority", "support", "encourage"))
_OBJECT = 40
"""Characters behind 获得, 认定为 in which stands what is won or granted."""


def unconditional(text: str, segment: Segment, bound: tuple[Force, ...], near: list[Cited]) -> str | None:
    """Why a promise of ``segment`` is wider than that of the clauses ``near``, or None: one to everybody (所有企业都能), or one that has
    lost its condition (符合条件的, 按规定)."""
    received = found("receive", segment.text) is not None
    if not received and not any(f.kind in _PROMISING for f in bound):
        return None
    there = " ".join(c.segment.text for c in near)
    general = found("universal", segment.text)
    if general is not None and not in_text("universal").search(there) and not _limited(segment.text, general[0]):
        return f"{general[0]} for what is not for all"
    granting = [c.segment.text for c in near if any(f.kind == "grant" for _, b in forces(c.segment.text) for f in b)]
    gives = received or any(f.kind == "grant" for f in bound)
    if gives and granting and not _keeps_condition(text, granting):
        return "without the condition that the text makes"
    return None


def _limited(text: str, word: str) -> bool:
    """Whether a general promise is one to those who meet a condition (符合条件的都可以)."""
    return one("universal_limited").search(text) is not None and one("never_limited").search(word) is None


def _keeps_condition(text: str, granting: list[str]) -> bool:
    """Whether one of the clauses that give does so without a condition, or ``text`` has one as well, or names what the status is of."""
    if pattern("promises", "condition_said").search(text):
        return True
    spoken = units(text)
    for clause in granting:
        if in_text("condition").search(clause):
            continue
        status = next(in_text("status").finditer(clause), None)
        if status is None or any(borne(u, clause[status.start() : status.end() + _OBJECT]) for u in spoken):
            return True
    return False
