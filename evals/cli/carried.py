"""``evals carried``: every question in every carrier, on demand."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from evals.cli.runs import Config, Workers


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(carried)


def carried(
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the answers are kept as they come; begun again with it, it goes on.")],
    config: Config = "extractive", workers: Workers = 2,
    each: Annotated[int, typer.Option("--each", min=0, help="Questions in each carrier; 0: all.")] = 0,
) -> None:  # fmt: skip
    """Ask every question of the gold bare and in every carrier that suits it; tell by kind and carrier what still passes.

    \b
    Examples:
      evals carried --out carried/
      evals carried --out carried/ --each 40
    """
    import datetime as dt

    from assistant import load_settings
    from evals.carried import sample
    from evals.carried.telling import carried_table
    from evals.carried.whole import ask_whole
    from evals.cli.ending import ending
    from evals.suites import written
    from evals.systems import open_system, read_config

    with ending():
        opened = open_system(read_config(config), load_settings())
        questions = written()
        questions += sample(questions, dt.datetime.now(dt.UTC).date(), each or None)
        scored = ask_whole(opened, questions, out, workers=workers, progress=_told)
    print(carried_table(scored.cases, each=True))


def _told(done: int, of: int, _: object) -> None:
    if done % 500 == 0 or done == of:
        print(f"{done} of {of}", file=sys.stderr, flush=True)
