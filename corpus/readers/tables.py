"""Tables as Markdown rows, one line each: what the parser and people can both read."""

from __future__ import annotations

from collections.abc import Sequence

WIDEST = 60
"""Cells that a row is filled up to; one endless row must not make all others as long."""
LONG_CELL = 400
"""Characters from which on a cell that spans several rows is not said again in each of them."""


def markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, the first row as its head. Rows are filled up to the longest, :data:`WIDEST` at most; a table of one column is
    given as plain lines."""
    clean = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    clean = [row for row in clean if any(row)]
    longest = max((len(row) for row in clean), default=0)
    width = min(longest, WIDEST)
    if width < 2:
        return [line for row in rows for cell in row for line in cell.splitlines() if line.strip()]
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in clean]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]
