"""What one file may cost the process that reads it, and the system's own limits that hold a process to it.

Where the system has no such limits (Windows) the bounds of the readers and the clock of the process that waits are what holds; macOS
keeps the one on CPU and ignores the one on memory.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory``: bytes of address space; ``cpu`` and ``wall``: seconds; ``output``: bytes of what is given back."""

    memory: int
    cpu: int
    wall: float
    output: int


DOCUMENT = Limits(memory=1536 * MEGABYTE, cpu=60, wall=120.0, output=64 * MEGABYTE)
"""For a document that is taken into the corpus."""
LETTER = Limits(memory=768 * MEGABYTE, cpu=12, wall=18.0, output=8 * MEGABYTE)
"""For a letter, while its sender waits."""


def confine(memory: int) -> None:
    """Hold this process to ``memory`` bytes, and let it write no file and leave no core."""
    if sys.platform == "win32":
        return
    import resource

    for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, memory)):
        _lower(kind, value)


def allow_cpu(seconds: int) -> None:
    """From now on this process may use ``seconds`` of CPU; then the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


def _lower(kind: int, value: int) -> None:
    """Set the soft limit, below the hard one; a system that does not keep a limit says so here, and is let be."""
    import resource

    hard = resource.getrlimit(kind)[1]
    try:
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    except (OSError, ValueError):
        return
