"""How the carried questions did, by kind and by carrier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from evals.carried.building import held
from evals.metrics import Case
from evals.metrics.carried import passing_pairs
from evals.statistics import wilson


def carried_table(cases: Sequence[Case], *, each: bool = False) -> str:
    """Of the carried questions whose bare one passes, how many pass too: all, the part that may be read and the one held back, each kind;
    with ``each`` every carrier that may be read, the worst first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, case in passing_pairs(cases):
        carrier = case.question.id.partition("~")[2]
        names = ["carried", "  held back" if held(carrier) else "  may be read", f"    {case.question.category}"]
        if each and not held(carrier):
            names.append(f"~{carrier}")
        for name in names:
            counts[name][0] += case.passed
            counts[name][1] += 1
    whole = [name for name in ("carried", "  may be read", "  held back") if name in counts]
    kinds = sorted(name for name in counts if name.startswith("    "))
    carriers = sorted((name for name in counts if name.startswith("~")), key=lambda name: counts[name][0] / counts[name][1])
    return "\n".join(_line(name, *counts[name]) for name in (*whole, *kinds, *carriers))


def _line(name: str, passed: int, of: int) -> str:
    interval = wilson(passed, of)
    return f"{name:24} {of:6} {passed:6} {passed / of:6.3f}  {interval.low:.3f}–{interval.high:.3f}"
