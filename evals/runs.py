"""A run: a folder with its record, the responses, and the scores made from them."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant import Settings
from evals.provenance import Provenance, dumped

RECORD, RESPONSES, SCORES = "run.json", "responses.jsonl", "scores.json"


class RunError(Exception):
    """A run cannot be found or read; the message names the path."""


class RunRecord(BaseModel):
    """What was asked of what, when, where. Written before the first question and again after the last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    id: str
    config: str
    suites: tuple[str, ...]
    categories: tuple[str, ...] = ()
    """Only these; all when empty."""
    workers: int = 1
    repeat: int = 1
    questions: int
    started: dt.datetime
    finished: dt.datetime | None = None
    """None while it runs, and for ever when it was broken off."""
    index: str = ""
    model: str | None = None
    machine: dict[str, Any] = {}
    provenance: Provenance


@dataclass(frozen=True)
class Run:
    """The record and where it stands."""

    folder: Path
    record: RunRecord

    @property
    def responses(self) -> Path:
        return self.folder / RESPONSES

    @property
    def scores(self) -> Path:
        return self.folder / SCORES

    def write(self) -> None:
        """Write the record; the folder is made where it is missing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / RECORD).write_text(dumped(self.record) + "\n", encoding="utf-8")


def evals_dir(settings: Settings) -> Path:
    """Where runs, reports and the history are kept."""
    return settings.home / "evals"


def runs_dir(settings: Settings) -> Path:
    return evals_dir(settings) / "runs"


def new_id(config: str, now: dt.datetime) -> str:
    """A name for a run that sorts by time: ``20261122-013000-live-3fa9``."""
    return f"{now:%Y%m%d-%H%M%S}-{Path(config).stem}-{secrets.token_hex(2)}"


def read_run(folder: Path) -> Run:
    """The run in ``folder``.

    Raises:
        RunError: there is none, or its record cannot be read.
    """
    path = folder / RECORD
    try:
        return Run(folder, RunRecord.model_validate_json(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise RunError(f"{folder} holds no run ({RECORD} is missing)") from error
    except (OSError, ValidationError) as error:
        raise RunError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error


def find_run(named: str, runs: Path) -> Run:
    """The run that ``named`` means: a folder, the id of a run in ``runs`` or the beginning of one, or ``last``.

    Raises:
        RunError: there is none, or more than one.
    """
    if (Path(named) / RECORD).is_file():
        return read_run(Path(named))
    known = sorted(path.parent.name for path in runs.glob(f"*/{RECORD}"))
    matching = known[-1:] if named == "last" else [name for name in known if name == named] or [n for n in known if n.startswith(named)]
    if len(matching) != 1:
        which = f"{named} may be {', '.join(matching)}" if matching else f"no run {named} in {runs}"
        raise RunError(which)
    return read_run(runs / matching[0])


def remove_old(runs: Path, keep: int) -> list[str]:
    """Remove the oldest runs of ``runs`` beyond the newest ``keep``; the ids of those removed. Other folders are left alone."""
    known = sorted(path.parent for path in runs.glob(f"*/{RECORD}"))
    old = known[:-keep] if keep else known
    for folder in old:
        shutil.rmtree(folder)
    return [folder.name for folder in old]
