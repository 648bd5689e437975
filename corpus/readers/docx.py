"""Word documents to lines of text: a paragraph a line with its automatic number, tables as Markdown, tracked deletions left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from corpus.readers.archive import check_archive
from corpus.readers.docx_numbering import Numbering, W
from corpus.readers.errors import ConversionError
from corpus.readers.tables import LONG_CELL, markdown_table

_SKIP = frozenset(W + name for name in ("del", "moveFrom", "instrText", "delText", "rt", "pict", "object", "drawing"))
_BREAKS = frozenset(W + name for name in ("br", "cr"))
_TEXT_BOX = f".//{W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAX_DEPTH = 30


def read_docx(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a Word document, and warnings about what was left out.

    Raises:
        ConversionError: the package is broken, too large when unpacked, or not a Word document.
    """
    check_archive(data, required="word/document.xml")
    from docx import Document as open_docx
    from lxml import etree

    try:
        package = open_docx(io.BytesIO(data))
        body, part = package.element.body, package.part
        reader = _Reader(Numbering(_numbering_root(part), part.styles.element))
        lines = list(reader.blocks(body, 0))
    except (KeyError, ValueError, AttributeError, TypeError, OSError, etree.LxmlError) as error:
        raise ConversionError("The Word document is broken and cannot be read.") from error
    notes = any(True for _ in body.iter(W + "footnoteReference", W + "endnoteReference"))
    return "\n".join(lines), ("Footnotes were left out.",) if notes else ()


def _numbering_root(part: Any) -> Any | None:
    """The numbering part's element when the package has one; asking python-docx for a missing one would create it from a template."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    related = [r.target_part for r in part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING and not r.is_external]
    return related[0].element if related else None


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: Any, depth: int) -> Iterator[str]:
        """The lines of everything below ``parent``; content controls and the like are looked through."""
        if depth > _MAX_DEPTH:
            return
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child, depth)
            elif child.tag == W + "tbl":
                yield from markdown_table(self._rows(child, depth))
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[str]:
        text = "".join(_inline(paragraph))
        if text.strip():
            yield from (line.strip() for line in (self._numbering.label(paragraph) + text.strip()).splitlines() if line.strip())
        for box in paragraph.iterfind(_TEXT_BOX):
            if not _is_inner(box, paragraph):
                yield from self.blocks(box, depth + 1)

    def _rows(self, table: Any, depth: int) -> list[list[str]]:
        rows: list[list[str]] = []
        for row in table.iter(W + "tr"):
            if next(row.iterancestors(W + "tbl")) is not table:
                continue
            cells: list[str] = []
            for cell in row.iterchildren(W + "tc", W + "sdt"):
                properties = cell.find(W + "tcPr")
                merge = None if properties is None else properties.find(W + "vMerge")
                text = "\n".join(self.blocks(cell, depth + 1))
                if merge is not None and merge.get(W + "val") != "restart" and rows and len(cells) < len(rows[-1]):
                    above = rows[-1][len(cells)]
                    text = above if len(above) <= LONG_CELL else ""  # a merged cell stands in each of its rows
                cells += [text] + [""] * (_span(properties) - 1)
            rows.append(cells)
        return rows


def _is_inner(box: Any, paragraph: Any) -> bool:
    """Whether a text box stands inside another one of the same paragraph, with which it is read, or repeats what newer programs read."""
    for above in box.iterancestors():
        if above is paragraph:
            return False
        if above.tag in (_FALLBACK, W + "txbxContent"):
            return True
    return False


def _span(properties: Any | None) -> int:
    element = None if properties is None else properties.find(W + "gridSpan")
    value = "" if element is None else element.get(W + "val") or ""
    return min(int(value), 60) if value.isdigit() and int(value) > 0 else 1


def _inline(element: Any) -> Iterator[str]:
    """The running text below ``element``, without what a reader of the page does not see."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == W + "tab":
            yield " "
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIP and child.tag not in (W + "pPr", W + "rPr", _FALLBACK):
            stack.append(iter(child))
