"""``assistant batch``: a file of questions in, a file of answers out, line by line."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.opening import opened
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.contract import Answer

PIPE = "-"


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("batch.help"))
    def batch(
        source: Annotated[str, typer.Argument(metavar="IN", help=terminal.say("batch.source"))],
        target: Annotated[str, typer.Argument(metavar="OUT", help=terminal.say("batch.target"))],
    ) -> None:
        if PIPE not in (source, target) and Path(source).resolve() == Path(target).resolve():
            _misused(terminal, "batch.same_file", path=source)
        lines = _read(terminal, source)
        with _open(terminal, target) as out:
            assistant = opened(terminal)
            # Only now, so that a failure before the first answer leaves an earlier result alone.
            if Path(target).is_file():
                out.truncate(0)
            _answer_all(terminal, assistant, lines, out)


def _answer_all(terminal: Terminal, assistant: "Assistant", lines: list[bytes], out: BinaryIO) -> None:
    started = time.perf_counter()
    errors = unreachable = 0
    with _stop_between_lines() as stopped, terminal.progress(terminal.say("batch.progress")) as progress:
        for done, line in enumerate(lines, start=1):
            answer = _answer(terminal, assistant, line)
            errors += answer.status == "error"
            unreachable += answer.reason == "index_unavailable"
            out.write(answer.model_dump_json().encode() + b"\n")
            out.flush()
            progress(done, len(lines))
            if stopped() and done < len(lines):
                raise KeyboardInterrupt
    seconds = f"{time.perf_counter() - started:.1f}"
    terminal.err(terminal.say("batch.summary", count=len(lines), seconds=seconds, errors=errors))
    if unreachable:
        raise typer.Exit(ExitCode.UNREACHABLE)


def _answer(terminal: Terminal, assistant: "Assistant", line: bytes) -> "Answer":
    from assistant.cli.batch_line import BatchLine, read_line

    asked = read_line(line, terminal)
    if not isinstance(asked, BatchLine):
        return asked
    return assistant.ask(asked.question, asked.history, id=None if asked.id is None else str(asked.id))


@contextlib.contextmanager
def _stop_between_lines() -> Iterator[Callable[[], bool]]:
    """While it lasts, Ctrl-C is only noted (the function given tells), so that it never cuts a line in two; a second one is obeyed."""
    pressed = False

    def note(*_: Any) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _read(terminal: Terminal, source: str) -> list[bytes]:
    try:
        content = sys.stdin.buffer.read() if source == PIPE else Path(source).read_bytes()
    except OSError as error:
        _misused(terminal, "batch.unreadable", path=source, why=error.strerror)
    return content.removeprefix(b"\xef\xbb\xbf").splitlines()


@contextlib.contextmanager
def _open(terminal: Terminal, target: str) -> Iterator[BinaryIO]:
    if target == PIPE:
        yield sys.stdout.buffer
        return
    try:
        out = Path(target).open("ab")  # noqa: SIM115 - closed below; only the opening itself is misuse
    except OSError as error:
        _misused(terminal, "batch.unwritable", path=target, why=error.strerror)
    with out:
        yield out


def _misused(terminal: Terminal, key: str, **values: object) -> NoReturn:
    terminal.err(terminal.say("error", message=terminal.say(key, **values)))
    raise typer.Exit(ExitCode.MISUSED)
