"""The Typer application: puts the commands together and runs them."""

import logging
import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.cli import (
    ask,
    batch,
    chat,
    corpus,
    doctor,
    documents,
    draft,
    eligibility,
    explain,
    index,
    mcp,
    points,
    serve,
    staff,
    store,
    version,
)
from assistant.cli.exits import ExitCode, GuardedGroup, debugging
from assistant.cli.terminal import Terminal, speak_utf8

COMMANDS = (ask, chat, batch, draft, eligibility, points, serve, staff, store, mcp, documents, index, corpus, explain, doctor, version)
"""Modules with a ``register(app, terminal)``, in the order of the help."""


def build_app(terminal: Terminal) -> typer.Typer:
    """The application with all commands, its help in the language of ``terminal``."""
    app = typer.Typer(
        cls=GuardedGroup,
        help=terminal.say("app.help"),
        epilog=terminal.say("app.epilog"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "obj": terminal},
    )

    def show_version(wanted: bool) -> None:
        if wanted:
            version.show(terminal)
            raise typer.Exit

    shown = typer.Option("--version", help=terminal.say("version.help"), is_eager=True, callback=show_version)

    @app.callback()
    def options(version_wanted: Annotated[bool, shown] = False) -> None:
        """Options of the program itself."""

    for module in COMMANDS:
        module.register(app, terminal)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with ``arguments`` (those of the process by default) and leave with its exit code."""
    try:
        speak_utf8()
        _quieten()
        app = build_app(Terminal.of_this_process())
        typer.main.get_command(app).main(args=arguments, prog_name="assistant")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)


def _quieten() -> None:
    """Keep the log and the warnings of libraries away from users; ASSISTANT_DEBUG shows them."""
    if debugging():
        from assistant.privacy import ConcealingFormatter

        handler = logging.StreamHandler()
        handler.setFormatter(ConcealingFormatter("%(levelname)s %(name)s: %(message)s"))
        logging.basicConfig(level=logging.INFO, handlers=[handler])
        return
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
