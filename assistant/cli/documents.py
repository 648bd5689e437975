"""``assistant ingest``, ``assistant documents``, ``assistant remove``: the documents that answers are drawn from."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.index import build
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from corpus import Corpus, Document


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the commands to ``app``."""
    without_index = typer.Option("--no-index", help=terminal.say("ingest.no_index"))

    @app.command(help=terminal.help("ingest.help"))
    def ingest(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=terminal.say("ingest.paths"))],
        no_index: Annotated[bool, without_index] = False,
    ) -> None:
        taken, changed, skipped = take_in(terminal, paths)
        if changed and not no_index:
            build(terminal)
        if skipped and not taken:
            raise typer.Exit(ExitCode.FAILED)

    @app.command(help=terminal.help("documents.help"))
    def documents(as_json: Annotated[bool, typer.Option("--json", help=terminal.say("documents.json"))] = False) -> None:
        from assistant.settings import load_settings
        from corpus.library import load_corpus

        corpus = load_corpus(load_settings().documents_dir)
        listed = [describe(corpus, document) for document in corpus.documents if document.record.kind != "note"]
        if as_json:
            terminal.json(listed)
        else:
            for row in listed:
                terminal.out(line(terminal, row))
        for entry in corpus.broken:
            terminal.err(terminal.say("documents.broken", id=entry.folder.name, why=entry.why))

    @app.command(help=terminal.help("remove.help"))
    def remove(
        document_id: Annotated[str, typer.Argument(metavar="ID", help=terminal.say("remove.id"))],
        no_index: Annotated[bool, without_index] = False,
    ) -> None:
        from assistant.settings import load_settings
        from corpus import CorpusError
        from corpus.library import remove as take_out

        try:
            take_out(document_id, load_settings().documents_dir, lambda: terminal.err(terminal.say("ingest.waiting")))
        except CorpusError as error:
            terminal.err(terminal.say("error", message=error))
            raise typer.Exit(ExitCode.MISUSED) from error
        terminal.out(terminal.say("remove.removed", id=document_id))
        if not no_index:
            build(terminal)


def take_in(terminal: Terminal, paths: list[Path]) -> tuple[int, int, int]:
    """Take in ``paths``, saying of each file what became of it; how many are in now, how many of these are news, how many are not in."""
    from assistant.settings import load_settings
    from corpus.library import Skipped, ingest

    taken = changed = skipped = passed = 0
    for result in ingest(paths, load_settings().documents_dir, lambda: terminal.err(terminal.say("ingest.waiting"))):
        if isinstance(result, Skipped):
            skipped += not result.hidden
            passed += result.hidden
            terminal.err(terminal.say("ingest.skipped", path=result.path, why=result.reason))
            continue
        taken += 1
        changed += result.outcome != "unchanged"
        terminal.out(terminal.say(f"ingest.{result.outcome}", id=result.id, title=result.title))
        for warning in result.warnings:
            terminal.err(f"  {terminal.say('ingest.warning', warning=warning)}")
    terminal.err(terminal.say("ingest.summary", taken=taken, skipped=skipped + passed))
    return taken, changed, skipped


def describe(corpus: "Corpus", document: "Document") -> dict[str, Any]:
    """What ``assistant documents --json`` says of one document."""
    record = document.record
    return {
        "id": document.id,
        "title": document.title,
        "kind": record.kind,
        "issuer": record.issuer,
        "document_number": record.document_number,
        "dates": dict(record.dates),
        "force": corpus.validity(document).on(dt.date.today()),
        "status": record.status,
        "shipped": corpus.is_shipped(document.id),
        "provisions": len(document.provisions),
        "measures": len(document.measures),
        "repairs": len(document.restored.repairs),
    }


def line(terminal: Terminal, row: dict[str, Any]) -> str:
    """One document as a line of text: id, title, number and counts between tabs, so that it can be cut and sorted."""
    counts = [terminal.say(f"documents.force_{row['force']}")] if row["force"] not in ("in_force", "unknown") else []
    counts += [terminal.say(f"documents.{name}", count=row[name]) for name in ("measures", "provisions", "repairs") if row[name]]
    return "\t".join([row["id"], row["title"], row["document_number"] or "-", ", ".join(counts)])
