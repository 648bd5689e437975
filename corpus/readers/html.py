"""HTML to lines of text: a paragraph a line, lists with their numbers, tables as Markdown, boilerplate left out. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.numerals import to_chinese
from corpus.readers.errors import ConversionError
from corpus.readers.tables import WIDEST, markdown_table


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DROP = _set("script style noscript template nav footer aside form button select iframe object embed svg canvas audio video map head")
_DROP_ROLES = _set("navigation banner contentinfo search menu menubar")
_DROP_CLASSES = _set("nav navbar breadcrumb breadcrumbs crumbs menu footer sidebar share")
_BLOCKS = _set(
    "address article blockquote body br center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html legend li"
    " main ol p pre section summary table tbody td tfoot th thead tr ul caption"
)
_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,40})""", re.I)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_\-]{2,40})""")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”]"
_WIDE_GAP = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n\f][ \t\r\n\f]*(?={_WIDE})")
_NUMBERED = re.compile(r"\s*(第[一二三四五六七八九十百千零〇\d]+[编章节条]|[(\uff08]?[一二三四五六七八九十\d]+[)\uff09、.\uff0e]|[①-⑳])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHINESE_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]{0,200}(cjk-ideographic|simp-chinese|trad-chinese)", re.I)
_LONG_CELL = 400


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, and what its ``<title>`` says (often with the site's name behind it)."""

    text: str
    title: str | None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names in its first 4 KB, or None."""
    match = _DECLARED.search(data[:4096]) or _XML_DECLARED.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def read_html(markup: str) -> Page:
    """The readable text of ``markup``.

    Raises:
        ConversionError: the markup cannot be parsed.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ConversionError("The HTML cannot be parsed.") from error
    if root is None:
        return Page("", None)
    writer = _Writer()
    _walk(root, writer)
    title = root.find(".//title")
    words = _SPACE.sub(" ", title.text).strip() if title is not None and title.text else None
    return Page("\n".join(writer.finish()), words or None)


class _Writer:
    """Collects running text and closes a line at every edge of a block."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[str] = []
        self._mark = ""
        self._places: dict[Any, int] = {}

    def place(self, parent: Any) -> int:
        """How many items of the list ``parent`` came before; counted on, for lists may be as long as the file."""
        self._places[parent] = self._places.get(parent, -1) + 1
        return self._places[parent]

    def text(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def mark(self, mark: str) -> None:
        """A list number that is put before the next line unless that line brings one of its own."""
        self._mark = mark

    def edge(self, prefix: str = "") -> None:
        """Ends the line; ``prefix`` (the signs of a heading) goes before it unless it is numbered."""
        line = _SPACE.sub(" ", _WIDE_GAP.sub("", "".join(self._open))).strip()
        self._open.clear()
        if line:
            numbered = bool(_NUMBERED.match(line))
            self._lines.append(line if numbered else prefix + self._mark + line)
            self._mark = ""

    def lines(self, lines: list[str]) -> None:
        self.edge()
        self._lines.extend(line for line in lines if line)

    def finish(self) -> list[str]:
        self.edge()
        return self._lines


def _walk(root: Any, writer: _Writer) -> None:
    """In document order and without recursion: pages may be nested thousands deep."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    headed = _with_headings(root)
    skipped = None
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or _boilerplate(tag, element, headed):
                skipped = element
                walker.skip_subtree()
            elif tag == "table" and (rows := _data_rows(element)):
                for caption in element.iterchildren("caption"):
                    writer.lines([_SPACE.sub(" ", "".join(_texts(caption))).strip()])
                writer.lines(markdown_table(rows))
                skipped = element
                walker.skip_subtree()
            else:
                _open(tag, element, writer)
        else:
            if element is skipped:
                skipped = None
            elif tag in _BLOCKS:
                writer.edge(prefix="#" * int(tag[1]) + " " if tag in _HEADINGS else "")
            writer.text(element.tail)


def _open(tag: str, element: Any, writer: _Writer) -> None:
    if tag in _BLOCKS:
        writer.edge()
    if tag == "li":
        writer.mark(_list_mark(element, writer.place(element.getparent())))
    writer.text(element.text)


def _with_headings(root: Any) -> set[Any]:
    """The headers of a page that hold its title; each element above a heading is looked at once, however deep they are nested."""
    seen: set[Any] = set()
    for heading in root.iter("h1", "h2"):
        for above in heading.iterancestors():
            if above in seen:
                break
            seen.add(above)
    return seen


def _boilerplate(tag: str, element: Any, headed: set[Any]) -> bool:
    if tag in _DROP or element.get("role") in _DROP_ROLES or element.get("aria-hidden") == "true" or "hidden" in element.attrib:
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if tag == "header":
        return element not in headed
    return tag not in ("html", "body") and not _DROP_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def _list_mark(item: Any, place: int) -> str:
    """``1. ``, ``a. `` or ``一、`` before the item at ``place`` (from 0) of an ordered list, ``- `` before one of another."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    number = _whole(item.get("value"))
    if number is None:
        number = (_whole(parent.get("start")) or 1) + place
    if _CHINESE_LIST.search(parent.get("style") or "") and 0 <= number <= 9999:
        return f"{to_chinese(number)}、"
    kind = parent.get("type")
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}. "
    return f"{number}. "


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else None


def _data_rows(table: Any) -> list[list[str]]:
    """The cells of a table that holds data; none for one that lays out a page (nested, one column, one row, whole pages in cells)."""
    if any(True for _ in table.iterdescendants("table")):
        return []
    rows: list[list[str]] = []
    above: dict[int, tuple[int, str]] = {}
    for row in table.iterdescendants("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill_from_above(cells, above)
            text = "".join(_texts(cell))
            wide, high = min(_whole(cell.get("colspan")) or 1, 50), min(_whole(cell.get("rowspan")) or 1, 500)
            if high > 1:
                above[len(cells)] = (high - 1, text)
            cells += [text] + [""] * (wide - 1)
        _fill_from_above(cells, above)
        rows.append(cells)
    if len(rows) < 2 or max(map(len, rows)) < 2 or any(len(cell.strip()) > _LONG_CELL for row in rows for cell in row):
        return []
    return rows


def _fill_from_above(cells: list[str], above: dict[int, tuple[int, str]]) -> None:
    """A cell that spans several rows stands in each of them: a row that is quoted alone stays whole."""
    while len(cells) < WIDEST and (held := above.get(len(cells))) is not None:
        left, text = held
        if left == 1:
            del above[len(cells)]
        else:
            above[len(cells)] = (left - 1, text)
        cells.append(text)


def _texts(cell: Any) -> Iterator[str]:
    for element in cell.iter():
        if isinstance(element.tag, str) and element.tag not in _DROP:
            yield " " if element is not cell and element.tag in _BLOCKS else ""
            yield element.text or ""
        if element is not cell:
            yield element.tail or ""
