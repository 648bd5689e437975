"""Zip packages looked at before they are opened: broken, encrypted and bursting ones are refused."""

from __future__ import annotations

import io
import zipfile

from corpus.readers.errors import ConversionError

MAX_UNPACKED = 200 * 1024 * 1024
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
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ConversionError("The file is a broken zip package (cut off or damaged).") from error
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED or (size > _SMALL and size > MAX_RATIO * len(data)):
        raise ConversionError(f"The package unpacks to {size // 1024 // 1024} MB in {len(entries)} files; that is refused as a zip bomb.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ConversionError("The package is encrypted; save it without a password.", "encrypted")
    if required not in {entry.filename for entry in entries}:
        raise ConversionError("The zip package is not a Word document (.docx).")
