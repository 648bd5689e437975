"""``evals run``, ``score``, ``compare``, ``accept``, ``report``: asking, and what is made of what came back."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant import Settings
    from evals.metrics.cost import Price
    from evals.runner import Progress
    from evals.runs import Run
    from evals.scores import Row, Scored

Suites = Annotated[list[str] | None, typer.Option("--suite", "-s", help="Only this suite; may be given several times.")]
Categories = Annotated[list[str] | None, typer.Option("--category", "-c", help="Only this category; may be given several times.")]
Config = Annotated[str, typer.Option("--config", help="What is asked: a name in evals/configs, or a YAML file.")]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, max=64, help="Questions asked at a time.")]
Repeat = Annotated[int, typer.Option("--repeat", min=1, max=100, help="How often every question is asked.")]
Runs = Annotated[Path | None, typer.Option("--runs", help="Where runs are kept; in the assistant's home without it.")]
Shown = Annotated[bool, typer.Option("--show-independent", help="Also name what fails in suites that are told by category alone.")]
Prices = Annotated[str | None, typer.Option("--price", help="What a million tokens cost, IN,OUT; adds the cost of a question.")]
Named = Annotated[str, typer.Argument(help="A run: its id or the beginning of it, its folder, or `last`.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (run, score, compare, accept, report):
        app.command()(command)


def run(
    suite: Suites = None, category: Categories = None, config: Config = "live", workers: Workers = 1, repeat: Repeat = 1,
    runs: Runs = None, price: Prices = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list what failed.")] = False,
    model: Annotated[str | None, typer.Option("--model", help="A chat model for the stock recipe, which has none of its own.")] = None,
) -> None:  # fmt: skip
    """Ask the gold questions and score the answers.

    The responses are saved first, one JSON object a line, and scored from there. Exits with 0 whatever the scores are.

    \b
    Examples:
      evals run
      evals run --suite core --category damaged --category list_count
      evals run --config stock --suite core
      evals run --repeat 5 --workers 4
    """
    from evals.cli.ending import ending
    from evals.tables import failures, summary

    with ending():
        done, scored = asked(suite, category, config, workers, repeat, runs, price, model)
    print(summary(scored))
    if not quiet:
        print("", failures(scored.cases), sep="\n")
    print("", f"run {done.record.id}, kept in {done.folder}", sep="\n")


def score(
    named: Named = "last", runs: Runs = None, price: Prices = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list what failed.")] = False,
) -> None:  # fmt: skip
    """Score the responses of a run again, by the gold as it is now; nothing is asked.

    \b
    Examples:
      evals score last
      evals score 20261122-013000-live
    """
    from evals.cli.ending import ending
    from evals.tables import failures, summary

    with ending():
        _, scored = scored_run(named, runs, price)
    print(summary(scored))
    if not quiet:
        print("", failures(scored.cases), sep="\n")


def compare(
    before: Annotated[str, typer.Argument(help="The earlier run, or `baseline`.")] = "baseline",
    after: Annotated[str, typer.Argument(help="The later run.")] = "last",
    runs: Runs = None,
    show_independent: Shown = False,
) -> None:
    """Hold a run against another: the change of every metric with its interval, and the questions that flipped.

    Both are scored by the gold as it is now; `baseline` is the accepted run.

    \b
    Examples:
      evals compare baseline last
      evals compare 20261121-013000 20261122-013000
    """
    from evals.cli.ending import ending
    from evals.comparison import compare as held_against
    from evals.tables import comparison_text

    with ending():
        print(comparison_text(held_against(_rows(before, runs), _rows(after, runs), _quiet(show_independent))))


def accept(
    named: Named = "last", runs: Runs = None,
    to: Annotated[Path | None, typer.Option("--to", help="The file; evals/baseline.json without it.")] = None,
) -> None:  # fmt: skip
    """Make a run the baseline that nights are held against. Commit the file.

    \b
    Example:
      evals accept 20261122-013000-live
    """
    from evals.baseline import BASELINE
    from evals.baseline import accept as accepted
    from evals.cli.ending import ending

    with ending():
        found, scored = scored_run(named, runs, None)
        head = accepted(found, scored.rows, to or BASELINE)
    print(f"{head['run']} is the baseline now: {to or BASELINE}")


def report(
    named: Named = "last", runs: Runs = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A folder; that of the run without it.")] = None,
    show_independent: Shown = False,
) -> None:  # fmt: skip
    """Write the report of a run: report.html, report.json, junit.xml, summary.txt.

    \b
    Example:
      evals report last --out public/
    """
    from evals.baseline import BASELINE
    from evals.cli.ending import ending
    from evals.gates import read_gates
    from evals.reporting.files import write_reports
    from evals.session import judge_run

    with ending():
        found, scored = scored_run(named, runs, None)
        night = judge_run(found, scored, read_gates(), BASELINE, quiet=_quiet(show_independent))
        for path in write_reports(night, out or found.folder):
            print(path)


def asked(
    suite: list[str] | None, category: list[str] | None, config: str, workers: int, repeat: int, runs: Path | None, price: str | None,
    model: str | None = None,
) -> "tuple[Run, Scored]":  # fmt: skip
    """Open what is to be asked, ask it, score what came back. Raises what the parts raise."""
    from evals.gold_schema import CATEGORIES, SUITES
    from evals.session import make_run, score_run
    from evals.systems import open_system, read_config

    if unknown := sorted(set(category or ()) - set(CATEGORIES)):
        raise ValueError(f"no category is called {', '.join(unknown)}; there are {', '.join(CATEGORIES)}")
    cost = _price(price)
    settings = _settings()
    opened = open_system(read_config(config), settings, model)
    done = make_run(
        opened, runs or _runs(settings), config=Path(config).stem, suites=suite or SUITES, categories=category or (),
        workers=workers, repeat=repeat, progress=_progress(),
    )  # fmt: skip
    return done, score_run(done, opened.corpus, cost)


def scored_run(named: str, runs: Path | None, price: str | None) -> "tuple[Run, Scored]":
    """The run that is named, scored by the gold as it is now. Raises what the parts raise."""
    from corpus import load_corpus
    from evals.runs import find_run
    from evals.session import score_run

    settings = _settings()
    found = find_run(named, runs or _runs(settings))
    return found, score_run(found, load_corpus(settings.documents_dir), _price(price))


def _rows(named: str, runs: Path | None) -> "list[Row]":
    from evals.baseline import BASELINE, read_baseline

    if named != "baseline":
        return list(scored_run(named, runs, None)[1].rows)
    accepted = read_baseline()
    if accepted is None:
        raise ValueError(f"no baseline was ever accepted ({BASELINE} is missing)")
    return accepted[1]


def _quiet(shown: bool) -> frozenset[str]:
    from evals.gold_schema import READ_BY_CATEGORY

    return frozenset() if shown else frozenset(READ_BY_CATEGORY)


def _settings() -> "Settings":
    from assistant import load_settings

    return load_settings()


def _runs(settings: "Settings") -> Path:
    from evals.runs import runs_dir

    return runs_dir(settings)


def _price(written: str | None) -> "Price | None":
    from evals.metrics.cost import Price

    try:
        return Price.read(written) if written else None
    except ValueError as error:
        raise typer.BadParameter(f"{written} is not IN,OUT", param_hint="--price") from error


def _progress() -> "Progress":
    """Tells on standard error how far the asking is: a line that is written over on a terminal, a line now and then elsewhere."""
    started, terminal = time.monotonic(), sys.stderr.isatty()
    told = errors = 0

    def progress(done: int, total: int, response: object) -> None:
        nonlocal told, errors
        errors += bool(getattr(response, "failed", False))
        if done < total and (done - told < (1 if terminal else 200)):
            return
        told = done
        seconds = time.monotonic() - started
        left = seconds / done * (total - done)
        line = f"asked {done} of {total} in {seconds:.0f} s" + (f", {left:.0f} s to go" if done < total else "")
        line += f", {errors} errors" if errors else ""
        print(f"\r{line:70}" if terminal else line, end="" if terminal and done < total else "\n", file=sys.stderr, flush=True)

    return progress
