"""What a sentence that cites nothing states: the figure it names or the word by which it promises."""

from __future__ import annotations

import re

from assistant.verification.forces import forces
from assistant.verification.normal import normal
from assistant.verification.promises import found
from assistant.verification.quantities import quantities, readable

_LIST_MARK = re.compile(r"\d{1,2}[.、)](?!\d)\s*")
_PROMISES = ("receive", "right", "must", "certain", "done", "universal")


def stated(words: str) -> str | None:
    """The figure or the word of promise that a sentence holds; None where it has neither."""
    return _figure(words) or promised(words)


def promised(words: str, *, leave: tuple[str, ...] = ()) -> str | None:
    """The word by which a sentence promises or obliges; None where there is none. ``leave``: kinds of such words that do not count."""
    text = _text(words)
    promise = next((m[0] for name in _PROMISES if name not in leave and (m := found(name, text)) is not None), None)
    return promise or next((f.word for _, bound in forces(text) for f in bound if f.kind in ("grant", "priority")), None)


def _figure(words: str) -> str | None:
    figure = next((q.text for q in quantities(readable(_text(words))) if q.kind != "ordinal"), None)
    if figure is None:
        return None
    # 200,000 yuan is read as 200000元; a person looks for what is written.
    as_written = re.search(r"\d[\d,.]*\d|\d", words) if figure not in words else None
    return as_written[0] if as_written else figure


def _text(words: str) -> str:
    text = normal(words)
    mark = _LIST_MARK.match(text)
    return text[mark.end() :] if mark is not None else text
