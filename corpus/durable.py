"""What is written is forced to the disk, so that a power cut leaves the old state or the new one and never half of either."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Write ``data`` to the new file ``path`` and force it to the disk. Its folder is the caller's to :func:`sync`."""
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def sync_tree(folder: Path) -> None:
    """Force everything below ``folder`` to the disk, and the folder itself."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Force a file, or the entries of a folder, to the disk. Where folders cannot be opened (Windows) they need not be."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt" and path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
