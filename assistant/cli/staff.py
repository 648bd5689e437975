"""``assistant staff-password``: the line of the staff file for a name and a password."""

import getpass
import sys
from typing import Annotated, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command("staff-password", help=terminal.help("staff.help"))
    def staff_password(name: Annotated[str, typer.Argument(metavar="NAME", help=terminal.say("staff.name"))]) -> None:
        from assistant.staff import LONGEST, NAME, SHORTEST, hashed

        if not NAME.fullmatch(name):
            _misused(terminal, terminal.say("staff.bad_name"))
        password = _read(terminal)
        if not SHORTEST <= len(password) <= LONGEST:
            _misused(terminal, terminal.say("staff.bad_length", least=SHORTEST, most=LONGEST))
        terminal.out(f"{name}:{hashed(password)}")


def _read(terminal: Terminal) -> str:
    """The password: twice from a terminal, unseen; a line where the input is piped."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(terminal.say("staff.password"), stream=sys.stderr)
    if getpass.getpass(terminal.say("staff.again"), stream=sys.stderr) != password:
        _misused(terminal, terminal.say("staff.differ"))
    return password


def _misused(terminal: Terminal, message: str) -> NoReturn:
    terminal.err(terminal.say("error", message=message))
    raise typer.Exit(ExitCode.MISUSED)
