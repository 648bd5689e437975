"""``assistant serve``: the chat in the browser. The front end is found by an entry point, so that nothing here imports it."""

from importlib.metadata import entry_points
from typing import Annotated

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal

FRONTENDS = "policy_assistant.frontend"
"""Entry point group of functions ``serve(settings, host=None, port=None, open_browser=False)``."""


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("serve.help"))
    def serve(
        host: Annotated[str | None, typer.Option(help=terminal.say("serve.host"))] = None,
        port: Annotated[int | None, typer.Option(min=0, max=65535, help=terminal.say("serve.port"))] = None,
        open_browser: Annotated[bool, typer.Option("--open", help=terminal.say("serve.open"))] = False,
    ) -> None:
        from assistant.settings import load_settings

        settings = load_settings()
        frontend = next(iter(entry_points(group=FRONTENDS)), None)
        if frontend is None:
            terminal.err(terminal.say("error", message=terminal.say("serve.missing")))
            raise typer.Exit(ExitCode.UNREACHABLE)
        frontend.load()(settings, host=host, port=port, open_browser=open_browser)
