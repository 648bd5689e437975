"""A sentence promises and binds no more than the clause that it speaks of: 鼓励 is not told as given, 推动设立 not as set up.

For each clause of the sentence the clauses cited that it speaks of are found; the words that bind in it need one of at least their strength
and a kind that goes with theirs there. Rights, certainty, accomplished facts, sweeping statements and benefits are looked for in words of
their own (``promises.yaml``), and a sentence without any word that binds may not tell as a fact what the text only points to. A negated
promise is no promise (see *negation*).
"""

from __future__ import annotations

import re

from assistant.answering.model import Claim
from assistant.verification.alignment import align
from assistant.verification.conditions import unconditional
from assistant.verification.content import borne, units
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.forces import PLAIN, Force, commitment_pairs, forces
from assistant.verification.promises import benefits, found, in_text, one, words
from assistant.verification.segments import Cited, Segment
from corpus import Corpus

_SOFT = frozenset(("encourage", "explore", "promote"))
_STRENGTH_OF_DUTY = 5
_CLASSES = ("receive", "right", "must", "certain", "done")


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The word of a written claim that says more than the quotes do."""
    if not claim.written:
        return None
    text, source = said(claim), evidence(claim)
    if (word := _benefit(text, source) or _sweeping(text, source)) is not None:
        return f"{word} stands in no quote"
    clauses = [(segment, bound, _near(text, segment, bound, source)) for segment, bound in forces(text)]
    for segment, bound, near in clauses:
        held, there = _held(near, source), " ".join(c.segment.text for c in near)
        here = tuple(f for f in bound if segment.start <= f.start < segment.end or f.base in words("governing"))
        wrong = (
            _unbacked(text, here, held, there)
            or _promised(text, segment, held, there, _sentences(near, source))
            or unconditional(text, segment, bound, near)
        )
        if wrong is not None:
            return wrong
    return _as_fact(text, clauses, source)


def _near(text: str, segment: Segment, bound: tuple[Force, ...], source: Evidence) -> list[Cited]:
    """The clauses cited that a clause speaks of. One that goes on with the words before it (对符合条件的给予……) is meant only by what names
    something of it and is about what is given."""
    near, _ = align(text, source).counterparts(segment, binding=False)
    given = found("receive", segment.text) is not None or any(f.kind in ("grant", "priority") for f in bound)
    own = [u for u in units(text) if segment.start <= u.start < segment.end and u.forms[0] not in commitment_pairs()]
    meant = [c for c in near if c.reach == c.segment.text or (given and any(borne(u, c.segment.text) for u in own))]
    return meant or near


def _held(near: list[Cited], source: Evidence) -> tuple[Force, ...]:
    wanted = {(c.quote, c.segment.start) for c in near}
    return tuple(f for i, t in enumerate(source.texts) for s, bound in forces(t) if (i, s.start) in wanted for f in bound) or (PLAIN,)


def _sentences(near: list[Cited], source: Evidence) -> str:
    """The whole sentences that clauses stand in: what follows if something is not done may stand beside it (逾期不予受理)."""
    wanted = {(c.quote, c.segment.sentence) for c in near}
    return " ".join(c.segment.text for c in source.cited if (c.quote, c.segment.sentence) in wanted)


def _unbacked(text: str, bound: tuple[Force, ...], held: tuple[Force, ...], there: str) -> str | None:
    """The first word that binds and is stronger than all those of the clauses cited. A clause that only names a topic has none."""
    for force in bound:
        if force is PLAIN or any(_bears(h, force) for h in held) or (force.kind == "penalty" and force.word[:2] in there):
            continue
        if force.kind != "grant" or not _gives(text, held, there):
            return f"{force.word} for {_named(held)}"
    return None


def _bears(held: Force, said: Force) -> bool:
    """Whether a word of the text is at least as strong as one of the sentence, and of a kind that goes with it."""
    kind = said.kind
    if kind == "grant":
        return held.kind == "grant" or (held.kind == "penalty" and said.word.startswith("予以"))
    if kind == "priority":
        return held.kind in ("priority", "grant")
    if kind == "penalty":
        return held.kind == "penalty"
    if kind == "duty":
        if said.base in ("不得", "禁止", "严禁"):
            return True  # see negation
        if said.strength >= _STRENGTH_OF_DUTY:
            return held.kind in ("duty", "penalty") and held.strength >= _STRENGTH_OF_DUTY
        return held.kind in ("duty", "grant", "penalty", "priority", "plain") and held.strength >= said.strength
    if kind == "permit":
        return held.kind not in ("explore", "promote")
    if kind == "support":
        return held.kind not in _SOFT and held.strength >= said.strength
    return held.strength >= said.strength


def _promised(text: str, segment: Segment, held: tuple[Force, ...], there: str, around: str) -> str | None:
    """The first word of a clause that promises, demands, assures or reports, where nothing cited does: ``there`` the clauses that it speaks
    of, ``around`` their whole sentences."""
    if (m := found("receive", segment.text)) is not None and not _only_support(segment.text, m) and not _gives(text, held, there):
        return f"{m[0]} for {_named(held)}"
    for name in ("right", "must", "certain", "done"):
        m = found(name, segment.text)
        if m is None or in_text(name).search(around if name == "must" else there):
            continue
        if name == "right" and m[0].isascii() and any(h.kind == "grant" for h in held):
            continue
        if name == "must" and any(h.kind in ("duty", "penalty") and (_asks(m[0]) or h.strength >= _STRENGTH_OF_DUTY) for h in held):
            continue
        return f"{m[0]} for {_named(held)}"
    return None


def _asks(word: str) -> bool:
    """Whether a word only says that something is asked for (文件要求……), as it is of those who are told to set up or to publish."""
    return word.lower().startswith(("要求", "require", "demand", "instruct"))


def _only_support(text: str, m: re.Match[str]) -> bool:
    """Whether what is received is support and no money (可以得到支持)."""
    tail = text[m.end() :]
    return one("only_support").search(tail) is not None and one("money").search(tail) is None


def _gives(text: str, held: tuple[Force, ...], there: str) -> bool:
    """Whether the clauses cited give something: by a word that does, or allow it, where the sentence says may."""
    if any(h.kind == "grant" for h in held):
        return True
    if any(h.kind == "priority" for h in held):
        return re.search("优先|priorit|first in line|prefer", text, re.I) is not None
    if any(h.kind in (*_SOFT, "support") for h in held):
        return False
    allowed = all(h.kind != "permit" for h in held) or one("may").search(text) is not None
    return allowed and in_text("given").search(there) is not None


def _as_fact(text: str, clauses: list[tuple[Segment, tuple[Force, ...], list[Cited]]], source: Evidence) -> str | None:
    """What the text only points to, where nothing in the sentence says so and each of its clauses speaks of such a thing."""
    if any(f.kind != PLAIN.kind for _, bound, _ in clauses for f in bound) or any(found(name, text) for name in _CLASSES):
        return None
    held = [f for _, _, near in clauses for f in _held(near[:1], source)]
    if not held or not all(f.base in words("unfulfilled") for f in held) or one("pointing").search(text):
        return None
    if any(f.kind == "permit" for f in held) and one("may").search(text):
        return None
    return f"told as a fact for {_named(tuple(held))}"


def _benefit(text: str, source: Evidence) -> str | None:
    """The first benefit or sanction that the text does not name."""
    matches = ((said_as.search(text), there) for said_as, there in benefits())
    return next((m[0] for m, there in matches if m is not None and there.search(source.all) is None), None)


def _sweeping(text: str, source: Evidence) -> str | None:
    """A word for everything and everybody where the text has none."""
    m = found("sweeping", text)
    return m[0] if m is not None and m[0] not in source.words and not in_text("universal").search(source.words) else None


def _named(held: tuple[Force, ...]) -> str:
    return "、".join(dict.fromkeys(h.word for h in held if h.word)) or "a plain statement"
