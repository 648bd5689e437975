"""Carriers and the questions that they make."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from evals.carried.changes import CHANGES
from evals.gold_schema import GoldQuestion

_HERE = Path(__file__).parent
READ, HELD = _HERE / "carriers.yaml", _HERE / "carriers_held.yaml"
NEVER = ("injection",)
"""Categories that nothing is put around: there the form is the question."""
EACH = 12
"""Questions in each carrier on one day."""


class Carrier(BaseModel):
    """What is put around a question, or done to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str
    zh: str = ""
    en: str = ""
    change: str = ""
    without: tuple[str, ...] = ()

    def put(self, question: GoldQuestion) -> str | None:
        """``question`` in it; None where it does not suit."""
        if question.category in (*NEVER, *self.without):
            return None
        if self.change:
            return CHANGES[self.change](question.question)
        frame = self.en if question.question.isascii() else self.zh
        return frame.replace("{q}", _closed(question.question, frame)) if frame else None


def _closed(question: str, frame: str) -> str:
    """The question with a sign behind it where the carrier goes on with a sentence of its own."""
    behind = frame.partition("{q}")[2][:1]
    ended = question.rstrip()[-1:] in "？?。！!.…~"
    if behind in "，,":
        return question.rstrip("？?。！! ")
    return question if ended or not behind or behind in "\n😊" or behind == " " else f"{question}？"


def held(carrier: str) -> bool:
    """Whether the carrier of this id is held back from whoever writes rules: a third of them, drawn by hash."""
    return hashlib.sha256(f"carrier {carrier}".encode()).digest()[0] % 3 == 0


@cache
def load_carriers() -> tuple[Carrier, ...]:
    """All carriers, those that may be read first.

    Raises:
        ValueError: one stands in the file of the other part, or suits no question.
    """
    found = []
    for path, part in ((READ, False), (HELD, True)):
        for kind, carriers in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for name, raw in carriers.items():
                if held(name) != part:
                    raise ValueError(f"{path.name}: by its hash {name} belongs into the other file")
                raw = dict(raw)
                found.append(Carrier(id=name, kind=kind, without=tuple(raw.pop("not", ())), **raw))
    return tuple(found)


def carried(questions: Sequence[GoldQuestion], carrier: Carrier) -> Iterator[GoldQuestion]:
    """Each of ``questions`` that ``carrier`` suits, in it, with all that is expected of the bare one."""
    for question in questions:
        if (said := carrier.put(question)) is not None and said != question.question:
            changed = {"id": f"{question.id}~{carrier.id}", "suite": "carried", "category": carrier.kind, "question": said}
            yield question.model_copy(update=changed)


def sample(questions: Sequence[GoldQuestion], day: dt.date, each: int | None = EACH) -> list[GoldQuestion]:
    """``each`` of the questions in every carrier, drawn by the day; all of them where it is None."""
    found = []
    for carrier in load_carriers():
        fitting = list(carried(questions, carrier))
        fitting.sort(key=lambda q: hashlib.sha256(f"{day.isoformat()} {q.id}".encode()).digest())
        found += fitting if each is None else fitting[:each]
    return found


Part = Literal["read", "held"]


def part_of(question: str) -> Part:
    """Which part the carrier of a carried question's id belongs to."""
    return "held" if held(question.partition("~")[2]) else "read"
