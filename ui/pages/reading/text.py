"""A sentence as HTML with everything marked that stands in it. What comes out shows exactly the words that went in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Span:
    """A slice to be marked. ``rank`` orders what lies inside what: the smaller one outside."""

    start: int
    end: int
    rank: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()

    def around(self, inner: str) -> str:
        """``inner``, which is HTML, inside the element."""
        written = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)
        return f"<{self.tag}{written}>{inner}</{self.tag}>"


def marked(text: str, start: int, spans: Sequence[Span]) -> Markup:
    """``text``, which begins at the offset ``start``, with ``spans`` (offsets in the same text) as elements.

    Spans of one rank must not overlap; one of a higher rank is cut where it crosses one of a lower. The text content of what is returned
    equals ``text``. Tags and names of attributes are the program's own; values of attributes are escaped.
    """
    return Markup(_marked(text, start, spans))  # noqa: S704 - every piece is escaped where it is put in


def _marked(text: str, start: int, spans: Sequence[Span]) -> str:
    inside = [s for s in spans if s.start < start + len(text) and s.end > start]
    if not inside:
        return str(escape(text))
    rank = min(s.rank for s in inside)
    outer = sorted((s for s in inside if s.rank == rank), key=lambda s: s.start)
    inner = [s for s in inside if s.rank != rank]
    pieces, at, end = [], start, start + len(text)
    for span in outer:
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        pieces.append(_marked(text[at - start : first - start], at, inner))
        pieces.append(span.around(_marked(text[first - start : last - start], first, inner)))
        at = last
    pieces.append(_marked(text[at - start :], at, inner))
    return "".join(pieces)
