"""``assistant draft``: a letter in, the draft of a reply out, with notes and a list of what to check."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.opening import opened
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.drafting import Draft

PIPE = "-"


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("draft.help"))
    def draft(
        source: Annotated[str, typer.Argument(metavar="[FILE|-]", help=terminal.say("draft.source"))] = PIPE,
        as_json: Annotated[bool, typer.Option("--json", help=terminal.say("draft.json"))] = False,
        as_md: Annotated[bool, typer.Option("--md", help=terminal.say("draft.md"))] = False,
        docx: Annotated[Path | None, typer.Option("--docx", metavar="OUT.docx", help=terminal.say("draft.docx"))] = None,
        smooth: Annotated[bool, typer.Option("--smooth", help=terminal.say("draft.smooth"))] = False,
    ) -> None:
        from assistant.drafting import EnquiryError, compose_draft
        from assistant.drafting.release import Unsupported, release
        from assistant.messages import text
        from assistant.settings import load_settings

        if as_json and as_md:
            _misused(terminal, terminal.say("draft.one_form"))
        enquiry = _read(terminal, source)
        settings = load_settings()
        if smooth and not settings.model:
            terminal.err(terminal.say("draft.no_model"))
        assistant = opened(terminal, settings)
        try:
            drafted = compose_draft(assistant, enquiry, smooth=smooth)
        except EnquiryError as error:
            _misused(terminal, text(f"draft.refused_{error.reason}", terminal.lang, **error.values))
        try:
            drafted = release(drafted, assistant.corpus)
        except Unsupported as error:
            terminal.err(terminal.say("error", message=error.told(terminal.lang)))
            raise typer.Exit(ExitCode.FAILED) from error
        if docx is not None:
            _write(terminal, drafted, docx)
        _show(terminal, drafted, as_json=as_json, as_md=as_md, letter=docx is None)
        if drafted.failed:
            raise typer.Exit(ExitCode.UNREACHABLE)


def _read(terminal: Terminal, source: str) -> str:
    """The enquiry: of a file in any format that documents come in, of standard input as text in any encoding."""
    from corpus.convert import ConversionError
    from corpus.readers.isolated import read_letter
    from corpus.readers.opening import read_bytes

    try:
        if source == PIPE:
            content = sys.stdin.buffer.read()
            return read_letter(content, "stdin.txt").text if content.strip() else ""
        path = Path(source)
        content = read_bytes(path)
        return read_letter(content, path.name if path.suffix else f"{path.name}.txt").text if content else ""
    except ConversionError as error:
        _misused(terminal, terminal.say("draft.unreadable", path=source, why=error))
    except OSError as error:
        _misused(terminal, terminal.say("draft.unreadable", path=source, why=error.strerror))


def _write(terminal: Terminal, drafted: "Draft", path: Path) -> None:
    from assistant.drafting.word import as_word

    try:
        path.write_bytes(as_word(drafted))
    except OSError as error:
        _misused(terminal, terminal.say("draft.unwritable", path=path, why=error.strerror))
    terminal.err(terminal.say("draft.written", path=path))


def _show(terminal: Terminal, drafted: "Draft", *, as_json: bool, as_md: bool, letter: bool) -> None:
    from assistant.drafting.rendering import as_markdown, checklist_lines

    if as_json:
        terminal.json(drafted.to_dict())
        return
    if as_md:
        terminal.out(as_markdown(drafted))
        return
    if letter:
        terminal.out(drafted.text)
        terminal.out()
    terminal.out(terminal.strong(terminal.say("draft.checklist")))
    for line in checklist_lines(drafted.checklist):
        terminal.out(line)


def _misused(terminal: Terminal, message: str) -> NoReturn:
    terminal.err(terminal.say("error", message=message))
    raise typer.Exit(ExitCode.MISUSED)
