"""The disk below a folder, as messages name it: where it is and how much room it has left."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NEEDED_BYTES = 200 * 1024**2
"""Below this a rebuilt index of a few hundred documents may not fit beside the old one."""


def existing(path: Path) -> Path:
    """``path``, or the nearest folder above it that exists."""
    return next((folder for folder in (path, *path.parents) if folder.exists()), Path(sys.prefix))


def free(path: Path) -> int:
    """Bytes that are free on the disk of ``path``, which need not exist."""
    return shutil.disk_usage(existing(path)).free


def can_be_written(path: Path) -> bool:
    """Whether this process may write into the folder ``path``, as far as the system tells; where it does not exist, into the one above."""
    return os.access(existing(path), os.W_OK)


def size(count: int) -> str:
    """``count`` bytes in words: 1.5 GB, 12 MB, 0.3 MB."""
    if count >= 1024**3:
        return f"{count / 1024**3:.1f} GB"
    return f"{count / 1024**2:.{0 if count >= 1024**2 else 1}f} MB"


def described(path: Path) -> str:
    """The disk of ``path`` in a few words for a message."""
    return f"{size(free(path))} free on the disk of {existing(path)}"
