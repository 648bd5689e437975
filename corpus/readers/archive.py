"""Zip packages looked at before they are opened: broken, encrypted and bursting ones are refused."""

from __future__ import annotations

import io
import zipfile
import zlib

from corpus.readers.errors import ConversionError

MAX_UNPACKED = 64 * 1024 * 1024
MAX_XML = 20 * 1024 * 1024
MAX_TAGS = 1_200_000
"""A tag costs about a hundred bytes when it is read; a thousand pages have some three hundred thousand."""
MAX_ENTRIES = 5_000
MAX_RATIO = 300
_SMALL = 5 * 1024 * 1024


def check_archive(data: bytes, required: str) -> None:
    """Passes when ``data`` is a sound zip package of sane size that holds ``required``.

    The sizes in the directory can be trusted for this: :mod:`zipfile` reads no more of an entry than its stated size.

    Raises:
        ConversionError: it is not.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, len(data))
            tags = _tags(archive, entries)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error, RuntimeError) as error:
        raise ConversionError("The file is a broken zip package (cut off or damaged).") from error
    if required not in {entry.filename for entry in entries}:
        raise ConversionError("The zip package is not a Word document (.docx).")
    if tags > MAX_TAGS:
        raise ConversionError(f"The document has {tags:,} pieces of markup; at most {MAX_TAGS:,} are read.", "heavy")


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED or (size > _SMALL and size > MAX_RATIO * packed):
        reason = f"The package unpacks to {size // 1024 // 1024} MB in {len(entries)} files; that is refused as a zip bomb."
        raise ConversionError(reason, "heavy")
    largest = max((entry.file_size for entry in entries if _is_markup(entry)), default=0)
    if largest > MAX_XML:
        reason = f"A part of the document unpacks to {largest // 1024 // 1024} MB; at most {MAX_XML // 1024 // 1024} MB are read."
        raise ConversionError(reason, "heavy")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ConversionError("The package is encrypted; save it without a password.", "encrypted")


def _is_markup(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _tags(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> int:
    """How many tags all parts of the document have together, counted before any of them is read as a tree."""
    return sum(archive.read(entry).count(b"<") for entry in entries if _is_markup(entry))
