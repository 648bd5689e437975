"""``assistant index``: build the index, or test the one in use."""

import time
from typing import Annotated

import typer

from assistant.cli.exits import ExitCode, take_interrupts
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("index.help"))
    def index(
        check: Annotated[bool, typer.Option("--check", help=terminal.say("index.check"))] = False,
        fresh: Annotated[bool, typer.Option("--fresh", help=terminal.say("index.fresh"))] = False,
    ) -> None:
        take_interrupts()
        if check:
            test(terminal)
        else:
            build(terminal, fresh=fresh)


def build(terminal: Terminal, *, fresh: bool = False) -> None:
    """Build a new generation of the index and say what it holds; ``fresh`` without any cached vector.

    Raises what :func:`assistant.index.build_index` raises.
    """
    from assistant.embeddings import open_embeddings
    from assistant.index import build_index
    from assistant.settings import load_settings
    from corpus.library import load_corpus

    settings = load_settings()
    started = time.perf_counter()
    with terminal.progress(terminal.say("index.progress")) as progress:
        made = build_index(settings, load_corpus(settings.documents_dir), progress, embeddings=open_embeddings(settings, fresh=fresh))
    seconds = f"{time.perf_counter() - started:.1f}"
    terminal.out(terminal.say("index.built", generation=made.id, chunks=made.chunks, documents=len(made.documents), seconds=seconds))


def test(terminal: Terminal) -> None:
    """Say whether every passage of the index in use can be found; leave with exit code 1 when not."""
    from assistant.index import open_index
    from assistant.settings import load_settings
    from corpus.library import load_corpus

    settings = load_settings()
    index = open_index(settings, load_corpus(settings.documents_dir), build=False)
    lost = index.unreachable()
    if not lost:
        terminal.out(terminal.say("index.sound", generation=index.generation, chunks=len(index.chunks)))
        return
    terminal.out(terminal.say("index.unsound", generation=index.generation))
    for chunk in lost:
        terminal.out(f"  {chunk.id}")
    terminal.err(terminal.say("index.mend"))
    raise typer.Exit(ExitCode.FAILED)
