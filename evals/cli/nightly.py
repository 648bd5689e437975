"""``evals nightly``: run, compare, gate, report, history; the exit code says whether the night was good."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from evals.cli.runs import Categories, Config, Prices, Repeat, Runs, Suites, Workers, asked


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(nightly)


def nightly(
    suite: Suites = None, category: Categories = None, config: Config = "live", workers: Workers = 2, repeat: Repeat = 1,
    runs: Runs = None, price: Prices = None,
    gates: Annotated[Path | None, typer.Option("--gates", help="Floors and rules; evals/gates.yaml without it.")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="The accepted run; evals/baseline.json without it.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Also write the reports into this folder.")] = None,
    keep: Annotated[int, typer.Option("--keep", min=1, help="Runs that are kept; older ones are removed, the history stays.")] = 60,
) -> None:  # fmt: skip
    """Ask everything, hold it against the floors and the accepted run, write the reports, add a line to the history.

    Exits with 0 when every rule was kept, with 1 when one was broken (each is named on standard error), with 3 when the assistant
    could not be opened. Meant for cron, a systemd timer or a CI job.

    \b
    Examples:
      evals nightly
      evals nightly --out public/ --workers 2
      evals nightly --config extractive --suite core
    """
    from evals.baseline import BASELINE
    from evals.carried.telling import carried_table
    from evals.cli.ending import FAILED, ending
    from evals.gates import read_gates
    from evals.reporting.files import write_reports
    from evals.runs import remove_old
    from evals.session import judge_run
    from evals.tables import accuracy_table, suites_table

    with ending():
        rules = read_gates(gates) if gates else read_gates()
        run, scored = asked(suite, category, config, workers, repeat, runs, price)
        night = judge_run(run, scored, rules, baseline or BASELINE, history=run.folder.parent.parent)
        written = write_reports(night, run.folder)
        if out is not None:
            write_reports(night, out)
        remove_old(run.folder.parent, keep)
    line = (run.folder / "summary.txt").read_text(encoding="utf-8").strip()
    print(accuracy_table(scored.rows), "", suites_table(scored), "", carried_table(scored.cases), "", line, sep="\n")
    print(f"report: {written[0]}")
    for check in night.broken:
        print(f"broken: {check}", file=sys.stderr)
    if not night.kept:
        raise typer.Exit(FAILED)
