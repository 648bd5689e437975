"""Rows of a printed page to paragraphs: page numbers and running heads go, lines of a paragraph are joined, tables become Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.numbering import read_marker
from corpus.readers.tables import markdown_table

_RULE = r"[—–\-·.\s]*"
_PAGE_NUMBER = re.compile(rf"{_RULE}(?:第\s*|[Pp]age\s*)?\d{{1,4}}\s*页?(?:\s*(?:[,，/(（]|of)?\s*(?:共\s*)?\d{{1,4}}\s*页?[)）]?)?{_RULE}")
_LONGEST_NUMBER = 40
_ENDS = tuple("。！？；：!?;:”）)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: its cells (more than one where wide gaps part it), its edges in points, the size of its letters."""

    cells: tuple[str, ...]
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(self.cells)

    def beside(self, other: Row) -> bool:
        """Whether ``other`` stands to the right on the same line."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return other.left >= self.right - 1 and shared > 0.4 * min(self.top - self.bottom, other.top - other.bottom)


def joined(line: Sequence[Row]) -> Row:
    """The pieces of one line, from left to right, as one row."""
    return Row(
        tuple(cell for piece in line for cell in piece.cells), line[0].left, max(piece.right for piece in line),
        min(piece.bottom for piece in line), max(piece.top for piece in line), max(piece.size for piece in line),
    )  # fmt: skip


def paragraphs(pages: Sequence[Sequence[Row]]) -> list[str]:
    """The paragraphs and table rows of a document, in order, one a line."""
    pages = _without_furniture([[row for row in page if row.text] for page in pages])
    rows = [(number, row) for number, page in enumerate(pages) for row in page]
    if not rows:
        return []
    shape = _Shape.of([row for _, row in rows])
    lines: list[str] = []
    for block in _blocks(rows):
        lines += markdown_table([row.cells for _, row in block]) if len(block[0][1].cells) > 1 and len(block) > 1 else _joined(block, shape)
    return lines


def _without_furniture(pages: list[list[Row]]) -> list[list[Row]]:
    """The pages without page numbers and without lines that most pages repeat at their top or bottom."""
    edges = Counter(key for page in pages for key in {_key(row) for row in (*page[:2], *page[-2:])})
    needed = max(2, (len(pages) + 1) // 2)
    clean = []
    for page in pages:
        first, last = 0, len(page)
        while first < last and _is_furniture(page[first], edges, needed):
            first += 1
        while first < last and _is_furniture(page[last - 1], edges, needed):
            last -= 1
        clean.append(page[first:last])
    return clean


def _is_furniture(row: Row, edges: Counter[tuple[str, int]], needed: int) -> bool:
    return edges[_key(row)] >= needed or (len(row.text) <= _LONGEST_NUMBER and _PAGE_NUMBER.fullmatch(row.text) is not None)


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", row.text), round(row.bottom / 6)


def _blocks(rows: list[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    """Runs of rows with one cell, and runs of rows with the same number of cells."""
    block: list[tuple[int, Row]] = []
    for numbered in rows:
        if block and len(block[-1][1].cells) != len(numbered[1].cells):
            yield block
            block = []
        block.append(numbered)
    if block:
        yield block


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the body of the text stands: its edges, the usual size of a letter and distance of lines."""

    left: float
    right: float
    size: float
    pitch: float

    @classmethod
    def of(cls, rows: list[Row]) -> _Shape:
        size = median(row.size for row in rows)
        body = [row for row in rows if abs(row.size - size) < 0.15 * size] or rows
        rights = sorted(row.right for row in body)
        gaps = [a.bottom - b.bottom for a, b in pairwise(body) if 0 < a.bottom - b.bottom < 5 * size]
        return cls(min(row.left for row in body), rights[-1 - len(rights) // 20], size, median(gaps) if gaps else 2 * size)

    def parts(self, previous: tuple[int, Row], current: tuple[int, Row]) -> bool:
        """Whether ``current`` begins a new paragraph."""
        (page_before, before), (page, row) = previous, current
        if abs(before.size - row.size) > 0.12 * max(before.size, row.size):
            return True
        if row.size > 1.15 * self.size:
            return not self._centred(before, row)  # a heading that runs over two lines
        if page == page_before and before.bottom - row.bottom > 1.6 * self.pitch:
            return True
        if before.right < self.right - 2 * self.size or row.left > before.left + self.size:
            return True
        signs = (row.left > self.left + self.size, read_marker(row.text) is not None, before.text.endswith(_ENDS))
        return sum(signs) > 1  # indented, numbered, after a stop: each alone may be chance

    def _centred(self, before: Row, row: Row) -> bool:
        return abs((before.left + before.right) - (row.left + row.right)) < 2 * row.size and read_marker(row.text) is None


def _joined(block: list[tuple[int, Row]], shape: _Shape) -> list[str]:
    lines: list[list[str]] = []
    for i, (page, row) in enumerate(block):
        if i and not shape.parts(block[i - 1], (page, row)):
            lines[-1] += (_between(lines[-1][-1], row.text), row.text)
        else:
            lines.append([row.text])
    return ["".join(line) for line in lines]


def _between(before: str, after: str) -> str:
    """Chinese lines join without a space, words of other scripts with one."""
    return "" if _WIDE.match(before[-1]) or _WIDE.match(after[0]) else " "
