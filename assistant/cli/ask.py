"""``assistant ask``: one question, one answer."""

import sys
from typing import Annotated

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.opening import opened
from assistant.cli.show import show_answer
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("ask.help"))
    def ask(
        question: Annotated[str, typer.Argument(metavar="QUESTION", help=terminal.say("ask.question"))],
        as_json: Annotated[bool, typer.Option("--json", help=terminal.say("ask.json"))] = False,
        document: Annotated[bool, typer.Option("--document", help=terminal.say("ask.document"))] = False,
    ) -> None:
        question = sys.stdin.buffer.read().decode("utf-8-sig", "replace").strip() if question == "-" else sendable(question)
        assistant = opened(terminal)
        answer = assistant.ask(question)
        if as_json:
            terminal.json(answer.to_dict())
        else:
            show_answer(terminal, answer, in_full=assistant.corpus if document else None)
        if answer.status == "error":
            raise typer.Exit(ExitCode.UNREACHABLE)


def sendable(argument: str) -> str:
    """A command line argument with the bytes that are not UTF-8 replaced, so that it can be printed and embedded."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
