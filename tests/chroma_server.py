"""A real Chroma server on this machine, a process of its own that a test may stop, kill and start again with or without its data."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import chromadb


class ChromaServer:
    """At ``url``, with its data below ``folder``."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, empty: bool = False) -> None:
        """Run it, with the data that it had or with none, and wait until it answers."""
        assert self._process is None, "it runs already"
        if empty:
            shutil.rmtree(self._folder / "data", ignore_errors=True)
        program = Path(sys.executable).with_name("chroma")
        command = [program, "run", "--path", self._folder / "data", "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "ANONYMIZED_TELEMETRY": "False"})
        until(self._answers, 60)

    def hang(self) -> None:
        """Stop it in its tracks: connections are taken by the system and nobody answers."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after :meth:`hang`."""
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        self._send(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(20)
        self._process = None

    def collections(self) -> list[str]:
        """The names of what it holds."""
        return sorted(str(c.name) for c in chromadb.HttpClient(host="127.0.0.1", port=self._port).list_collections())

    def close(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self.kill()

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=1):
            return True
        return False


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """A server that runs, and is ended whatever happens."""
    server = ChromaServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.close()


def until(condition: Callable[[], bool], limit: float = 60.0) -> None:
    """Wait until ``condition`` holds."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)
