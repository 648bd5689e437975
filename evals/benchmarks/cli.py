"""``evals benchmark``: comparisons that are not about answers to the gold."""

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.benchmarks.ranking import Table

benchmarks_app = typer.Typer(help="Compare parts of the assistant with other ways.", no_args_is_help=True)


@benchmarks_app.callback()
def _group() -> None:
    """A group, also while it holds one command."""


@benchmarks_app.command()
def retrieval(
    beir: Annotated[
        Path | None,
        typer.Option(
            help="A public set instead of the gold: a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="With --beir: keep the set's index in a folder below this one.", file_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Measure retrieval alone: by words, by meaning, by both, and as the stock LangChain recipe does.

    Over the gold, R and RR count the provisions that must be cited; nDCG also knows those that may be. Exits with 0 whatever the figures
    are.

    \b
    Examples:
      evals benchmark retrieval
      evals benchmark retrieval --beir sets/statutes --cache sets/cache --json
    """
    from assistant import AssistantError
    from corpus import CorpusError
    from evals.benchmarks.beir import BeirError
    from evals.benchmarks.ranking import as_text
    from evals.gold_schema import GoldError

    if cache is not None and beir is None:
        raise typer.BadParameter("only a set that --beir names is cached", param_hint="--cache")
    try:
        tables = _of_gold() if beir is None else _of_beir(beir, cache)
    except (BeirError, GoldError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    except (AssistantError, CorpusError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(3) from error
    print(json.dumps([table.to_dict() for table in tables], ensure_ascii=False, indent=2) if as_json else as_text(tables))


def _of_gold() -> "list[Table]":
    from assistant import load_settings, open_index
    from corpus import load_corpus
    from evals.benchmarks.retrieval import measure_gold
    from evals.benchmarks.stock import SMALL_OVERLAP, SMALL_SIZE, open_stock
    from evals.gold_schema import load_gold

    questions, settings = load_gold(), load_settings()
    index = open_index(settings, load_corpus(settings.documents_dir))
    with open_stock(settings) as stock, open_stock(settings, size=SMALL_SIZE, overlap=SMALL_OVERLAP) as small:
        return measure_gold(questions, index, (stock, small), _say)


def _of_beir(folder: Path, cache: Path | None) -> "list[Table]":
    from assistant import Settings, load_settings
    from evals.benchmarks.beir import load_beir, measure_beir

    load_settings()  # says which setting is malformed, if one is
    beir = load_beir(folder)
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as temporary:
        settings = Settings(home=Path(temporary) if cache is None else cache / beir.name, chroma_url=None)
        return [measure_beir(beir, settings, _say)]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@benchmarks_app.command()
def answers(
    suite: Annotated[list[str] | None, typer.Option("--suite", "-s", help="Only this suite; may be given several times.")] = None,
    config: Annotated[list[str] | None, typer.Option("--config", help="What is asked; may be given several times.")] = None,
) -> None:
    """Ask the assistant and the stock LangChain recipe the same questions and show them side by side.

    \b
    Examples:
      evals benchmark answers
      evals benchmark answers --suite independent --config live --config stock
    """
    from assistant import load_settings
    from evals.benchmarks.answers import CONFIGS, side_by_side, table
    from evals.cli.ending import ending
    from evals.gold_schema import SUITES

    with ending():
        sides = side_by_side(load_settings(), config or CONFIGS, suite or SUITES, say=lambda line: print(line, file=sys.stderr, flush=True))
    print(table(sides))
