"""From lines to a tree of numbered nodes: which lines open a unit, and where each unit ends.

The nesting is that of the document, not a fixed order: a kind of marker that is open already continues its own level, a new one
opens a level below. Numbers must run on; a line that merely begins with a reference (``第三条规定的…``) is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.numbering import RANK, Marker, MarkerKind, read_marker, write_marker

_FIXED_RANK: frozenset[MarkerKind] = frozenset(("book", "chapter", "section", "article", "dun"))
_LARGEST_GAP = 3
_CONTENTS = re.compile(r"[ \t\u3000#*]*目[ \t\u3000]*[录次][ \t\u3000*]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line: its slice of the text without the line end."""

    start: int
    end: int
    text: str


@dataclass
class Node:
    """A numbered unit under construction. ``lines`` are its own, the first one carrying the marker."""

    marker: Marker
    parent: Node | None
    lines: list[Line]
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> MarkerKind:
        return self.marker.kind

    @property
    def number(self) -> int:
        return self.marker.number

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        """End of the unit with all that stands below it."""
        return max([self.lines[-1].end, *(child.end for child in self.children)])

    def walk(self) -> Iterator[Node]:
        """This node and all below, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Outline:
    """``lead``: lines before the first marker; ``roots``: top-level nodes; ``anomalies``: what is odd about the numbering, in words."""

    lead: list[Line]
    roots: list[Node]
    anomalies: list[str]

    def walk(self) -> Iterator[Node]:
        """All nodes in document order."""
        for root in self.roots:
            yield from root.walk()


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The non-blank lines of ``text[start:end]``; offsets count in ``text``."""
    stop = len(text) if end is None else end
    lines, at = [], start
    while at < stop:
        newline = text.find("\n", at, stop)
        line_end = stop if newline < 0 else newline
        piece_end = line_end - 1 if line_end > at and text[line_end - 1] == "\r" else line_end
        if text[at:piece_end].strip():
            lines.append(Line(at, piece_end, text[at:piece_end]))
        at = line_end + 1
    return lines


def read_outline(lines: Iterable[Line]) -> Outline:
    """The tree of numbered units in ``lines``."""
    outline = Outline([], [], [])
    path: list[Node] = []
    last_seen: dict[MarkerKind, int] = {}
    for line in _without_contents(list(lines), outline.lead):
        marker = read_marker(line.text)
        if marker is None or not _place(marker, line, path, outline, last_seen):
            (path[-1].lines if path else outline.lead).append(line)
    return outline


def _without_contents(lines: list[Line], lead: list[Line]) -> list[Line]:
    """The lines after a table of contents (目录 and the headings repeated later), which itself goes to the lead."""
    for i, line in enumerate(lines):
        if not _CONTENTS.fullmatch(line.text):
            continue
        first = next((k for k in range(i + 1, len(lines)) if read_marker(lines[k].text)), None)
        if first is None:
            break
        key = re.sub(r"(?<![\s.·…\d])[\s.·…\d]+$", "", lines[first].text).strip()
        again = next((k for k in range(first + 1, len(lines)) if lines[k].text.strip().startswith(key)), None)
        if again is None:
            break
        lead.extend(lines[:again])
        return lines[again:]
    return lines


def _place(marker: Marker, line: Line, path: list[Node], outline: Outline, last_seen: dict[MarkerKind, int]) -> bool:
    """Open a node for ``marker`` if its number fits here; False when the line is text."""
    level = next((i for i in range(len(path) - 1, -1, -1) if path[i].kind == marker.kind), None)
    if level is not None:
        last = path[level].marker
        step = marker.number - last.number
        inserted = step == 0 and marker.sub == last.sub + 1 and marker.kind == "article"
        restarts = marker.number == 1 and marker.kind != "article"
        if not inserted and not restarts and not 1 <= step <= _LARGEST_GAP:
            return False
        if step > 1:
            outline.anomalies.append(f"{_written(last)}之后是{_written(marker)},编号不连续")
        del path[level:]
    else:
        running_on = last_seen.get(marker.kind, 0) + 1 == marker.number
        first_of_kind = marker.kind not in last_seen and (not path or marker.kind in ("article", "chapter", "section", "book"))
        if marker.number != 1 and not running_on and not first_of_kind:
            return False
        while path and marker.kind in _FIXED_RANK and RANK[path[-1].kind] > RANK[marker.kind]:
            path.pop()
    node = Node(marker, path[-1] if path else None, [line])
    (path[-1].children if path else outline.roots).append(node)
    path.append(node)
    last_seen[marker.kind] = marker.number
    return True


def _written(marker: Marker) -> str:
    return write_marker(marker.kind, marker.number, marker.sub)
