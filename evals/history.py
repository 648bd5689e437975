"""One line for each night: the trend that a single run cannot show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.gates import Check
from evals.runs import Run
from evals.scores import Scored, groups

HISTORY = "history.jsonl"


def entry(run: Run, scored: Scored, checks: Sequence[Check]) -> dict[str, Any]:
    """What the history keeps of a run: when, of what, every figure, accuracy by suite and category, what broke."""
    record = run.record
    return {
        "run": record.id,
        "started": record.started.isoformat(),
        "config": record.config,
        "commit": record.provenance.commit,
        "dirty": record.provenance.dirty,
        "gold": record.provenance.gold,
        "kept": all(check.kept for check in checks),
        "broken": [str(check) for check in checks if not check.kept],
        "accuracy": {group.name: round(group.rate, 4) for group in groups(scored.rows)},
        "figures": {f.name: None if f.value is None else round(f.value, 4) for f in scored.figures()},
    }


def append(path: Path, line: dict[str, Any]) -> None:
    """Add a night to the history."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_history(path: Path) -> list[dict[str, Any]]:
    """All nights, oldest first; a line that cannot be read is left out. Empty where there is no history."""
    if not path.exists():
        return []
    nights = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            night = json.loads(line)
        except ValueError:
            continue
        if isinstance(night, dict) and "run" in night:
            nights.append(night)
    return nights
