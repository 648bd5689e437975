"""``assistant eligibility``: what a profile is eligible for, with the clause of every verdict. Neither an index nor a model is opened."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.eligibility.profile import Profile
    from assistant.eligibility.requests import Check
    from corpus import Corpus

PIPE = "-"


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("eligibility.help"))
    def eligibility(
        profile: Annotated[str | None, typer.Option("--profile", metavar="P.json|-", help=terminal.say("eligibility.profile"))] = None,
        said: Annotated[str | None, typer.Option("--text", metavar="TEXT", help=terminal.say("eligibility.text"))] = None,
        ask: Annotated[bool, typer.Option("--ask", help=terminal.say("eligibility.ask"))] = False,
        attributes: Annotated[bool, typer.Option("--attributes", help=terminal.say("eligibility.attributes"))] = False,
        batch: Annotated[
            tuple[str, str] | None, typer.Option("--batch", metavar="IN.jsonl OUT.jsonl", help=terminal.say("eligibility.batch"))
        ] = None,
        document: Annotated[str | None, typer.Option("--document", metavar="ID", help=terminal.say("eligibility.document"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=terminal.say("eligibility.json"))] = False,
        md: Annotated[Path | None, typer.Option("--md", metavar="OUT.md", help=terminal.say("eligibility.md"))] = None,
        docx: Annotated[Path | None, typer.Option("--docx", metavar="OUT.docx", help=terminal.say("eligibility.docx"))] = None,
        lang: Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help=terminal.say("eligibility.lang"))] = None,
    ) -> None:
        from assistant.cli.eligibility_batch import run_batch
        from assistant.cli.eligibility_dialogue import hold_dialogue
        from assistant.eligibility.profile import ProfileError
        from assistant.eligibility.requests import UnknownDocumentError, check

        speaker = Terminal(lang) if lang else terminal
        told = profile is not None or said is not None
        if sum((attributes, batch is not None, told or ask)) != 1:
            misused(speaker, speaker.say("eligibility.one_way"))
        if attributes:
            _show_attributes(speaker, as_json=as_json)
            return
        try:
            if batch is not None:
                run_batch(speaker, _corpus(), *batch, document=document)
                return
            corpus, found = _corpus(), _profile(speaker, profile, said or "")
            checked = check(corpus, found, document)
            if ask and checked.table is not None:
                checked = check(corpus, hold_dialogue(speaker, found, checked.table), document)
        except ProfileError as error:
            misused(speaker, str(error))
        except UnknownDocumentError as error:
            misused(speaker, error.said(speaker.lang))
        _give(speaker, checked, as_json=as_json, md=md, docx=docx)


def misused(terminal: Terminal, message: str) -> NoReturn:
    """Say what is wrong with the command, and leave."""
    terminal.err(terminal.say("error", message=message))
    raise typer.Exit(ExitCode.MISUSED)


def _corpus() -> "Corpus":
    from assistant.settings import load_settings
    from corpus import load_corpus

    return load_corpus(load_settings().documents_dir)


def _profile(terminal: Terminal, source: str | None, said: str) -> "Profile":
    from assistant.cli.ask import sendable
    from assistant.eligibility.requests import read_profile

    return read_profile(_read(terminal, source) if source is not None else {}, sendable(said))


def _read(terminal: Terminal, source: str) -> Any:
    import json

    try:
        content = sys.stdin.buffer.read() if source == PIPE else Path(source).read_bytes()
    except OSError as error:
        misused(terminal, terminal.say("eligibility.unreadable", path=source, why=error.strerror))
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        misused(terminal, terminal.say("eligibility.no_json", path=source, why=error))


def _give(terminal: Terminal, checked: "Check", *, as_json: bool, md: Path | None, docx: Path | None) -> None:
    """Write what was asked for; print it where no file was."""
    from assistant.eligibility.rendering import as_markdown
    from assistant.eligibility.sections import document_title
    from assistant.messages import text

    assessment = checked.assessment
    if assessment is None:
        title = document_title(checked.document.record, terminal.lang)
        (terminal.err if as_json else terminal.out)(text("eligibility.not_modelled", terminal.lang, document=title))
        for clause in () if as_json else checked.report.clauses:
            line = text(f"self_check.clause_{clause.fit}", terminal.lang, quote=clause.quote, word=clause.word)
            terminal.out(f"- {clause.label} {line}")
    else:
        if md is not None:
            _write(terminal, md, as_markdown(assessment, terminal.lang).encode())
        if docx is not None:
            from assistant.eligibility.word import as_word

            _write(terminal, docx, as_word(assessment, terminal.lang))
    if as_json:
        terminal.json(checked.report.to_dict())
    elif assessment is not None and md is None and docx is None:
        terminal.markdown(as_markdown(assessment, terminal.lang))


def _write(terminal: Terminal, path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        misused(terminal, terminal.say("eligibility.unwritable", path=path, why=error.strerror))
    terminal.err(terminal.say("eligibility.written", path=path))


def _show_attributes(terminal: Terminal, *, as_json: bool) -> None:
    from assistant.eligibility.report import catalogue

    found = catalogue()
    if as_json:
        terminal.json(found.model_dump(mode="json"))
        return
    english = terminal.lang == "en"
    for a in found.attributes:
        kind = terminal.say("eligibility.kind_one" if a.kind == "one" else "eligibility.kind_many")
        terminal.out(f"{terminal.strong(a.attribute)}  {kind}  {a.question_en if english else a.question_zh}")
        for v in a.values:
            terminal.out(f"  {v.value}  {terminal.dim(v.name_en if english else v.name_zh)}")
