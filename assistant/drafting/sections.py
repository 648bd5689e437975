"""One question of a letter: what the assistant's claims become, and whom to ask about what they do not say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.model import Claim
from assistant.answering.wording import joined, number_of
from assistant.drafting.certainty import answers, signable
from assistant.drafting.contacts import ask_bodies
from assistant.drafting.fields import field_of
from assistant.drafting.lines import Pen, Place, Spoken
from assistant.drafting.model import SentenceKind
from assistant.drafting.topics import shown_topic

if TYPE_CHECKING:
    from assistant.answering.model import Quote
    from assistant.drafting.asking import Asked

_GAPS = frozenset(("not_stated", "silent", "document_silent", "not_held", "lost_amount", "whether_unsaid"))
_EXTRACTS = frozenset(
    ("unit", "states", "states_plain", "also", "row_quoted", "row_quoted_plain", "nearest", "nearest_plain", "delegated", "perhaps")
)
"""Messages that set out the document's own words at length."""
_BESIDE = frozenset(("also", "above", "nearest", "nearest_plain", "delegated", "perhaps", "ask_departments"))
"""Messages that say what stands beside what is asked for."""
_NEAREST = 3
"""Places that a field for a person's answer points to."""


def section(pen: Pen, a: Asked, said: set[Place]) -> None:
    """Write the paragraphs of one question. ``said`` are the places set out so far; it grows.

    Where the answer denies what is not certain, or nothing surely answers, a person is asked to: see :mod:`assistant.drafting.certainty`.
    """
    pen.begin()
    if a.turn is None or a.turn.draft is None:
        pen.add("gap", pen.say("failed"), a.number)
        return
    if a.answer.status == "clarify":
        pen.add("gap", pen.say("unclear"), a.number)
        return
    if not signable(a.turn, pen.language):
        open_field(pen, a)
        return
    held = a.turn.context.document
    called = pen.called[held.id]
    spoken = [Spoken.of(claim, pen.language, called) for claim in a.turn.draft.claims if claim.style != "heading"]
    declined = a.answer.status == "declined"
    _claims(pen, _not_again(pen, _lone_row(spoken), said, declined=declined), a, called)
    says_whom = any(s.name == "ask_departments" for s in spoken) or a.answer.reason == "no_such_provision"
    if a.answer.status in ("declined", "partial") and not says_whom:
        ask_bodies(pen, spoken, a.turn.context, a.number)


def open_field(pen: Pen, a: Asked) -> None:
    """A field for the answer of a person to ``a``; what was found nearest stands in its notes."""
    near = (q for claim in (a.turn.draft.claims if a.turn and a.turn.draft else ()) for q in claim.quotes)
    quotes = tuple(dict.fromkeys(replace(q, signpost=True) for q in near if not _says_who(q)))
    words = field_of(shown_topic(a.question) or pen.say("open_number", count=a.number), pen.language)
    pen.add("open", Claim(words, quotes[:_NEAREST]), a.number)


def _says_who(quote: Quote) -> bool:
    return any(s.kind == "responsibility" and s.start <= quote.start and quote.end <= s.end for s in quote.provision.sentences)


def _claims(pen: Pen, spoken: list[Spoken], a: Asked, called: str) -> None:
    """What is said on one question: a paragraph, and one for each row of a list; the document is named once in it."""
    assert a.turn is not None, "an answered question"
    rows, named, answering = 0, False, answers(a.turn, pen.language)
    for s in spoken:
        claim = s.claim
        if named and pen.language == "zh":
            claim = replace(claim, text=re.sub(rf"^《{re.escape(called)}》(?=措施|第)", "", claim.text))
        if s.claim.style == "item":
            rows += 1
            pen.begin()
            claim = replace(claim, text=pen.say("row", number=pen.numeral(rows - 1)) + claim.text)
        elif rows:
            pen.begin()
            rows = 0
        named |= f"《{called}》" in claim.text
        if s.name in _EXTRACTS or not pen.has(claim, a.number):
            direct = s.name not in _BESIDE and not any(q.signpost or q.is_note for q in claim.quotes)
            pen.add(_kind(claim, s.name), claim, a.number, answers=answering and direct and bool(claim.quotes))


def _lone_row(spoken: list[Spoken]) -> list[Spoken]:
    """A list of one row as a plain sentence, without the words that announce a list."""
    if sum(s.claim.style == "item" for s in spoken) != 1:
        return spoken
    return [Spoken(replace(s.claim, style="paragraph") if s.claim.style == "item" else s.claim, s.name) for s in spoken if s.name != "list"]


def _not_again(pen: Pen, spoken: list[Spoken], said: set[Place], *, declined: bool) -> list[Spoken]:
    """What was set out in full for an earlier question is only named, where something else is said on this one; what is merely near to
    a question that is declined is not repeated at all."""
    found = list[Spoken]()
    for s in spoken:
        again = s.name in _EXTRACTS and not s.claim.written and bool(s.places) and said.issuperset(s.places)
        others = any(o.name not in _GAPS and o.claim.quotes and o is not s and o.name != "ask_departments" for o in spoken)
        if s.name in _EXTRACTS:
            said.update(s.places)
        if again and (declined or any(q.signpost for q in s.claim.quotes)):
            continue
        if again and others:
            labels = dict.fromkeys(number_of(q.provision, pen.language) for q in s.claim.quotes)
            s = Spoken(Claim(pen.say("also_above", label=joined(labels, pen.language)), s.claim.quotes), "above")
        found.append(s)
    return found


def _kind(claim: Claim, name: str) -> SentenceKind:
    if name == "ask_departments":
        return "contact"
    if name in _GAPS:
        return "gap"
    return "statement" if claim.quotes else "framing"
