"""A sentence that is a table in the text, rows between bars, as a table of the page. Every character stays: bars and rules are hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from ui.pages.reading.text import Span, marked

_ROW = re.compile(r"\|.*\|[ \t]*")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Cell:
    """A slice of the document with the bars around it; ``start`` and ``end`` are its words alone."""

    whole: tuple[int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table, the first of them its head; together their cells are all of its text."""

    rows: tuple[tuple[Cell, ...], ...]
    named: bool
    """Whether the first cell of each row says what the row is about: none of them is empty."""


def grid_of(text: str, start: int) -> Grid | None:
    """The table that ``text`` is, which begins at the offset ``start`` of its document; None where it is none."""
    if not text.startswith("|"):
        return None
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+\n?", text)]
    written = [text[a:b].rstrip("\n") for a, b in lines]
    if len(lines) < 3 or not all(map(_ROW.fullmatch, written)) or not _RULE.fullmatch(written[1]):
        return None
    # The rule below the head says nothing to a reader; it is kept, hidden, in the last cell of the head.
    places = [(lines[0][0], lines[1][1]), *lines[2:]]
    rows = tuple(_row(text, a, b, start) for a, b in places)
    if len({len(row) for row in rows}) != 1:
        return None
    return Grid(rows, all(row[0].start < row[0].end for row in rows[1:]))


def _row(text: str, first: int, last: int, offset: int) -> tuple[Cell, ...]:
    line = text[first:last].split("\n")[0]
    bars = [m.start() for m in _BAR.finditer(line)]
    cells = []
    for n, (left, right) in enumerate(pairwise(bars)):
        words = line[left + 1 : right]
        begin = first + left + 1 + len(words) - len(words.lstrip())
        whole = (first if n == 0 else first + left, last if n == len(bars) - 2 else first + right)
        cells.append(Cell((offset + whole[0], offset + whole[1]), offset + begin, offset + begin + len(words.strip())))
    return tuple(cells)


def table_html(text: str, start: int, grid: Grid, spans: Sequence[Span]) -> Markup:
    """``grid`` of ``text``, its cells marked with ``spans`` as :func:`ui.pages.reading.text.marked` does. Its text content is ``text``."""

    def part(a: int, b: int) -> str:
        return text[a - start : b - start]

    def cell(c: Cell, tag: str) -> str:
        words = marked(part(c.start, c.end), c.start, [*spans, *_bars(part(c.start, c.end), c.start)])
        return f"<{tag}>{_hidden(part(c.whole[0], c.start))}{words}{_hidden(part(c.end, c.whole[1]))}</{tag.split()[0]}>"

    head = "".join(cell(c, 'th scope="col"') for c in grid.rows[0])
    first = 'th scope="row"' if grid.named else "td"
    rows = "".join(f"<tr>{cell(r[0], first)}{''.join(cell(c, 'td') for c in r[1:])}</tr>" for r in grid.rows[1:])
    return Markup(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")  # noqa: S704 - every piece is escaped


def _bars(words: str, start: int) -> list[Span]:
    """The backslash before a bar that belongs to the words of a cell."""
    return [Span(start + m.start(), start + m.start() + 1, 9, "span", (("class", "markup"),)) for m in re.finditer(r"\\(?=\|)", words)]


def _hidden(words: str) -> str:
    return f'<span class="markup">{escape(words)}</span>' if words else ""
