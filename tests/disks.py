"""Disks that a test may fill or make read-only: real ones where it may mount any, else limits of a process that come to the same."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    """A folder on a disk of its own, and what a child process must call first (``preexec_fn``) to meet the same without one."""

    folder: Path
    before: Callable[[], None] | None


def _mounted(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


def no_file_may_grow() -> None:
    """Whatever this process writes into a file fails, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@contextmanager
def _disk(folder: Path, size: str) -> Iterator[bool]:
    folder.mkdir()
    mounted = _mounted("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def full_disk(folder: Path, fill: Callable[[Path], None], size: str = "16m") -> Iterator[Disk]:
    """A small disk that holds what ``fill`` puts there and has no byte left."""
    with _disk(folder, size) as mounted:
        fill(folder)
        if mounted:
            _use_up(folder / "used-up")
        yield Disk(folder, None if mounted else no_file_may_grow)


def _use_up(path: Path) -> None:
    with path.open("wb", buffering=0) as out:
        block = b"\0" * 4096
        try:
            while out.write(block):
                pass
        except OSError:
            return


@contextmanager
def read_only_disk(folder: Path, fill: Callable[[Path], None]) -> Iterator[Disk]:
    """A disk that holds what ``fill`` puts there and can be read alone; for others than root a folder without the right to write."""
    with _disk(folder, "32m") as mounted:
        fill(folder)
        if mounted:
            assert _mounted("-o", "remount,ro", str(folder))
            yield Disk(folder, None)
            return
        assert os.geteuid() != 0, "root writes into any folder; let it mount a tmpfs"
        paths = [folder, *folder.rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            yield Disk(folder, None)
        finally:
            for path in paths:
                path.chmod(0o755 if path.is_dir() else 0o644)
