"""``assistant mcp``: the tools for language models, over standard input and output."""

import typer

from assistant.cli.opening import opened
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("mcp.help"))
    def mcp() -> None:
        assistant = opened(terminal)
        from assistant.api.mcp_stdio import serve_stdio

        serve_stdio(assistant)
