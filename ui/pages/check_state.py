"""What the self-check carries from page to page. Nothing of it is kept by the server.

It travels in a hidden field, posted and never in a query, so that no log of addresses has it. The script puts what is ticked (never a word
that was written) behind the ``#`` of the address as well, which browsers do not send: such an address can be kept and passed on. What was
written stands in the history of the tab alone, for reload and back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from assistant.eligibility.profile import Fact, Profile, ProfileError, Source, State, attribute_named
from ui.render import clean

_MOST_FACTS = 400
_WORDS = 300
_LONGEST_LINK = 6000
_UNKNOWN = "unknown"


class NotUnderstood(ValueError):
    """What was posted is nothing that the page sends."""


@dataclass(frozen=True)
class Held:
    """A profile, and the fingerprint of the text from which facts were read last."""

    profile: Profile = field(default_factory=Profile)
    told: str = ""


NOTHING = Held()


def fingerprint(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if text.strip() else ""


def packed(held: Held) -> str:
    """``held`` for the hidden field."""
    facts = [[f.attribute, f.value, f.state, f.source, f.words[:_WORDS]] for f in held.profile.facts]
    return json.dumps({"facts": facts, "declined": sorted(held.profile.declined), "told": held.told}, ensure_ascii=False)


def unpacked(raw: str) -> Held:
    """What :func:`packed` wrote.

    Raises:
        NotUnderstood: it is something else.
    """
    if not raw:
        return Held()
    try:
        found = json.loads(raw)
        facts = [_fact(*one) for one in found["facts"][:_MOST_FACTS]]
        declined = frozenset(attribute_named(name).id for name in found["declined"])
        told = str(found["told"])[:16]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotUnderstood from error
    return Held(Profile(tuple(dict.fromkeys(facts)), declined), told)


def _fact(attribute: Any, value: Any, state: Any, source: Any, words: Any) -> Fact:
    if state not in get_args(State) or source not in get_args(Source):
        raise NotUnderstood
    return replace(stated(attribute, value, state), words=clean(str(words))[:_WORDS], source=source)


def stated(attribute: str, value: str, state: State = "yes") -> Fact:
    """A fact that somebody chose on the page.

    Raises:
        ProfileError: it is not in the catalogue.
    """
    if attribute_named(attribute).value(value) is None:
        raise ProfileError(value)
    return Fact(attribute, value, state)


def link_of(profile: Profile) -> str:
    """The profile for the part of an address behind ``#``: ``organisation=enterprise&honours=cn_patent_gold,-js_patent_gold``; without the
    words that it was read from."""
    told = {
        name: ",".join([*states.get("yes", ()), *(f"-{value}" for value in states.get("no", ()))])
        for name, states in profile.to_json().items()
    }
    if profile.declined:
        told[_UNKNOWN] = ",".join(sorted(profile.declined))
    return urlencode(told, safe=",")


def from_link(link: str) -> Held:
    """What :func:`link_of` wrote.

    Raises:
        NotUnderstood: it names what is not in the catalogue.
    """
    if len(link) > _LONGEST_LINK:
        raise NotUnderstood
    try:
        pairs = parse_qsl(link, max_num_fields=50, strict_parsing=bool(link))
        named = [(name, value) for name, values in pairs for value in values.split(",")]
        facts = [_linked(name, value) for name, value in named if name != _UNKNOWN]
        declined = frozenset(attribute_named(value).id for name, value in named if name == _UNKNOWN)
    except ValueError as error:
        raise NotUnderstood from error
    return Held(Profile(tuple(dict.fromkeys(facts))[:_MOST_FACTS], declined))


def _linked(attribute: str, value: str) -> Fact:
    return stated(attribute, value.removeprefix("-"), "no" if value.startswith("-") else "yes")


def without_facts(profile: Profile, facts: Iterable[Fact]) -> Profile:
    """``profile`` without ``facts``."""
    gone = set(facts)
    return replace(profile, facts=tuple(f for f in profile.facts if f not in gone))
