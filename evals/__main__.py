"""``evals``: the command line of the measurements."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.gold_schema import GoldQuestion

app = typer.Typer(
    help="Measure the assistant.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


gold = typer.Typer(help="The gold questions.", no_args_is_help=True)
app.add_typer(gold, name="gold")

RESPONSES = Path("responses.jsonl")


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
    from evals.report import as_text, to_json

    result = measure(lambda line: print(line, file=sys.stderr, flush=True))
    print(to_json(result) if as_json else as_text(result))


@gold.command()
def check() -> None:
    """Prove the gold against the documents.

    Evidence stands word for word where it says, every vital fact is borne out by it, every measure is asked about, no id or question
    comes twice, every category has its floor. Exits with 1 and a list when something does not hold.

    \b
    Example:
      evals gold check
    """
    from corpus import load_corpus
    from evals.gold_check import check_gold

    questions = _questions()
    problems = check_gold(questions, load_corpus())
    print(*problems, f"{len(questions)} questions, {len(problems)} problems", sep="\n")
    if problems:
        raise typer.Exit(1)


@app.command()
def run(
    category: Annotated[list[str] | None, typer.Option("--category", "-c", help="Only this category; may be given several times.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the responses are saved.")] = RESPONSES,
) -> None:
    """Ask the gold questions and score the answers.

    The responses are saved first, one JSON object a line, and scored from there. Exits with 0 whatever the scores are.

    \b
    Examples:
      evals run
      evals run --category damaged --category list_count --out damaged.jsonl
    """
    from assistant import AssistantError, load_settings
    from corpus import CorpusError
    from evals.gold_schema import CATEGORIES
    from evals.run import ask_gold, save

    if unknown := sorted(set(category or ()) - set(CATEGORIES)):
        raise typer.BadParameter(f"{', '.join(unknown)}; there are {', '.join(CATEGORIES)}", param_hint="--category")
    questions = [question for question in _questions() if not category or question.category in category]
    try:
        save(ask_gold(questions, load_settings()), out)
    except (AssistantError, CorpusError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(3) from error
    _tell(out)


@app.command()
def score(responses: Annotated[Path, typer.Argument(help="Responses that `evals run` saved.", exists=True, dir_okay=False)]) -> None:
    """Score saved responses again; nothing is asked.

    \b
    Example:
      evals score responses.jsonl
    """
    _tell(responses)


def _questions() -> "list[GoldQuestion]":
    """The gold, or the end with 1 and the line that cannot be read."""
    from evals.gold_schema import GoldError, load_gold

    try:
        return load_gold()
    except GoldError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error


def _tell(responses: Path) -> None:
    from assistant import load_settings
    from corpus import load_corpus
    from evals.run import failures, score_saved, table

    try:
        scores = score_saved(_questions(), responses, load_corpus(load_settings().documents_dir))
    except ValueError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error
    print(table(scores), failures(scores), sep="\n\n")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
