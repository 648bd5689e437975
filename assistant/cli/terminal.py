"""What the commands print on: lines on standard output, everything beside the point on standard error, plain wherever it is piped."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from assistant.messages import Language, text

Progress = Callable[[int, int], None]
"""Called with (done, total)."""


@dataclass(frozen=True)
class Terminal:
    """The language of the sentences, and where they go. A stream that is no terminal gets no colours, no boxes and no line breaks."""

    lang: Language

    @classmethod
    def of_this_process(cls) -> Terminal:
        """In Chinese where the user's locale is Chinese, in English elsewhere."""
        return cls(user_language())

    def say(self, key: str, **values: object) -> str:
        """The sentence ``cli.KEY`` in the user's language."""
        return text(f"cli.{key}", self.lang, **values)

    def help(self, key: str) -> str:
        """The help text ``cli.KEY``. A paragraph that begins with a line of ``\\b`` keeps its lines, as the library wants it said."""
        return self.say(key).replace("\\b\n", "\b\n")

    def out(self, line: str = "", end: str = "\n") -> None:
        """A line of what was asked for."""
        sys.stdout.write(line + end)
        if end != "\n" or sys.stdout.isatty():
            sys.stdout.flush()

    def err(self, line: str) -> None:
        """A line about the work itself."""
        sys.stderr.write(line + "\n")

    def json(self, value: Any) -> None:
        """``value`` on one line, or spread out when a person is looking."""
        self.out(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))

    def dim(self, line: str) -> str:
        """``line``, set back where that can be shown."""
        return f"\x1b[2m{line}\x1b[0m" if _colours(sys.stdout) else line

    def strong(self, line: str) -> str:
        """``line``, set forth where that can be shown."""
        return f"\x1b[1m{line}\x1b[0m" if _colours(sys.stdout) else line

    def markdown(self, source: str) -> None:
        """A Markdown text: laid out on a terminal, as it is elsewhere."""
        if not _colours(sys.stdout):
            self.out(source)
            return
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(source))

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A function to report progress to, shown on standard error: a bar on a terminal, about ten lines elsewhere."""
        if not _colours(sys.stderr):
            yield _in_tenths(lambda done, total: self.err(f"{label}: {done}/{total}"))
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(label, total=None, visible=False)
            yield lambda done, total: bars.update(task, completed=done, total=total, visible=True)


def _in_tenths(report: Progress) -> Progress:
    shown = 0

    def progress(done: int, total: int) -> None:
        nonlocal shown
        tenth = done * 10 // max(total, 1)
        if tenth > shown:
            shown = tenth
            report(done, total)

    return progress


def user_language() -> Language:
    """Chinese or English, as the locale of the environment says."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def speak_utf8() -> None:
    """Make the standard streams carry any text on any system; what cannot be encoded is replaced instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdin, "reconfigure") and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")


def _colours(stream: TextIO) -> bool:
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool(os.environ.get("WT_SESSION") or os.environ.get("ANSICON"))
