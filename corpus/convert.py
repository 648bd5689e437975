"""A file to text: txt, Markdown, HTML, docx, and PDF with a text layer; whatever cannot be read is refused in one sentence.

Each format has the reader that keeps what official documents are cited by. Word files go through python-docx with their automatic numbers
worked out (general converters give every list as 1. 2. 3., so 第三条 would be lost); PDF files through PDFium, whose places of letters
allow lines to be joined and page numbers to go; HTML through lxml. Nothing is fetched: pictures, styles and entities stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.blanks import short_blanks
from corpus.readers.encoding import decode
from corpus.readers.errors import ConversionError
from corpus.readers.opening import MAX_BYTES, read_bytes

__all__ = ["FORMATS", "MAX_BYTES", "ConversionError", "Converted", "SourceFormat", "convert", "read_file"]

SourceFormat = Literal["txt", "md", "html", "docx", "pdf"]
FORMATS: dict[str, SourceFormat] = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip
"""File name endings that are read, with the format they stand for."""
MAX_CHARS = 5_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.M)


@dataclass(frozen=True, slots=True)
class Converted:
    """What a file says. ``encoding`` is None where the format brings its own; ``title`` is what the file calls itself, if anything."""

    text: str
    source_format: SourceFormat
    encoding: str | None
    warnings: tuple[str, ...] = ()
    title: str | None = None


def read_file(path: Path) -> Converted:
    """The text of the file at ``path``, read in this process: for files that one trusts.

    Raises:
        ConversionError: it is no file, may not be read, is empty, too large, of an unknown format, broken, encrypted, a scan, or binary.
    """
    return convert(read_bytes(path), path.name)


def convert(data: bytes, name: str) -> Converted:
    """The text of a file's content. ``name`` is the file's name; its ending says the format unless the content says otherwise.

    Raises:
        ConversionError: as :func:`read_file`.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        raise ConversionError("The file is empty.", "empty")
    found = _READERS[_format(data, name)](data)
    text, warnings = _tidy(found.text)
    if not any(c.isalnum() for c in text):
        raise ConversionError("The file holds no text.", "empty")
    if len(text) > MAX_CHARS:
        raise ConversionError(f"The text has {len(text):,} characters; at most {MAX_CHARS:,} are read.", "heavy")
    return Converted(text, found.source_format, found.encoding, (*found.warnings, *warnings), found.title)


def _format(data: bytes, name: str) -> SourceFormat:
    """The format by content where that is beyond doubt, else by the name's ending."""
    ending = Path(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise ConversionError("The document is encrypted; save it without a password.", "encrypted")
        raise ConversionError("It is in an old Office format (.doc, .wps, .xls); save it as .docx.", "old")
    known = FORMATS.get(ending)
    if known is None:
        raise ConversionError(f"The format {ending or '(no ending)'} is not known; known are {', '.join(sorted(FORMATS))}.")
    if known == "pdf":
        raise ConversionError("It is called .pdf but is not a PDF file.")
    if data.startswith(b"PK\x03\x04"):
        if known != "docx":
            raise ConversionError(f"It is called {ending} but is a zip package.")
    elif known == "docx":
        raise ConversionError("It is called .docx but is not a Word document, or it is cut off.")
    return known


def _tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Line ends as ``\\n``, no blanks at line ends, none in endless runs, no invisible or control characters; all else stays."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text, controls = _CONTROL.subn("", text)
    if controls > max(8, len(text) // 200):
        raise ConversionError("The file is binary, not text.")
    text = _TRAILING.sub("", short_blanks(text)).strip("\n") + "\n"
    return text, (f"{controls} control characters were left out.",) if controls else ()


def _read_text(kind: SourceFormat) -> Callable[[bytes], Converted]:
    def read(data: bytes) -> Converted:
        decoded = decode(data)
        return Converted(decoded.text, kind, decoded.encoding, decoded.warnings)

    return read


def _read_html(data: bytes) -> Converted:
    from corpus.readers.html import declared_encoding, read_html

    decoded = decode(data, declared_encoding(data))
    page = read_html(decoded.text)
    return Converted(page.text, "html", decoded.encoding, decoded.warnings, page.title)


def _read_docx(data: bytes) -> Converted:
    from corpus.readers.docx import read_docx

    text, warnings = read_docx(data)
    return Converted(text, "docx", None, warnings)


def _read_pdf(data: bytes) -> Converted:
    from corpus.readers.pdf import read_pdf

    text, warnings = read_pdf(data)
    return Converted(text, "pdf", None, warnings)


_READERS: dict[SourceFormat, Callable[[bytes], Converted]] = {
    "txt": _read_text("txt"), "md": _read_text("md"), "html": _read_html, "docx": _read_docx, "pdf": _read_pdf,
}  # fmt: skip
