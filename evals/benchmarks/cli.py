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
    """Measure retrieval alone: by words, by meaning, by both, the assistant's own search, and the stock LangChain recipe.

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
    from assistant import Assistant, load_settings
    from evals.benchmarks.retrieval import measure_gold
    from evals.benchmarks.stock import SMALL_OVERLAP, SMALL_SIZE, open_stock
    from evals.gold_schema import load_gold

    questions, settings = load_gold(), load_settings()
    assistant = Assistant.open(settings)
    with open_stock(settings) as stock, open_stock(settings, size=SMALL_SIZE, overlap=SMALL_OVERLAP) as small:
        return measure_gold(questions, assistant, (stock, small), _say)


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
    from evals.benchmarks.answers import ANSWERED, CONFIGS, side_by_side, table
    from evals.cli.ending import ending

    with ending():
        sides = side_by_side(
            load_settings(), config or CONFIGS, suite or ANSWERED, say=lambda line: print(line, file=sys.stderr, flush=True)
        )
    print(table(sides))


@benchmarks_app.command()
def documents(
    path: Annotated[Path, typer.Argument(help="A folder with documents/ and questions.jsonl.", exists=True, file_okay=False)],
    out: Annotated[
        Path, typer.Option(help="Where index, answers and report are kept; begun again with the same folder, it goes on.", file_okay=False)
    ],
    questions: Annotated[int | None, typer.Option(help="Only so many, taken at even distances.", min=1)] = None,
    workers: Annotated[int, typer.Option(help="Questions asked at a time.", min=1, max=32)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Take in documents of other people, ask questions on them, and hold the answers against the clauses that answer.

    questions.jsonl has a line for each question: id, document (a file name), question, clauses (stretches of the document that answer it)
    and kind. Nothing is copied but into the folder named by --out. Exits with 0 whatever the figures are.

    \b
    Examples:
      evals benchmark documents sets/laws --out /tmp/laws
      evals benchmark documents sets/laws --out /tmp/laws --questions 100 --json
    """
    from evals.benchmarks.document_set import DocumentSetError, load_document_set
    from evals.benchmarks.document_table import as_text
    from evals.benchmarks.documents import measure_documents
    from evals.cli.ending import FAILED, ending, leave

    with ending():
        try:
            asked = load_document_set(path, questions)
        except DocumentSetError as error:
            leave(error, FAILED)
        report = measure_documents(asked, out, workers=workers, say=_say)
    told = {"name": report.name, **{kind: found.to_dict() for kind, found in report.figures.items()}}
    print(json.dumps(told, ensure_ascii=False, indent=2) if as_json else as_text(report))
