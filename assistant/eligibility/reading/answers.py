"""A reply to a question that the assistant asked with options: numbers, names, all, none, yes, no, not known, no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.eligibility.profile import Fact, State
from assistant.eligibility.reading.choosing import Choice, chosen_by_name, chosen_by_number
from assistant.eligibility.reading.clauses import take_apart
from assistant.eligibility.reading.facts import LONGEST, facts_in
from assistant.eligibility.reading.lexicon import reply_pattern
from assistant.eligibility.reading.written import Written
from corpus.points import Attribute, AttributeValue

_ENDS = re.compile(r"(?=[ ,。.!;\n~]|$)")


@dataclass(frozen=True)
class Answered:
    """What a reply is: *facts* on the question, *unknown* to whoever replies, a wish to *leave*, or something *other* that is no reply.
    ``facts`` are those of the reply, and whatever else the message says of the speaker."""

    kind: Literal["facts", "unknown", "leave", "other"]
    facts: tuple[Fact, ...] = ()


def read_answer(text: str, question_attribute: Attribute, options: Sequence[AttributeValue]) -> Answered:
    """``text`` as a reply to the question for ``question_attribute`` that showed ``options``, numbered from 1.

    Of an attribute with many values, those shown and not chosen are not so. What else is said goes before what only follows from that.
    """
    text = text[:LONGEST]
    written, clauses = take_apart(text)
    said = facts_in(text, "answer")
    if _opens(written, "leave"):
        return Answered("leave", said)
    if _opens(written, "unknown"):
        return Answered("unknown", said)
    if any(c.asks for c in clauses) or "?" in written.text:
        return Answered("other", facts_in(text, "said"))
    choice = _whole(written, question_attribute, options) or chosen_by_number(written, options)
    choice = choice or chosen_by_name(written, clauses, question_attribute, options)
    stated = [f for f in said if f.attribute == question_attribute.id]
    if choice is None and not stated:
        return Answered("other", facts_in(text, "said"))
    chosen = _facts(choice, question_attribute) if choice else []
    if not choice or not choice.bare:
        chosen = _merged(chosen, stated)
        chosen += not_chosen(chosen, question_attribute, options) if question_attribute.kind == "many" else []
        return Answered("facts", _first_of_each([*chosen, *said]))
    rest = facts_in(written.source[written.places[choice.end - 1] + 1 :], "answer") if choice.end < len(written.text) else ()
    if question_attribute.kind == "many" and choice.complete:
        chosen += not_chosen(chosen, question_attribute, options)
    return Answered("facts", _first_of_each([*rest, *chosen]))


def _opens(written: Written, kind: str) -> bool:
    """Whether the message begins with a reply of that ``kind`` and goes no further before the next stop."""
    m = reply_pattern(kind).match(written.text.lstrip())
    return m is not None and _ENDS.match(written.text.lstrip(), m.end()) is not None


def _whole(written: Written, attribute: Attribute, options: Sequence[AttributeValue]) -> Choice | None:
    """None of them, all of them, or a plain yes."""
    one = len(options) == 1
    polar = attribute.question_zh.rstrip("?？").endswith("吗")
    kinds: tuple[tuple[str, State, Sequence[AttributeValue]], ...] = (
        ("none", "no", options[:1] if polar and attribute.kind == "one" else options),
        ("all", "yes", options if attribute.kind == "many" or one else ()),
        ("yes", "yes", options[:1] if one or polar else ()),
    )
    for kind, state, values in kinds:
        m = reply_pattern(kind).match(written.text)
        if m and m.end() and values and _ENDS.match(written.text, m.end()):
            neither = next((v for v in values if v.id == "other"), None) if state == "no" else None
            if neither is not None:
                return Choice(((neither.id, "yes", 0, m.end()),), m.end(), bare=True, source=written)
            complete = kind != "yes" or one
            return Choice(tuple((v.id, state, 0, m.end()) for v in values), m.end(), bare=True, complete=complete, source=written)
    return None


def _facts(choice: Choice, attribute: Attribute) -> list[Fact]:
    written = choice.source
    return [Fact(attribute.id, v, state, written.slice(s, e).strip() if written else "", "answer") for v, state, s, e in choice.values]


def not_chosen(chosen: Iterable[Fact], attribute: Attribute, options: Sequence[AttributeValue]) -> list[Fact]:
    """The options that were shown and not chosen, where something was; what follows from those chosen, or may be, is left."""
    yes = [f for f in chosen if f.state == "yes"]
    if not yes:
        return []
    named = {f.value for f in chosen}
    left = {i for v in attribute.values if v.id in {f.value for f in yes} for i in (*v.implies, *v.may_be)}
    words = yes[0].words
    return [Fact(attribute.id, v.id, "no", words, "answer") for v in options if v.id not in named | left]


def _merged(chosen: Sequence[Fact], stated: Sequence[Fact]) -> list[Fact]:
    return [*stated, *(f for f in chosen if f.value not in {s.value for s in stated})]


def _first_of_each(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    once: dict[tuple[str, str], Fact] = {}
    for f in facts:
        once.setdefault((f.attribute, f.value), replace(f, source="answer"))
    return tuple(once.values())
