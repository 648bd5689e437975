"""A sentence promises and binds no more than the clause that it speaks of: 鼓励 is not told as given, 推动设立 not
as set up, 支持 not as a duty.

For each clause of the sentence the clauses cited that it speaks of are found; the words that bind in it need one of at least their strength
and a kind that goes with theirs there. Rights, certainty, accomplished facts, general promises and benefits are looked for in words of
their own (``promises.yaml``). A negated promise is no promise (see *negation*).
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answering.model import Claim
from assistant.verification.alignment import align
from assistant.verification.content import borne, units
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.forces import PLAIN, Force, commitment_pairs, forces
from assistant.verification.segments import Cited, Segment
from assistant.verification.words import any_of, data, pattern
from corpus import Corpus

_DENIED = re.compile(r"(?:[不没未无非别勿]|(?<![A-Za-z])(?:no|not|never)(?![A-Za-z])|n't)[^,;。]{0,6}$", re.I)
_SOFT = frozenset(("encourage", "explore", "promote"))
_STRENGTH_OF_DUTY = 5


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The word of a written claim that says more than the quotes do."""
    if not claim.written:
        return None
    text, source = said(claim), evidence(claim)
    if (benefit := _benefit(text, source)) is not None:
        return f"{benefit} stands in no quote"
    for segment, bound in forces(text):
        near, _ = align(text, source).counterparts(segment, binding=False)
        if not _is_given(segment, bound):
            near = [c for c in near if c.reach == c.segment.text] or near
        near = [c for c in near if c.reach == c.segment.text or _speaks_of_it(text, segment, c)] or near
        held = _held(near, source)
        there = " ".join(c.segment.text for c in near)
        here = tuple(f for f in bound if segment.start <= f.start < segment.end or f.base in _governing())
        wrong = (
            _unbacked(text, here, held, there)
            or _promised(text, segment, held, there, _sentences(near, source))
            or _unconditional(text, segment, bound, held, near)
        )
        if wrong is not None:
            return wrong
    return None


def _speaks_of_it(text: str, segment: Segment, goes_on: Cited) -> bool:
    """Whether a clause names something of one that goes on with the words before it (对符合条件的给予……) itself."""
    own = (u for u in units(text) if segment.start <= u.start < segment.end and u.forms[0] not in commitment_pairs())
    return any(borne(u, goes_on.segment.text) for u in own)


def _is_given(segment: Segment, bound: tuple[Force, ...]) -> bool:
    return any(f.kind in ("grant", "priority") for f in bound) or _found("receive", segment.text) is not None


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
        if said.word in ("不得", "禁止", "严禁") or (said.word.isascii() and "not" in said.word):
            return True  # see negation
        if said.strength >= _STRENGTH_OF_DUTY:
            return held.kind in ("duty", "penalty") and held.strength >= _STRENGTH_OF_DUTY
        return held.kind in ("duty", "grant", "penalty", "priority", "plain") and held.strength >= said.strength
    if kind == "permit":
        return held.kind not in ("explore", "promote")
    if kind == "support":
        return held.kind not in _SOFT and held.strength >= said.strength
    return held.strength >= said.strength


def _promised(whole: str, segment: Segment, held: tuple[Force, ...], there: str, whole_there: str) -> str | None:
    text = segment.text
    if (m := _found("receive", text)) is not None and not _only_support(text, m) and not _gives(whole, held, there):
        return f"{m[0]} for {_named(held)}"
    for name in ("right", "must", "certain", "done"):
        if (m := _found(name, text)) is None or _in_text(name).search(there):
            continue
        if name == "right" and m[0].isascii() and any(h.kind == "grant" for h in held):
            continue
        if name == "must" and (_in_text(name).search(whole_there) or (_asks(m[0]) and any(h.kind in ("duty", "penalty") for h in held))):
            continue
        if name == "must" and any(h.kind in ("duty", "penalty") and h.strength >= _STRENGTH_OF_DUTY for h in held):
            continue
        return f"{m[0]} for {_named(held)}"
    return None


