"""The command line as tests run it: in this process where that shows the same, as a process of its own where it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from assistant.cli.app import build_app
from assistant.cli.terminal import Terminal

ROOT = Path(__file__).parent.parent
ANSI = "\x1b["


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*arguments: str, stdin: str | bytes | None = None) -> Ended:
    """The command in this process, in English, with the environment as it is."""
    result = CliRunner().invoke(build_app(Terminal("en")), list(arguments), input=stdin, prog_name="assistant")
    return Ended(result.exit_code, result.stdout, result.stderr)


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """What a process of its own is given: this checkout, ``home``, English."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_", "CHROMA_", "DATABASE_"))}
    return {**keep, "PYTHONPATH": str(ROOT), "ASSISTANT_HOME": str(home), "LC_ALL": "en_US.UTF-8", **more}


def command(*arguments: str | bytes) -> list[str | bytes]:
    """The command as a process."""
    return [sys.executable, "-m", "assistant", *arguments]


def run_process(home: Path, *arguments: str | bytes, stdin: bytes = b"", **more: str) -> Ended:
    """The command as a process of its own, its output piped."""
    done = subprocess.run(command(*arguments), env=environment(home, **more), input=stdin, capture_output=True, timeout=120)
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
