"""The accepted run: what a night is held against. A pinned one, not the last: slow drift would pass from night to night."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.metrics import METRICS
from evals.runs import Run
from evals.scores import Row, groups
from evals.suites import DRAWN

BASELINE = Path(__file__).parent / "baseline.json"


def accept(run: Run, rows: Sequence[Row], path: Path = BASELINE) -> dict[str, Any]:
    """Write ``rows`` as the baseline, small enough to be kept with the code: a question a line, metrics by their place in the head.

    Returns:
        The head: which run, when, of which commit and hashes, accuracy by group.

    Raises:
        ValueError: the run was broken off, asked a part of the gold only, or holds errors.
    """
    if run.record.finished is None:
        raise ValueError(f"{run.record.id} was broken off")
    if run.record.categories:
        raise ValueError(f"{run.record.id} asked only {', '.join(run.record.categories)}")
    if errors := [row.id for row in rows if row.error]:
        raise ValueError(f"{run.record.id} holds errors: {', '.join(errors[:8])}")
    record = run.record
    head = {
        "run": record.id,
        "started": record.started.isoformat(),
        "config": record.config,
        "suites": list(record.suites),
        "repeat": record.repeat,
        "commit": record.provenance.commit,
        "dirty": record.provenance.dirty,
        "gold": record.provenance.gold,
        "corpus": record.provenance.corpus,
        "prompts": record.provenance.prompts,
        "index": record.index,
        "model": record.model,
        "accuracy": {g.name: [g.passed, len(g.rows)] for g in groups(rows)},
        "metrics": [m.name for m in METRICS],
    }
    lines = ",\n".join(json.dumps(_short(row), ensure_ascii=False, separators=(",", ":")) for row in rows if row.suite not in DRAWN)
    path.write_text(f'{{"head": {json.dumps(head, ensure_ascii=False, indent=1)},\n"rows": [\n{lines}\n]}}\n', encoding="utf-8")
    return head


def _short(row: Row) -> list[Any]:
    values = [_number(row.values[m.name]) for m in METRICS]
    return [row.id, row.suite, row.category, row.repeat, row.gold, row.status, int(row.passed), values]


def _number(value: float | None) -> float | int | None:
    return value if value is None or value != int(value) else int(value)


def read_baseline(path: Path = BASELINE) -> tuple[dict[str, Any], list[Row]] | None:
    """The head and the rows of the baseline; None where none was ever accepted.

    Raises:
        ValueError: the file cannot be read; the message names it.
    """
    if not path.exists():
        return None
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        head = loaded["head"]
        rows = [
            Row(
                id=i, suite=suite, category=category, repeat=repeat, gold=gold, status=status, passed=bool(passed),
                values=dict(zip(head["metrics"], values, strict=True)),
            )
            for i, suite, category, repeat, gold, status, passed, values in loaded["rows"]
        ]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no baseline: {str(error).splitlines()[0]}") from error
    return head, rows
