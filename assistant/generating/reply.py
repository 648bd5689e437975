"""A reply of a model, read while it comes: sentences with the numbers that each names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_BULLET_SIGN = r"(?:[-*•·>#]+|\d{1,2}[.)、](?!\d))"
_BULLET = re.compile(rf"^\s*{_BULLET_SIGN}\s*")
_MARK = re.compile(r"[\[【［]\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]】］]")
_END = re.compile(r"(?:[。！？!?；;]|(?<=[^\d\s])\.(?=\s|$)|\n)+[”\"’」』)）]*")
_MARKS_BEHIND = re.compile(rf"\s*(?:{_MARK.pattern}\s*)*")
_MARK_BEFORE = re.compile(rf"(?:^|\n)[^\S\n]*(?:{_BULLET_SIGN}[^\S\n]*)?(?:{_MARK.pattern}[^\S\n]*)+(?P<word>\S)?")
_FENCE = "```json"
_MARKUP = re.compile(r"[*_`#]+")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "evidence": {"type": "array", "items": {"type": "integer"}}},
                "required": ["text", "evidence"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
"""The form asked for where the service knows structured output."""


@dataclass(frozen=True)
class Written:
    """One sentence without its marks, and the numbers that it names, in order."""

    text: str
    numbers: tuple[int, ...]


def read_reply(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a reply as they are finished: of JSON in the form of :data:`SCHEMA`, else of plain text with marks such as [1][3] or
    【2】. Marks stand before or behind the full stop, or in front of the sentence in a reply whose first mark begins a line (``[1] 甲。``).
    Markdown signs, bullets and code fences are dropped."""
    whole = ""
    iterator = iter(pieces)
    for piece in iterator:
        whole += piece
        begun = whole.lstrip()
        if begun and (not _FENCE.startswith(begun[: len(_FENCE)]) or len(begun) >= len(_FENCE)):
            break
    rest = _chain(whole, iterator)
    yield from (_read_json(rest) if whole.lstrip().startswith(("{", _FENCE)) else _read_text(rest))


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _read_text(pieces: Iterable[str]) -> Iterator[Written]:
    waiting, in_front = "", None
    for piece in pieces:
        waiting += piece
        if in_front is None:
            in_front = _marks_stand_in_front(waiting)
        while (end := _whole_sentence(waiting, bool(in_front))) is not None:
            yield from _written(waiting[:end])
            waiting = waiting[end:]
    yield from _written(waiting)


def _marks_stand_in_front(text: str) -> bool | None:
    """Whether the first mark of a reply that begins with ``text`` begins its line, with words behind it; None before that is seen."""
    first = _MARK.search(text)
    if first is None:
        return None
    line = _MARK_BEFORE.search(text)
    if line is None or line.start() > first.start():
        return False
    if line["word"]:
        return True
    return False if line.end() < len(text) else None


def _whole_sentence(text: str, in_front: bool) -> int | None:
    """Where the first sentence of ``text`` and its marks end, once something else has begun after them.

    Marks behind it are its own; where marks stand ``in_front``, those that words follow on the same line belong to the next sentence."""
    for end in _END.finditer(text):
        if not text[: end.end()].strip():
            continue
        behind = _MARKS_BEHIND.match(text, end.end())
        at = behind.end() if behind else end.end()
        # A mark may still be on its way: only another character shows that there is none.
        if at == len(text) or text[at] in "[【［ \n":
            return None
        if not in_front:
            return at
        line, newline, _ = text[end.end() : at].partition("\n")
        return end.end() + len(line) if newline else end.end()
    return None


def _written(text: str) -> Iterator[Written]:
    numbers = [int(n) for m in _MARK.finditer(text) for n in re.findall(r"\d+", m[1])]
    words = _MARKUP.sub("", _BULLET.sub("", _MARK.sub("", text))).strip()
    words = re.sub(r"\s+([。！？!?；;,.，])", r"\1", words)
    if any(c.isalnum() for c in words):
        yield Written(words, tuple(dict.fromkeys(numbers)))


def _read_json(pieces: Iterable[str]) -> Iterator[Written]:
    from langchain_core.utils.json import parse_partial_json

    whole, given = "", 0
    for piece in pieces:
        whole += piece
        found = _items(parse_partial_json, whole)
        # The last item may still be growing.
        for item in found[given:-1]:
            yield from _item(item)
        given = max(given, len(found) - 1)
    for item in _items(parse_partial_json, whole)[given:]:
        yield from _item(item)


def _items(parse: Any, text: str) -> list[Any]:
    try:
        loaded = parse(text.strip().removeprefix(_FENCE).removesuffix("```"))
    except ValueError:
        return []
    found = loaded.get("sentences") if isinstance(loaded, dict) else None
    return found if isinstance(found, list) else []


def _item(item: Any) -> Iterator[Written]:
    """One item, which may hold several sentences: each of them names the item's numbers and its own."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return
    named = item.get("evidence")
    numbers = [n for n in named if isinstance(n, int) and not isinstance(n, bool)] if isinstance(named, list) else []
    for written in _read_text([item["text"]]):
        yield Written(written.text, tuple(dict.fromkeys([*numbers, *written.numbers])))
