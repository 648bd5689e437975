"""``assistant store status``, ``assistant store purge``: what is kept of questions and answers, and deleting it."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.store import Counts

NAMES = {
    "place": "store.named.place",
    "recording": "store.named.recording",
    "retention": "store.named.retention",
    "exchanges": "store.named.exchanges",
    "feedback": "store.named.feedback",
    "conversations": "store.named.conversations",
    "oldest": "store.named.oldest",
    "newest": "store.named.newest",
    "bytes": "store.named.bytes",
}
"""How each figure is called."""


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help=terminal.say("store.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="store")

    @group.command(help=terminal.help("store.status"))
    def status(as_json: Annotated[bool, typer.Option("--json", help=terminal.say("store.json"))] = False) -> None:
        from assistant.settings import load_settings

        found = look(load_settings())
        if as_json:
            terminal.json(found)
            return
        for name, value in found.items():
            terminal.out(f"{terminal.say(NAMES[name])}{terminal.say('store.colon')}{_shown(terminal, name, value)}")

    @group.command(help=terminal.help("store.purge"))
    def purge(
        older_than: Annotated[int | None, typer.Option(metavar="DAYS", min=0, max=36_500, help=terminal.say("store.older_than"))] = None,
        everything: Annotated[bool, typer.Option("--all", help=terminal.say("store.all"))] = False,
        yes: Annotated[bool, typer.Option("--yes", help=terminal.say("store.yes"))] = False,
    ) -> None:
        from assistant.settings import load_settings

        settings = load_settings()
        days = settings.retention if older_than is None else older_than
        if everything and older_than is not None:
            _misused(terminal, "store.either")
        if not everything and days is None:
            _misused(terminal, "store.no_age")
        if not yes:
            _ask(terminal, None if everything else days)
        clean, gone = erase(settings, None if everything else days)
        terminal.out(terminal.say("store.purged", **_named(gone)))
        if not clean:
            terminal.err(terminal.say("error", message=terminal.say("store.traces")))
            raise typer.Exit(ExitCode.FAILED)


def look(settings: "Settings") -> dict[str, Any]:
    """What the store holds, as plain JSON types. A file that nobody has made yet is not made by looking.

    Raises:
        StoreError: it cannot be read.
    """
    from assistant.store import Store, store_place

    where = store_place(settings)
    found: dict[str, Any] = {"place": where.shown, "recording": settings.record, "retention": settings.retention}
    if where.is_sqlite and not Path(where.shown).exists():
        return found | {"exchanges": 0, "feedback": 0, "conversations": 0, "oldest": None, "newest": None, "bytes": 0}
    with Store.open(settings) as store:
        status = store.status()
    moments = {"oldest": status.oldest, "newest": status.newest}
    return {**found, **_named(status.counts), **{name: at and at.isoformat() for name, at in moments.items()}, "bytes": status.size}


def erase(settings: "Settings", days: int | None) -> tuple[bool, "Counts"]:
    """Delete what is older than ``days``, all for None; whether the journal of the file is empty of it, and how much was deleted.

    Raises:
        StoreError: it could not be deleted, or not all of it.
    """
    from assistant.store import Store

    with Store.open(settings) as store:
        gone = store.erase_everything() if days is None else store.expire(dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
        return store.empty_journal(), gone


def _ask(terminal: Terminal, days: int | None) -> None:
    if not sys.stdin.isatty():
        _misused(terminal, "store.needs_yes")
    question = terminal.say("store.sure_all") if days is None else terminal.say("store.sure", days=days)
    if not typer.confirm(question, err=True):
        terminal.err(terminal.say("store.kept"))
        raise typer.Exit(ExitCode.FAILED)


def _named(counts: "Counts") -> dict[str, int]:
    return {"exchanges": counts.exchanges, "feedback": counts.feedback, "conversations": counts.conversations}


def _shown(terminal: Terminal, name: str, value: Any) -> str:
    if value is None:
        return terminal.say("store.off") if name == "retention" else "-"
    if name == "retention":
        return terminal.say("store.days", count=value)
    if isinstance(value, bool):
        return terminal.say("store.is_on" if value else "store.is_off")
    return str(value)


def _misused(terminal: Terminal, key: str) -> NoReturn:
    terminal.err(terminal.say("error", message=terminal.say(key)))
    raise typer.Exit(ExitCode.MISUSED)
