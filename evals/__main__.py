"""``evals``: the command line of the measurements."""

import sys
from typing import Annotated

import typer

from evals.benchmarks.cli import benchmarks_app
from evals.cli import carried, eligibility, judging, nightly, runs
from evals.cli.gaps import gaps_app
from evals.cli.gold import gold

app = typer.Typer(
    help="Measure the assistant.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
app.add_typer(gold, name="gold")
app.add_typer(benchmarks_app, name="benchmark")
app.add_typer(gaps_app, name="gaps")


@app.command()
def bench(as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False) -> None:
    """Measure times and memory on this machine, beside what is allowed.

    It takes about a minute, changes nothing outside a temporary folder, and exits with 0 whatever the figures are.

    \b
    Examples:
      evals bench
      evals bench --json > figures.json
    """
    from evals.bench import measure
    from evals.bench_report import as_text, to_json

    result = measure(lambda line: print(line, file=sys.stderr, flush=True))
    print(to_json(result) if as_json else as_text(result))


runs.register(app)
nightly.register(app)
carried.register(app)
judging.register(app)
eligibility.register(app)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
