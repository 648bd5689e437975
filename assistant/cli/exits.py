"""How the program ends: the exit codes, and the one place that turns what went wrong into one of them and a sentence."""

from __future__ import annotations

import os
import signal
import sys
from enum import IntEnum
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from assistant.cli.terminal import Terminal
from assistant.errors import AssistantError, SettingsError


class ExitCode(IntEnum):
    """What the caller of a command can rely on."""

    DONE = 0
    FAILED = 1
    """A gate or a check failed."""
    MISUSED = 2
    UNREACHABLE = 3
    """A component could not be reached or is not there."""
    INTERRUPTED = 130
    """As shells number a program that Ctrl-C ended."""
    BROKEN_PIPE = 141
    """As shells number a program whose reader went away."""


def debugging() -> bool:
    """Whether ASSISTANT_DEBUG asks for tracebacks and the log on standard error."""
    return os.environ.get("ASSISTANT_DEBUG", "") not in ("", "0")


def take_interrupts() -> None:
    """Let Ctrl-C reach this command although the process was started with it ignored (behind ``nohup … &``, from cron, by some CI).

    For commands that a person waits in front of, or that must leave nothing half done; others keep what they were started with.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class GuardedGroup(TyperGroup):
    """All commands run through here, so that an error ends as a sentence on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except BaseException as error:
            if debugging() and not isinstance(error, KeyboardInterrupt | BrokenPipeError | SystemExit):
                raise
            end(error, ctx.obj or Terminal.of_this_process())


def end(error: BaseException, terminal: Terminal) -> NoReturn:
    """Say what went wrong, if there is anything to say, and leave with its exit code."""
    if isinstance(error, SystemExit):
        raise error
    code, sentence = explain(error, terminal)
    if code is ExitCode.BROKEN_PIPE:
        # What is still buffered has no reader; without this the interpreter complains about it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        terminal.err(sentence)
    raise typer.Exit(code)


def explain(error: BaseException, terminal: Terminal) -> tuple[ExitCode, str]:
    """The exit code for ``error`` and the sentence that says it."""
    from corpus.records import CorpusError

    if isinstance(error, KeyboardInterrupt):
        return ExitCode.INTERRUPTED, terminal.say("interrupted")
    if isinstance(error, BrokenPipeError):
        return ExitCode.BROKEN_PIPE, ""
    if isinstance(error, CorpusError):
        return ExitCode.FAILED, terminal.say("error", message=error)
    if isinstance(error, SettingsError):
        return ExitCode.MISUSED, terminal.say("error", message=error)
    if isinstance(error, AssistantError | OSError):
        return ExitCode.UNREACHABLE, terminal.say("error", message=error)
    return ExitCode.UNREACHABLE, terminal.say("internal", message=f"{type(error).__name__}: {error}")
