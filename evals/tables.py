"""Runs told in the terminal: what passed, what did not, what changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from evals.comparison import Comparison
from evals.metrics import Case, Figure
from evals.scores import Row, Scored, groups, unstable
from evals.scoring import cited

SHORT = 90


def accuracy_table(rows: Sequence[Row]) -> str:
    """Suite and category, how many, how many passed, the rate with its 95 % interval; a last line for all."""
    lines = [f"{'':36} {'n':>5} {'passed':>6} {'rate':>6}  95 %"]
    for group in groups(rows):
        low, high = group.interval.low, group.interval.high
        name = f"  {group.category}" if group.category != "all" else group.suite
        lines.append(f"{name:36} {len(group.rows):5} {group.passed:6} {group.rate:6.3f}  {low:.3f}–{high:.3f}")
    return "\n".join(lines)


def figures_table(figures: Sequence[Figure]) -> str:
    """Every figure with how many cases it rests on."""
    return "\n".join(f"{f.name:24} {'–' if f.value is None else f'{f.value:.3f}':>9}  of {f.n}" for f in figures)


def summary(scored: Scored) -> str:
    """Accuracy, figures, and what could not be scored or did not keep still."""
    parts = [accuracy_table(scored.rows), figures_table(scored.figures())]
    if scored.unscored:
        parts.append(f"unscored, because the question is no longer the one that was asked: {', '.join(scored.unscored)}")
    if flaky := unstable(scored.rows):
        parts.append(f"passed in one repeat and failed in another: {', '.join(flaky)}")
    return "\n\n".join(parts)


def failures(cases: Sequence[Case]) -> str:
    """Every answer that did not pass: the question, what was expected, what came, each in short."""
    return "\n\n".join(_failure(case) for case in cases if not case.passed)


def _failure(case: Case) -> str:
    q, a = case.question, case.response.answer
    said = " ← ".join([q.question, *(turn.content for turn in reversed(q.history) if turn.role == "user")])
    facts = ", ".join("/".join(fact.text) for fact in q.vital)
    got = case.response.error or "nothing"
    if a is not None:
        found = sorted(cited(a), key=lambda provision: (len(provision), provision))
        got = f"{a.status}{f' ({a.reason})' if a.reason else ''}; cited {', '.join(found) or '–'}; {shortened(a.answer)}"
    return "\n".join(
        [
            f"{q.id}  {shortened(said)}",
            f"  expected  {'|'.join(q.status)}; cite {', '.join(q.must_cite) or '–'}; say {shortened(facts) or '–'}",
            f"  got       {shortened(got, 2 * SHORT)}",
            *(f"  wrong     {failure}" for failure in case.failures),
        ]
    )


def comparison_text(c: Comparison) -> str:
    """What changed between two runs, metric by metric, and the questions that flipped."""
    lines = [f"{c.common} questions compared, {len(c.left_out)} left out (only in one run, or judged otherwise)", ""]
    lines.append(f"{'metric':24} {'n':>5} {'before':>7} {'after':>7} {'change':>7}  {'95 %':17} {'p (Holm)':>8}")
    for x in c.changes:
        interval = f"{x.interval.low:+.3f} … {x.interval.high:+.3f}"
        worse = "  REGRESSION" if x.regression else ""
        lines.append(f"{x.name:24} {x.n:5} {x.before:7.3f} {x.after:7.3f} {x.change:+7.3f}  {interval:17} {x.p_adjusted:8.3f}{worse}")
    lines += ["", f"{len(c.won)} won, {len(c.lost)} lost (exact McNemar p = {c.p_flips:.3f})"]
    lines += [f"  lost  {f.id}: {'; '.join(f.failures)}" for f in c.lost]
    lines += [f"  won   {f.id}" for f in c.won]
    return "\n".join(lines)


def shortened(text: str, width: int = SHORT) -> str:
    """``text`` on one line, cut after ``width`` characters."""
    flat = " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
