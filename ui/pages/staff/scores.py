"""A run that was scored and has no report: its rows (``scores.json``) and answers (``responses.jsonl``) as a report would tell them.

Nothing in them is trusted. What was expected stands in the gold and not in the run, so that it is not told.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LARGEST = 64 * 1024**2
_Z = 1.959964
"""Of 95 % in both directions."""


def scored_data(folder: Path) -> dict[str, Any]:
    """``groups`` and ``failures`` of the run in ``folder``, as in ``report.json``; empty where it was not scored or cannot be read."""
    told = _read(folder / "scores.json")
    rows = told.get("rows") if isinstance(told, dict) else None
    rows = [row for row in rows if _is_row(row)] if isinstance(rows, list) else []
    if not rows:
        return {}
    answers = dict(_answers(folder / "responses.jsonl"))
    failed = [row for row in rows if not row["passed"]]
    return {"groups": _groups(rows), "failures": [_failure(row, answers.get((row["id"], row.get("repeat", 1)), {})) for row in failed]}


def _is_row(row: Any) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("passed"), bool):
        return False
    return all(isinstance(row.get(key), str) for key in ("id", "suite", "category"))


def _groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        for key in ((row["suite"], row["category"]), (row["suite"], "all"), ("all", "all")):
            found.setdefault(key, []).append(row["passed"])
    return [
        {"suite": s, "category": c, "n": len(of), "passed": sum(of), "rate": sum(of) / len(of), "interval": wilson(sum(of), len(of))}
        for (s, c), of in found.items()
    ]


def wilson(passed: int, n: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for ``passed`` of ``n`` (Wilson, JASA 1927)."""
    rate, z = passed / n, _Z**2 / n
    centre, reach = (rate + z / 2) / (1 + z), _Z * math.sqrt(rate * (1 - rate) / n + z / (4 * n)) / (1 + z)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def _failure(row: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    answer = response.get("answer")
    got = answer if isinstance(answer, dict) else {"status": row.get("status")}
    return {
        **{key: row.get(key) for key in ("id", "suite", "category", "failures")},
        "question": got.get("question") or row["id"],
        "got": got,
        "error": response.get("error"),
        "trace": response.get("trace"),
    }


def _answers(path: Path) -> Iterator[tuple[tuple[str, Any], dict[str, Any]]]:
    """The responses by question and repeat; a line that is none is left out."""
    for line in _text(path).split("\n"):
        try:
            told = json.loads(line) if line else None
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and isinstance(told.get("id"), str) and isinstance(told.get("repeat", 1), int):
            yield (told["id"], told.get("repeat", 1)), told


def _read(path: Path) -> Any:
    try:
        return json.loads(_text(path) or "null")
    except (ValueError, RecursionError):
        return None


def _text(path: Path) -> str:
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
