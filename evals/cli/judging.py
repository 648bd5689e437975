"""``evals judge``: a model's opinion of the answers of a run, beside the scores."""

import sys
from typing import Annotated

import typer

from evals.cli.runs import Named, Runs


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(judge)


def judge(
    named: Named = "last", runs: Runs = None,
    model: Annotated[str | None, typer.Option("--model", help="The judging model; ASSISTANT_JUDGE_MODEL without it.")] = None,
    times: Annotated[int, typer.Option("--times", min=1, max=20, help="How often every answer is put to it.")] = 3,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Only so many answers, evenly spread over the gold.")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, max=64, help="Answers judged at a time.")] = 4,
) -> None:  # fmt: skip
    """Ask a model of the OpenAI-compatible service whether the answers of a run are right.

    Its grades stand apart from the scores, with its own noise: nothing of it reaches the gate. A reply that cannot be read is unscored.

    \b
    Example:
      ASSISTANT_JUDGE_MODEL=gpt-4.1 evals judge last --times 3 --sample 100
    """
    from assistant import ChatModel, load_settings
    from evals.cli.ending import ending
    from evals.cli.runs import scored_run
    from evals.judge import JUDGED, as_text, judge_cases, write_report

    with ending():
        settings = load_settings()
        judging = ChatModel(settings, model or settings.judge_model, variable="ASSISTANT_JUDGE_MODEL")
        found, scored = scored_run(named, runs, None)
        cases = scored.cases[:: max(1, len(scored.cases) // sample)][:sample] if sample else scored.cases
        report = judge_cases(cases, judging, times=times, workers=workers, progress=_progress)
        write_report(report, found.folder / JUDGED)
    print(as_text(report))


def _progress(done: int, total: int) -> None:
    if done == total or done % 50 == 0:
        print(f"judged {done} of {total}", file=sys.stderr, flush=True)
