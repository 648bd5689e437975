"""Opening the assistant for a command: what takes time, and why, is said on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.settings import Settings


def opened(terminal: Terminal, settings: Settings | None = None) -> Assistant:
    """The assistant of ``settings`` (those of the environment). Raises what :meth:`Assistant.open` raises."""
    from assistant import Assistant

    def rebuilding(why: str) -> None:
        terminal.err(terminal.say("index.rebuilding", why=why))

    with terminal.progress(terminal.say("index.progress")) as progress:
        return Assistant.open(settings, progress=progress, rebuilding=rebuilding)
