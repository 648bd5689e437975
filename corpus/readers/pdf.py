"""PDF files with a text layer to lines of text: characters with their places from PDFium, put into paragraphs by :mod:`pdf_layout`."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.readers.errors import ConversionError
from corpus.readers.pdf_layout import Row, joined, paragraphs

MAX_PAGES = 3_000
_PASSWORD = 4
_PDFIUM = threading.Lock()
"""PDFium may be used by one thread at a time."""


def read_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, a paragraph a line, and warnings (pages without text).

    Raises:
        ConversionError: the file is broken, encrypted, too long, or holds pictures of pages only.
    """
    with _PDFIUM:
        pages = _pages(data)
    text = "\n".join(paragraphs(pages))
    visible = [c for c in text if not c.isspace()]
    if not visible:
        raise ConversionError("The PDF has no text layer (scanned pages); run text recognition on it first.", "scanned")
    if sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in visible) > 0.2 * len(visible):
        raise ConversionError("The PDF's text layer cannot be read (its fonts do not say which characters they show).")
    empty = [str(i) for i, rows in enumerate(pages, 1) if not rows]
    return text, (f"Pages without text: {', '.join(empty)}.",) if empty else ()


def _pages(data: bytes) -> list[list[Row]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise ConversionError("The PDF is encrypted; save it without a password.", "encrypted") from error
        raise ConversionError("The PDF is broken and cannot be opened.") from error
    try:
        if len(document) > MAX_PAGES:
            raise ConversionError(f"The PDF has {len(document)} pages; at most {MAX_PAGES} are read.")
        return [_rows(document[i]) for i in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise ConversionError("The PDF is broken and cannot be read to its end.") from error
    finally:
        document.close()


def _rows(page: Any) -> list[Row]:
    textpage = page.get_textpage()
    try:
        lines: list[list[Row]] = []
        extent: Row | None = None
        for row in _runs(textpage):
            if extent is not None and extent.beside(row):
                lines[-1].append(row)
                extent = joined((replace(extent, cells=()), replace(row, cells=())))
            else:
                lines.append([row])
                extent = row
        return [joined(line) for line in lines]
    finally:
        textpage.close()
        page.close()


def _runs(textpage: Any) -> Iterator[Row]:
    """Pieces of a line: cut at line ends and at gaps wider than one and a half characters."""
    import pypdfium2.raw as raw

    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(c) for c in box)
    text: list[str] = []
    span: list[float] = []
    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, i)
        char = chr(code) if code < 0x110000 else "\ufffd"
        if char in "\r\n":
            if span:
                yield _run(text, span)
            text, span = [], []
            continue
        if code < 0x20 or code == 0xFFFE:
            continue  # control characters and PDFium's sign for a hyphenated line end
        if char.isspace() or not raw.FPDFText_GetCharBox(textpage, i, left, right, bottom, top):
            text.append(char)
            continue
        x0, x1, y0, y1 = (c.value for c in box)
        size = raw.FPDFText_GetFontSize(textpage, i) or (y1 - y0)
        if span and x0 - span[1] > 1.5 * size:
            yield _run(text, span)
            text, span = [], []
        text.append(char)
        least = span or [x0, x1, y0, y1, size]
        span = [min(least[0], x0), max(least[1], x1), min(least[2], y0), max(least[3], y1), max(least[4], size)]
    if span:
        yield _run(text, span)


def _run(text: list[str], span: list[float]) -> Row:
    # Characters beyond the basic plane come as two halves.
    words = "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
    return Row((words,), *span)
