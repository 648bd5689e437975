"""``assistant points``: what is on record of a document's policy points, and a draft of them for a person to go through."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from corpus import Document


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the group of commands to ``app``."""
    points = typer.Typer(help=terminal.help("points.help"), no_args_is_help=True)
    app.add_typer(points, name="points")

    @points.command(help=terminal.help("points.draft.help"))
    def draft(document: Annotated[str, typer.Argument(metavar="DOCUMENT", help=terminal.say("points.document"))]) -> None:
        from assistant.eligibility.proposals import draft_points, read_clauses
        from assistant.eligibility.titles import written_titles
        from assistant.settings import load_settings

        found = _document(terminal, document)
        settings = load_settings()
        titles = written_titles(read_clauses(found), settings) if settings.model else None
        if titles is not None:
            terminal.err(terminal.say("points.draft.titles", count=len(titles)))
        try:
            drafted = draft_points(found, titles)
        except ValueError as error:
            terminal.err(terminal.say("points.draft.nothing", id=found.id))
            raise typer.Exit(ExitCode.FAILED) from error
        sys.stdout.write(f"{terminal.say('points.draft.head', id=found.id).rstrip()}\n{drafted}")

    @points.command(help=terminal.help("points.check.help"))
    def check(document: Annotated[str, typer.Argument(metavar="DOCUMENT", help=terminal.say("points.document"))] = "js-ip-2023") -> None:
        from corpus.points import load_points
        from corpus.points_check import check_points

        found = _document(terminal, document)
        points = load_points(found)
        if points is None:
            terminal.err(terminal.say("points.none", id=found.id))
            raise typer.Exit(ExitCode.FAILED)
        faults = check_points(found)
        for fault in faults:
            terminal.out(fault)
        terminal.out(terminal.say("points.check.sum", count=len(points), faults=len(faults)))
        if faults:
            raise typer.Exit(ExitCode.FAILED)


def _document(terminal: Terminal, id: str) -> "Document":
    from assistant.settings import load_settings
    from corpus import load_corpus

    corpus = load_corpus(load_settings().documents_dir)
    found = corpus.document(id)
    if found is None:
        known = ", ".join(d.id for d in corpus.documents if d.record.kind != "note")
        terminal.err(terminal.say("points.unknown", id=id, known=known))
        raise typer.Exit(ExitCode.MISUSED)
    return found
