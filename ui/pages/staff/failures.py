"""The answers of a run that did not pass, each with what was expected, what came, the evidence and the trace: read from ``report.json``.

Nothing in that file is trusted: an entry that is not as it should be is told as far as it can be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.pages.staff.runs import report_data_of
from ui.render import clean

MOST = 100
"""Failures on one page; the categories are well below."""
_LONGEST = 4000
"""Characters of a text that are shown, and of a trace twice as many."""
_ROWS = 30
_REASONS = (
    ("status", re.compile(r"status (?P<got>\w+), expected (?P<wanted>[\w ]+)")),
    ("declined_as", re.compile(r"declined as (?P<got>\w+), expected (?P<wanted>[\w ]+)")),
    ("verdict", re.compile(r"verdict (?P<got>\w+), expected (?P<wanted>[\w ]+)")),
    ("not_said", re.compile(r"does not say (?P<got>.+)", re.S)),
    ("not_cited", re.compile(r"does not cite (?P<got>.+)", re.S)),
    ("cited", re.compile(r"cites (?P<got>.+)", re.S)),
    ("inexact", re.compile(r"quote (?P<got>\d+) is not exact")),
    ("forbidden", re.compile(r"says “(?P<got>.*?)”, forbidden by .*", re.S)),
)
"""Why an answer does not pass, as the evals write it, and the sentence of the page that says so."""


@dataclass(frozen=True)
class Words:
    """A quotation and where it stands."""

    where: str
    text: str


@dataclass(frozen=True)
class Reason:
    """Why an answer does not pass: the sentence ``key`` of the texts with its ``values``, or ``text`` where it is of another form."""

    text: str
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """One answer that did not pass. ``new``: it passed in the accepted run; None where there is nothing to compare with."""

    id: str
    suite: str
    category: str
    question: str
    before: tuple[Words, ...]
    reasons: tuple[Reason, ...]
    expected_status: tuple[str, ...]
    facts: tuple[str, ...]
    must_cite: tuple[str, ...]
    evidence: tuple[Words, ...]
    status: str
    answer: str
    cited: tuple[Words, ...]
    error: str
    trace: str
    new: bool | None


@dataclass(frozen=True)
class Failures:
    """Those of a run that were asked for, and how many there are in all."""

    shown: tuple[Failure, ...]
    count: int


def read_failures(home: Path, name: str, suite: str = "", category: str = "") -> Failures:
    """The failures of the run ``name``, of a suite and a category alone where those are named."""
    data = report_data_of(home, name)
    compared = _mapping(data.get("comparison"))
    lost = {str(_mapping(flip).get("id")) for flip in _list(compared.get("lost"))} if compared else None
    apart = {str(entry) for entry in _list(compared.get("left_out"))} if compared else set()
    entries = [entry for entry in _list(data.get("failures"), None) if isinstance(entry, dict)]
    wanted = [e for e in entries if (not suite or e.get("suite") == suite) and (not category or e.get("category") == category)]
    return Failures(tuple(_failure(e, lost, apart) for e in wanted[:MOST]), len(wanted))


def _failure(entry: Mapping[str, Any], lost: set[str] | None, apart: set[str]) -> Failure:
    expected, got = _mapping(entry.get("expected")), _mapping(entry.get("got"))
    name = _text(entry.get("id"), 80)
    return Failure(
        id=name,
        suite=_text(entry.get("suite"), 40),
        category=_text(entry.get("category"), 40),
        question=_text(entry.get("question")),
        before=_rows(entry.get("history"), lambda turn: Words(_text(turn.get("role"), 20), _text(turn.get("content")))),
        reasons=tuple(_reason(_text(reason)) for reason in _list(entry.get("failures"))),
        expected_status=tuple(_text(status, 40) for status in _list(expected.get("status"))),
        facts=tuple(" / ".join(_text(t) for t in _list(_mapping(f).get("text"))) for f in _list(expected.get("facts"))),
        must_cite=tuple(_text(provision, 80) for provision in _list(expected.get("must_cite"))),
        evidence=_rows(entry.get("evidence"), lambda e: Words(_text(e.get("provision"), 80), _text(e.get("quote")))),
        status=_text(got.get("status"), 40),
        answer=_text(got.get("answer")),
        cited=_rows(got.get("citations"), lambda c: Words(_text(c.get("label"), 80), _text(c.get("quote")))),
        error=_text(entry.get("error")),
        trace=_trace(entry.get("trace")),
        new=None if lost is None or name in apart else name in lost,
    )


def _reason(told: str) -> Reason:
    found = next(((key, m) for key, pattern in _REASONS if (m := pattern.fullmatch(told))), None)
    return Reason(told, found[0], found[1].groupdict()) if found else Reason(told)


def _rows(value: Any, row: Callable[[Mapping[str, Any]], Words]) -> tuple[Words, ...]:
    return tuple(row(entry) for entry in _list(value) if isinstance(entry, dict))


def _list(value: Any, most: int | None = _ROWS) -> list[Any]:
    return value[:most] if isinstance(value, list) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, longest: int = _LONGEST) -> str:
    words = clean(value) if isinstance(value, str) else ""
    return words if len(words) <= longest else f"{words[:longest]}…"


def _trace(value: Any) -> str:
    try:
        return _text(json.dumps(value, ensure_ascii=False, indent=1), 2 * _LONGEST) if value else ""
    except (ValueError, RecursionError):
        return ""
