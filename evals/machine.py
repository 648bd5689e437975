"""The machine that figures were measured on, and the memory of its processes."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Machine:
    """What a figure means little without."""

    cpu: str
    cores: int
    system: str
    python: str
    load: float | None
    """Processes that wanted the CPU during the minute before the measurement; more than a few and the times are too long."""


def this_machine() -> Machine:
    """The machine that this runs on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return Machine(_cpu(), os.cpu_count() or 1, platform.platform(terse=True), platform.python_version(), load)


def _cpu() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        return subprocess.run(["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True).stdout.strip()
    return platform.processor() or platform.machine()


def resident(pid: int) -> float:
    """Megabytes of memory that the process holds now.

    Raises:
        OSError: there is no such process, or this system does not tell.
    """
    status = Path(f"/proc/{pid}/statm")
    if status.exists():
        return int(status.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
    told = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    if not told:
        raise OSError(f"the memory of process {pid} cannot be read")
    return int(told) / 1024
