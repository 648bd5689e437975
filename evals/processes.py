"""The assistant as processes of its own: what a user waits for at a shell, and what a server holds in memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.machine import MEGABYTE, resident

# A process of its own, and a small one: a child is charged with what its parent held when it was made.
_WEIGHING = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
STABLE_MEGABYTES = 2.0
PATIENCE_SECONDS = 60.0


class Processes:
    """Runs commands of the assistant with a home folder of their own, and nothing of the user's settings."""

    def __init__(self, home: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_", "CHROMA_"))}
        self._environment = {**kept, "ASSISTANT_HOME": str(home)}

    def seconds(self, *arguments: str) -> float:
        """Wall time of a command from its start to its end. Raises CalledProcessError when it fails."""
        started = time.perf_counter()
        subprocess.run(_command(*arguments), env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
        return time.perf_counter() - started

    def memory_after(self, questions: Sequence[str]) -> float | None:
        """The most megabytes that a process held that answered ``questions`` one after the other; None where the system does not tell."""
        if not hasattr(os, "wait4"):
            return None
        with tempfile.TemporaryFile() as lines:
            lines.write("".join(json.dumps({"question": question}) + "\n" for question in questions).encode())
            lines.seek(0)
            weighing = [sys.executable, "-S", "-c", _WEIGHING, *_command("batch", "-", "-")]
            told = subprocess.run(weighing, env=self._environment, stdin=lines, capture_output=True, check=True)
        return int(told.stdout) / (MEGABYTE if sys.platform == "darwin" else 1024)

    def memory_of_chat(self) -> float | None:
        """Megabytes that ``assistant serve`` holds once it is ready and has shown its page; None where no front end is installed."""
        with self._serving() as (process, address):
            return _settled(process.pid, address) if address else None

    @contextmanager
    def served(self) -> Iterator[str | None]:
        """The address of an ``assistant serve`` that is ready and lives so long; None where no front end is installed.

        Raises:
            TimeoutError: it did not become ready.
        """
        with self._serving() as (_, address):
            until = time.monotonic() + PATIENCE_SECONDS
            while address and not _fetched(f"{address}readyz"):
                if time.monotonic() > until:
                    raise TimeoutError(f"the server at {address} did not become ready")
                time.sleep(0.1)
            yield address

    @contextmanager
    def _serving(self) -> Iterator[tuple[subprocess.Popen[bytes], str | None]]:
        command = _command("serve", "--port", "0")
        with subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout
            line = process.stdout.readline().decode("utf-8", "replace")
            address = re.search(r"http://\S+", line)
            try:
                yield process, address.group() if address else None
            finally:
                process.terminate()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant", *arguments]


def _settled(pid: int, address: str) -> float:
    """Memory once the page has been fetched and the process has stopped growing."""
    until = time.monotonic() + PATIENCE_SECONDS
    before, unchanged, shown = 0.0, 0, False
    while time.monotonic() < until and unchanged < 4:
        time.sleep(1)
        shown = shown or _fetched(address)
        now = resident(pid)
        unchanged = unchanged + 1 if shown and abs(now - before) < STABLE_MEGABYTES else 0
        before = now
    return before


def _fetched(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as page:  # noqa: S310 - the address is this machine's own
            return bool(page.read())
    except OSError:
        return False