def _asks(word: str) -> bool:
    """Whether a word only says that something is asked for (文件要求……), as it is of those who are told to set up or to publish."""
    return word.lower().startswith(("要求", "require", "demand", "instruct"))


def _found(name: str, text: str) -> re.Match[str] | None:
    """The first word of the list that stands in ``text`` and is not denied there."""
    return next((m for m in pattern("promises", name).finditer(text) if not _DENIED.search(text[: m.start()])), None)


def _only_support(text: str, m: re.Match[str]) -> bool:
    """Whether what is received is support and no money (可以得到支持)."""
    tail = text[m.end() :]
    return _one("only_support").search(tail) is not None and _one("money").search(tail) is None


def _gives(text: str, held: tuple[Force, ...], there: str) -> bool:
    """Whether the clauses cited give something: by a word that does, or allow it, where the sentence says may."""
    if any(h.kind == "grant" for h in held):
        return True
    if any(h.kind == "priority" for h in held):
        return re.search("优先|priorit|first in line|prefer", text, re.I) is not None
    if any(h.kind in (*_SOFT, "support") for h in held):
        return False
    allowed = all(h.kind != "permit" for h in held) or _one("may").search(text) is not None
    return allowed and _one("given_in_text").search(there) is not None


def _unconditional(text: str, segment: Segment, bound: tuple[Force, ...], held: tuple[Force, ...], near: list[Cited]) -> str | None:
    """A promise to everybody that the text makes to nobody in general, or one without the condition that the text makes."""
    promises = any(f.kind in ("grant", "permit", "priority", "support", "encourage") for f in bound) or _found("receive", segment.text)
    if not promises:
        return None
    there = " ".join(c.segment.text for c in near)
    if (
        (m := _found("universal", segment.text)) is not None
        and not _in_text("universal").search(there)
        and not _limited(segment.text, m[0])
    ):
        return f"{m[0]} for what is not for all"
    gives = any(f.kind == "grant" for f in bound) or _found("receive", segment.text) is not None
    granting = [c.segment.text for c in near if any(f.kind == "grant" for _, b in forces(c.segment.text) for f in b)]
    if gives and granting and not _keeps_condition(text, granting):
        return "without the condition that the text makes"
    return None


def _limited(text: str, word: str) -> bool:
    """Whether a general promise is one to those who meet a condition (符合条件的都可以)."""
    return _one("universal_limited").search(text) is not None and _one("never_limited").search(word) is None


def _keeps_condition(text: str, granting: list[str]) -> bool:
    """Whether one of the clauses that give does so without a condition, or ``text`` has one as well, or names what the status is of."""
    if pattern("promises", "condition_said").search(text):
        return True
    spoken = units(text)
    for clause in granting:
        if _one("condition_in_text").search(clause):
            continue
        status = next(_one("status_in_text").finditer(clause), None)
        if status is None or any(borne(u, clause[status.start() : status.end() + 40]) for u in spoken):
            return True
    return False


def _benefit(text: str, source: Evidence) -> str | None:
    for said_as, there in _benefits():
        if (m := said_as.search(text)) is not None and there.search(source.all) is None:
            return m[0]
    return None


def _named(held: tuple[Force, ...]) -> str:
    return "、".join(dict.fromkeys(h.word for h in held if h.word)) or "a plain statement"


def _in_text(name: str) -> re.Pattern[str]:
    return _one(f"{name}_in_text")


@cache
def _governing() -> frozenset[str]:
    return frozenset(data("promises")["governing"])


@cache
def _one(name: str) -> re.Pattern[str]:
    return re.compile(data("promises")[name], re.I)


@cache
def _benefits() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((any_of(entry["say"]), re.compile(entry["in"])) for entry in data("promises")["benefits"])
