"""``assistant serve``: the chat in the browser. The front end is found by an entry point, so that nothing here imports it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.settings import Settings

FRONTENDS = "policy_assistant.frontend"
"""Entry point group of functions ``serve(settings, host=None, port=None, open_browser=False)``."""
REPLY = 1200
"""Tokens that a local model has room for beside the prompt: the longest reply, and what frames the messages."""


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("serve.help"))
    def serve(
        host: Annotated[str | None, typer.Option(help=terminal.say("serve.host"))] = None,
        port: Annotated[int | None, typer.Option(min=0, max=65535, help=terminal.say("serve.port"))] = None,
        open_browser: Annotated[bool, typer.Option("--open", help=terminal.say("serve.open"))] = False,
        local_model: Annotated[Path | None, typer.Option(help=terminal.say("serve.local_model"))] = None,
    ) -> None:
        from assistant.settings import load_settings

        settings = load_settings()
        frontend = next(iter(entry_points(group=FRONTENDS)), None)
        if frontend is None:
            terminal.err(terminal.say("error", message=terminal.say("serve.missing")))
            raise typer.Exit(ExitCode.UNREACHABLE)
        show = frontend.load()
        with _answered_by(local_model, settings, terminal) if local_model else nullcontext(settings) as settings:
            show(settings, host=host, port=port, open_browser=open_browser)


@contextmanager
def _answered_by(path: Path, settings: "Settings", terminal: Terminal) -> Iterator["Settings"]:
    """``settings`` with the model in the file ``path``, which is served meanwhile."""
    from assistant.local_model import LocalModel, require_own_embeddings

    require_own_embeddings(settings)

    def progress(seconds: float) -> None:
        size = f"{path.stat().st_size / 1024**2:.0f}"
        terminal.err(terminal.say("serve.model_loading", name=path.name, size=size, seconds=f"{seconds:.0f}"))

    # Whoever ends the server ends the model with it, also while it is being loaded.
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        with LocalModel.start(path, context=settings.model_context + REPLY, progress=progress) as model:
            terminal.err(terminal.say("serve.model_ready", name=model.name, seconds=f"{model.seconds:.1f}", address=model.address))
            yield model.settings(settings)
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _: object) -> NoReturn:
    """End as a shell numbers a program that a signal ended."""
    raise SystemExit(128 + number)
