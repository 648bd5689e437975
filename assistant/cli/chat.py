"""``assistant chat``: a conversation in the terminal."""

import contextlib
import locale
import os
import sys
from typing import TYPE_CHECKING

import typer

from assistant.cli.exits import take_interrupts
from assistant.cli.opening import opened
from assistant.cli.show import show_sources
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.contract import HistoryTurn

REMEMBERED = 20
"""Turns that later questions may refer to."""


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("chat.help"))
    def chat() -> None:
        take_interrupts()
        assistant = opened(terminal)
        Conversation(terminal, assistant).run()


class Conversation:
    """Reads questions until the user leaves, and keeps what was said."""

    def __init__(self, terminal: Terminal, assistant: "Assistant") -> None:
        self._terminal = terminal
        self._assistant = assistant
        self._history: tuple[HistoryTurn, ...] = ()

    def run(self) -> None:
        """Until /quit, Ctrl-D or Ctrl-C at the prompt."""
        _enable_line_editing()
        title = self._assistant.corpus.documents[0].title
        self._terminal.err(self._terminal.say("chat.welcome", title=title))
        while (line := self._read()) is not None:
            if line == "/quit":
                break
            if line.startswith("/"):
                self._command(line)
            elif line:
                self._answer(line)
        self._terminal.err(self._terminal.say("chat.bye"))

    def _read(self) -> str | None:
        """The next line; None when there is none or the user presses Ctrl-C."""
        try:
            if sys.stdin.isatty():
                return input(self._terminal.say("chat.prompt")).strip()
            line = sys.stdin.readline()
            return line.strip() if line else None
        except (EOFError, KeyboardInterrupt):
            self._terminal.err("")
            return None

    def _command(self, line: str) -> None:
        if line == "/new":
            self._history = ()
            self._terminal.err(self._terminal.say("chat.fresh"))
        else:
            self._terminal.err(self._terminal.say("chat.unknown", command=line.split()[0]))

    def _answer(self, question: str) -> None:
        from assistant.contract import HistoryTurn

        said = [HistoryTurn(role="user", content=question)]
        try:
            for piece in self._assistant.stream(question, self._history):
                if isinstance(piece, str):
                    self._terminal.out(piece, end="")
                    continue
                self._terminal.out()
                show_sources(self._terminal, piece)
                self._terminal.out()
                said.append(HistoryTurn(role="assistant", content=piece.answer))
        except KeyboardInterrupt:
            self._terminal.out()
            self._terminal.err(self._terminal.say("chat.stopped"))
        self._history = (*self._history, *said)[-REMEMBERED:]


def _enable_line_editing() -> None:
    """Arrow keys, and the questions of this session again; Windows' console has both by itself."""
    try:
        import readline  # noqa: F401
    except ImportError:
        return
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    if "utf" not in locale.getencoding().lower():
        # The library would take the bytes of Chinese characters for commands; it looks at the environment when the first line is read.
        os.environ["LC_ALL"] = "C.UTF-8"
