"""From a configuration to a scored run, and from a run to its verdict: what the commands are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import Corpus
from evals.baseline import read_baseline
from evals.comparison import Comparison, compare
from evals.gates import Check, Gates, apply_gates
from evals.gold_schema import READ_BY_CATEGORY, SUITES, GoldQuestion
from evals.history import HISTORY, append, entry, read_history
from evals.machine import this_machine
from evals.metrics.cost import Price
from evals.provenance import trace_back
from evals.reporting.data import report_data
from evals.responses import read_responses, write_responses
from evals.runner import Progress, ask_all
from evals.runs import Run, RunError, RunRecord, new_id
from evals.scores import Scored, score_responses, write_rows
from evals.suites import DRAWN, load_suites
from evals.systems import Opened

Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def make_run(
    opened: Opened,
    folder: Path,
    *,
    config: str = "live",
    suites: Collection[str] = SUITES,
    categories: Collection[str] = (),
    workers: int = 1,
    repeat: int = 1,
    progress: Progress | None = None,
    clock: Clock = _now,
) -> Run:
    """Ask the gold of ``suites`` (of ``categories`` only, where any are given) and save the responses in a new run under ``folder``.

    The record is written before the first question and, with the time of the end, after the last; a run that is broken off stays there
    without one, with the responses that came.

    Raises:
        GoldError: the gold cannot be read.
        ValueError: there is no such suite, or no question is left.
    """
    started = clock()
    questions = [q for q in load_suites(opened.corpus, suites, started.date()) if not categories or q.category in categories]
    if not questions:
        raise ValueError("no question is left to ask")
    record = RunRecord(
        id=new_id(config, started),
        config=config,
        suites=tuple(s for s in SUITES if s in suites),
        categories=tuple(categories),
        workers=workers,
        repeat=repeat,
        questions=len(questions),
        started=started,
        index=opened.index,
        model=opened.model,
        machine=asdict(this_machine()),
        provenance=trace_back(questions, opened.corpus, opened.settings),
    )
    run = Run(folder / record.id, record)
    run.write()
    write_responses(ask_all(opened.system, questions, workers=workers, repeat=repeat, progress=progress), run.responses)
    run = Run(run.folder, record.model_copy(update={"finished": clock()}))
    run.write()
    return run


def score_run(run: Run, corpus: Corpus, price: Price | None = None) -> Scored:
    """Score the saved responses of ``run`` by the gold as it is now, and write the scores beside them; nothing is asked.

    Raises:
        RunError: it holds no responses that can be read.
        GoldError: the gold cannot be read.
    """
    try:
        responses = read_responses(run.responses)
    except (OSError, ValueError) as error:
        raise RunError(f"{run.folder}: {error}") from error
    scored = score_responses(_questions(run, corpus), responses, corpus, price)
    write_rows(scored.rows, run.scores, {"run": run.record.id, "unscored": list(scored.unscored)})
    return scored


def _questions(run: Run, corpus: Corpus) -> list[GoldQuestion]:
    return load_suites(corpus, run.record.suites, run.record.started.date())


@dataclass(frozen=True)
class Night:
    """A run with its verdict."""

    run: Run
    scored: Scored
    checks: tuple[Check, ...]
    comparison: Comparison | None
    data: dict[str, Any]
    """Of the report."""
    quiet: Collection[str] = READ_BY_CATEGORY
    """Suites that are told by category alone."""

    @property
    def kept(self) -> bool:
        return all(check.kept for check in self.checks)

    @property
    def broken(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.kept)


def judge_run(
    run: Run,
    scored: Scored,
    gates: Gates,
    baseline: Path,
    history: Path | None = None,
    *,
    quiet: Collection[str] = READ_BY_CATEGORY,
) -> Night:
    """Hold a scored run against the gates and the baseline; the history, where one is given, gets a line.

    A run that asked only some suites or categories is not held to those that it did not ask, and what the baseline has beyond them
    is not missed. Of the suites ``quiet`` no question is named.

    Raises:
        ValueError: the baseline cannot be read.
    """
    accepted = read_baseline(baseline)
    whole = set(run.record.suites) == set(SUITES) and not run.record.categories
    comparison = None
    if accepted is not None:
        asked = {row.category for row in scored.rows}
        before = [r for r in accepted[1] if whole or (r.suite in run.record.suites and (not run.record.categories or r.category in asked))]
        comparison = compare(before, [row for row in scored.rows if row.suite not in DRAWN], quiet)
    checks = tuple(apply_gates(gates, scored, comparison, whole=whole, quiet=quiet))
    nights: Sequence[dict[str, Any]] = ()
    if history is not None:
        append(history / HISTORY, entry(run, scored, checks))
        nights = read_history(history / HISTORY)
    data = report_data(run, scored, checks, comparison, accepted[0] if accepted else None, nights, quiet)
    return Night(run, scored, checks, comparison, data, quiet)
