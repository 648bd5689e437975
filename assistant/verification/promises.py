"""The words of ``promises.yaml`` as they are looked for in a sentence and in the text that it cites."""

from __future__ import annotations

import re
from functools import cache

from assistant.verification.words import any_of, data, pattern

_DENIED = re.compile(r"(?:[不没未无非别勿]|(?<![A-Za-z])(?:no|not|never)(?![A-Za-z])|n't)[^,;。]{0,6}$", re.I)
_BEFORE = 12


def found(name: str, text: str) -> re.Match[str] | None:
    """The first word of the list ``name`` that stands in ``text`` and is not denied there."""
    words = pattern("promises", name).finditer(text)
    return next((m for m in words if not _DENIED.search(text[max(0, m.start() - _BEFORE) : m.start()])), None)


@cache
def one(name: str) -> re.Pattern[str]:
    """The single expression at ``name``."""
    return re.compile(data("promises")[name], re.I)


def in_text(name: str) -> re.Pattern[str]:
    """What a text must hold for a word of the list ``name``."""
    return one(f"{name}_in_text")


@cache
def words(name: str) -> frozenset[str]:
    """The plain words of the list ``name``."""
    return frozenset(data("promises")[name])


@cache
def benefits() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Benefits and sanctions as a sentence names them, each with what a text must hold then."""
    return tuple((any_of(entry["say"]), re.compile(entry["in"])) for entry in data("promises")["benefits"])
