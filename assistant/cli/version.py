"""``assistant version``."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

import typer

from assistant.cli.terminal import Terminal

DISTRIBUTION = "policy-assistant"


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("version.help"))
    def version() -> None:
        show(terminal)


def show(terminal: Terminal) -> None:
    """Print the name and the version."""
    terminal.out(f"{DISTRIBUTION} {package_version()}")


def package_version() -> str:
    """The installed version; ``unknown`` for a checkout that is not installed."""
    try:
        return installed_version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
