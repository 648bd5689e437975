"""Tables as Markdown rows, one line each: what the parser and people can both read."""

from __future__ import annotations

from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, the first row as its head. Rows are filled up to the longest; a table of one column is given as plain lines."""
    clean = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    clean = [row for row in clean if any(row)]
    width = max((len(row) for row in clean), default=0)
    if width < 2:
        return [line for row in rows for cell in row for line in cell.splitlines() if line.strip()]
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in clean]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]
