"""The fields 〔…〕 of a letter that a person fills: whom it is to, who writes, the day, and each answer that only a person can give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from assistant.messages import Language, text

FIELD = re.compile(r"(〔[^〔〕]{1,200}〕)")


def field_of(topic: str, language: Language) -> str:
    """The field for a person's answer on ``topic``, in which no further field may stand."""
    return text("draft.open", language, topic=re.sub(r"[〔〕]", "", topic))


def topic_of(field: str, language: Language) -> str | None:
    """What a person is to answer in ``field``; None where it is another field."""
    found = _open(language).fullmatch(field)
    return found["topic"] if found else None


def fields_in(sentences: Iterable[str]) -> Iterator[str]:
    """All fields of ``sentences`` that nobody has filled, in their order, each once."""
    return iter(dict.fromkeys(field for words in sentences for field in FIELD.findall(words)))


@cache
def _open(language: Language) -> re.Pattern[str]:
    before, after = text("draft.open", language, topic="\0").split("\0")
    return re.compile(f"{re.escape(before)}(?P<topic>[^〔〕]+){re.escape(after)}")
