"""Figures as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from evals.bench import Bench, Figure


def as_text(bench: Bench) -> str:
    """The machine, then a line for each figure; what exceeds its limit says so."""
    machine = bench.machine
    load = "" if machine.load is None else f", load {machine.load:.1f}"
    head = f"{machine.cpu}, {machine.cores} cores, {machine.system}, Python {machine.python}{load}"
    width = max(len(figure.name) for figure in bench.figures)
    return "\n".join([head, "", *(_line(figure, width) for figure in bench.figures)])


def _line(figure: Figure, width: int) -> str:
    line = f"{figure.name:{width}}  {figure.value:8.{_digits(figure)}f} {figure.unit:5}"
    if figure.limit is None:
        return line.rstrip()
    return f"{line}  at most {figure.limit:g}" + ("" if figure.kept else "  EXCEEDED")


def _digits(figure: Figure) -> int:
    return 0 if figure.unit == "MB" else 2 if figure.unit in ("s", "times") else 1


def to_json(bench: Bench) -> str:
    """The same as one JSON object: ``machine``, and ``figures`` with name, value, unit, limit, kept."""
    figures = [{**asdict(figure), "kept": figure.kept} for figure in bench.figures]
    return json.dumps({"machine": asdict(bench.machine), "figures": figures}, ensure_ascii=False, indent=2)
