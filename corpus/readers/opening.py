"""The bytes of a file that somebody names: regular files alone, no larger than is read, and no link that leads elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from corpus.readers.errors import ConversionError

MAX_BYTES = 20 * 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNWAITED = getattr(os, "O_NONBLOCK", 0)
_UNLINKED = getattr(os, "O_NOFOLLOW", 0)


def read_bytes(path: Path, within: Path | None = None) -> bytes:
    """What stands in the file at ``path``. Pipes, devices and sockets are not opened for reading, nor waited for.

    ``within`` is a folder that the file may not lie outside of, wherever links lead; without it links are followed.

    Raises:
        ConversionError: it is no file, may not be read, is too large, or is a link out of ``within``.
    """
    try:
        return _read(_inside(path, within))
    except FileNotFoundError as error:
        raise ConversionError("There is no such file.") from error
    except PermissionError as error:
        raise ConversionError("The file may not be read (no permission).") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "unusable name"
        raise ConversionError(f"The file cannot be read: {reason}.") from error


def _inside(path: Path, within: Path | None) -> Path:
    """``path`` without links."""
    if within is None or not path.is_symlink():
        return path.resolve(strict=True)
    target = path.resolve(strict=True)
    if not target.is_relative_to(within.resolve()):
        raise ConversionError("It is a link to a file outside its folder, which is not followed; give that file by its own name.", "link")
    return target


def _read(path: Path) -> bytes:
    # Looked at before it is opened, for to open a device may already do something; and after, for it may have been exchanged.
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ConversionError("It is not a file.")
    handle = os.open(path, _FLAGS | _UNWAITED | _UNLINKED)
    with os.fdopen(handle, "rb") as opened:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise ConversionError("It is not a file.")
        data = opened.read(MAX_BYTES + 1) if found.st_size <= MAX_BYTES else b""
        size = max(found.st_size, len(data))
    if size > MAX_BYTES:
        raise ConversionError(f"The file has {size / 1024 / 1024:.0f} MB; at most {MAX_BYTES // 1024 // 1024} MB are read.", "heavy")
    return data
