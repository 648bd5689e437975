"""``evals gold``: the gold questions themselves."""

import json
import sys
from typing import Annotated

import typer

gold = typer.Typer(help="The gold questions.", no_args_is_help=True)


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
    from evals.cli.ending import FAILED, ending
    from evals.gold_check import check_gold
    from evals.gold_schema import SUITES
    from evals.suites import load_suites

    with ending():
        corpus = load_corpus()
        questions = load_suites(corpus)
        problems = check_gold(questions, corpus)
    counts = ", ".join(f"{sum(q.suite == suite for q in questions)} {suite}" for suite in SUITES)
    print(*problems, f"{len(questions)} questions ({counts}), {len(problems)} problems", sep="\n")
    if problems:
        raise typer.Exit(FAILED)


@gold.command()
def show(
    suite: Annotated[list[str] | None, typer.Option("--suite", "-s", help="Only this suite; may be given several times.")] = None,
    category: Annotated[list[str] | None, typer.Option("--category", "-c", help="Only this category; may be given several times.")] = None,
) -> None:
    """Print gold questions as JSON Lines, those that are built by rule as well.

    \b
    Examples:
      evals gold show --suite adversarial
      evals gold show --category damaged
    """
    from corpus import load_corpus
    from evals.cli.ending import ending
    from evals.gold_schema import SUITES
    from evals.suites import load_suites

    with ending():
        questions = load_suites(load_corpus(), suite or SUITES)
    for question in questions:
        if not category or question.category in category:
            sys.stdout.write(json.dumps(question.model_dump(mode="json"), ensure_ascii=False) + "\n")
