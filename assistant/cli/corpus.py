"""``assistant corpus check``: read every record and text, and say what is in them."""

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help=terminal.say("corpus.help"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="corpus")

    @group.callback()
    def corpus() -> None:
        """A group even while it has one command."""

    @group.command(help=terminal.help("corpus.check"))
    def check() -> None:
        from assistant.settings import load_settings
        from corpus.check import check_corpus, render
        from corpus.library import load_corpus

        report = check_corpus(load_corpus(load_settings().documents_dir))
        terminal.out(render(report))
        if not report.sound:
            raise typer.Exit(ExitCode.FAILED)
