"""A report on documents as text: what was taken in, and a table for all questions and for each kind."""

from __future__ import annotations

from evals.benchmarks.document_scores import DocumentFigures, Value
from evals.benchmarks.documents import DocumentReport

_WHOLE = frozenset(("length",))


def as_text(report: DocumentReport) -> str:
    """Documents read and failed, time, and every figure with its 95 % interval, over all and by kind."""
    taken = report.taken
    built = "the index stood from before" if report.index_seconds is None else f"indexed in {report.index_seconds:.0f} s"
    lines = [
        f"{report.name}: {len(taken.ids)} documents taken in in {taken.seconds:.0f} s, {len(taken.failed)} failed; "
        f"{report.passages} passages, {built}",
        *(f"  failed  {name}: {why}" for name, why in taken.failed.items()),
    ]
    return "\n\n".join(["\n".join(lines), *(_table(kind, found) for kind, found in report.figures.items())])


def _table(kind: str, found: DocumentFigures) -> str:
    lines = [f"{kind} ({found.questions} questions)"]
    lines += [f"  {name:24} {_value(name, value)}" for name, value in found.values.items()]
    if found.p50_ms is not None and found.p95_ms is not None:
        lines.append(f"  {'p50 / p95 ms':24} {found.p50_ms:.0f} / {found.p95_ms:.0f}")
    lines.append(f"  {'statuses':24} " + ", ".join(f"{status} {count}" for status, count in found.statuses.items()))
    return "\n".join(lines)


def _value(name: str, value: Value | None) -> str:
    if value is None:
        return "–"
    digits = 0 if name in _WHOLE else 3
    return f"{value.value:6.{digits}f}  ({value.low:.{digits}f}–{value.high:.{digits}f}) of {value.n}"
