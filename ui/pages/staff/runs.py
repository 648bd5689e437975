"""The runs of the evals as they lie in the home folder: ``run.json``, ``report.json`` and ``summary.txt`` read, ``report.html`` handed out.
Of a run that was scored and not reported (``evals run``) the rows are read in the report's stead.

Nothing in them is trusted: a file may be missing, half written or of another version, and then that run is told as far as it can be.
"""

from __future__ import annotations

import json
import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui.pages.staff.scores import scored_data

SHOWN = 30
"""Newest runs that are looked at."""
_NAME = re.compile(r"\d{8}-\d{6}-[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")
_LARGEST = 64 * 1024**2
_READ: dict[Path, tuple[tuple[tuple[int, int], ...], Group | None, tuple[Group, ...], bool | None]] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Group:
    """Questions that belong together and how many of them passed; the interval is Wilson's of 95 %."""

    suite: str
    category: str
    n: int
    passed: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class RunTold:
    """A run as far as its files tell. ``kept`` is None where it was not judged; ``every`` where it was not scored."""

    name: str
    config: str
    started: str
    finished: bool
    model: str
    commit: str
    questions: int
    summary: str
    every: Group | None
    groups: tuple[Group, ...]
    kept: bool | None
    has_report: bool

    @property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The suites and categories that were asked."""
        return frozenset((group.suite, group.category) for group in self.groups)


def read_runs(home: Path) -> list[RunTold]:
    """The newest runs below ``home``, newest first; none where there are none."""
    folder = home / "evals" / "runs"
    try:
        names = sorted((e.name for e in os.scandir(folder) if e.is_dir(follow_symlinks=False) and _NAME.fullmatch(e.name)), reverse=True)
    except OSError:
        return []
    found = (_told(folder / name) for name in names[:SHOWN])
    return [run for run in found if run is not None]


def read_run(home: Path, name: str) -> RunTold | None:
    """The run ``name``; None where there is none of that name."""
    path = _file_of(home, name, "run.json")
    return _told(path.parent) if path else None


def report_of(home: Path, name: str) -> bytes | None:
    """The page of the run ``name``; None unless it is a plain file of a run right below the folder of the runs."""
    path = _file_of(home, name, "report.html")
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def report_data_of(home: Path, name: str) -> dict[str, Any]:
    """What ``report.json`` of the run ``name`` holds, as it was written, or what its scores tell; empty where it was not scored."""
    path = _file_of(home, name, "run.json")
    return _data(path.parent) if path else {}


def _data(folder: Path) -> dict[str, Any]:
    path = folder / "report.json"
    data = None if path.is_symlink() else _json(path)
    return data if isinstance(data, dict) and isinstance(data.get("groups"), list) else scored_data(folder)


def _file_of(home: Path, name: str, file: str) -> Path | None:
    """A file of a run; None unless it is a plain one, not too large, of a folder right below that of the runs."""
    if not _NAME.fullmatch(name):
        return None
    folder = home / "evals" / "runs"
    path = folder / name / file
    try:
        if (folder / name).is_symlink() or path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path if path.resolve().parent.parent == folder.resolve() else None
    except (OSError, ValueError):
        return None


def _told(folder: Path) -> RunTold | None:
    record = _json(folder / "run.json")
    if not isinstance(record, dict):
        return None
    every, groups, kept = _report(folder)
    provenance = record.get("provenance")
    provenance = provenance if isinstance(provenance, dict) else {}
    questions = record.get("questions")
    return RunTold(
        name=folder.name,
        config=Path(str(record.get("config") or "")).stem[:40],
        started=str(record.get("started") or "")[:19].replace("T", " "),
        finished=bool(record.get("finished")),
        model=str(record.get("model") or "")[:80],
        commit=str(provenance.get("commit") or "")[:10],
        questions=questions if isinstance(questions, int) else 0,
        summary=_line(folder / "summary.txt"),
        every=every,
        groups=groups,
        kept=kept,
        has_report=report_is_there(folder),
    )


def report_is_there(folder: Path) -> bool:
    """Whether a run has a page to show."""
    path = folder / "report.html"
    return path.is_file() and not path.is_symlink()


def _report(folder: Path) -> tuple[Group | None, tuple[Group, ...], bool | None]:
    """All, the groups, the verdict; read again only when a file has changed, as it may hold megabytes."""
    stamp = tuple(_stamp(folder / name) for name in ("report.json", "scores.json"))
    with _LOCK:
        known = _READ.get(folder)
    if known is None or known[0] != stamp:
        data = _data(folder)
        listed = data.get("groups")
        groups = tuple(g for entry in (listed if isinstance(listed, list) else ()) if (g := _group(entry)) is not None)
        every = next((g for g in groups if g.suite == g.category == "all"), None)
        kept = data.get("kept")
        known = (stamp, every, tuple(g for g in groups if g is not every), kept if isinstance(kept, bool) else None)
        with _LOCK:
            if len(_READ) > 4 * SHOWN:
                _READ.clear()
            _READ[folder] = known
    return known[1:]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size


def _group(entry: Any) -> Group | None:
    try:
        low, high = entry["interval"]
        rates = [min(1.0, max(0.0, float(x))) for x in (entry["rate"], low, high)]
        return Group(str(entry["suite"])[:40], str(entry["category"])[:40], int(entry["n"]), int(entry["passed"]), *rates)
    except (TypeError, KeyError, ValueError):
        return None


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return " ".join(file.read(2000).split())[:400]
    except OSError:
        return ""
