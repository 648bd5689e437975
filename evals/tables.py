"""Runs told in the terminal: what passed, what did not, what changed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from evals.comparison import Comparison
from evals.gold_schema import READ_BY_CATEGORY
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


BY_SUITE = ("lead", "disclaimer first", "denied", "wrong verdict", "answer length")


def suites_table(scored: Scored) -> str:
    """How answers begin, deny and how long they are, suite by suite."""
    lines = [f"{'':12} " + " ".join(f"{name:>16}" for name in BY_SUITE)]
    for suite in dict.fromkeys(row.suite for row in scored.rows):
        figures = {f.name: f for f in scored.figures([row for row in scored.rows if row.suite == suite])}
        values = (figures[name] for name in BY_SUITE)
        lines.append(f"{suite:12} " + " ".join(f"{_value(f):>16}" for f in values))
    return "\n".join(lines)


def _value(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.3f}" if figure.percent else f"{figure.value:.0f}"


def failures(cases: Sequence[Case], quiet: Collection[str] = READ_BY_CATEGORY) -> str:
    """Every answer that did not pass: the question, what was expected, what came, each in short; of the suites ``quiet`` none."""
    named = [case for case in cases if not case.passed and case.question.suite not in quiet]
    return "\n\n".join(map(_failure, named))


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
    lines += [f"  lost  {f.id}: {'; '.join(f.failures)}" for f in c.lost if not f.quiet]
    lines += [f"  won   {f.id}" for f in c.won if not f.quiet]
    quiet = Counter((f.category, f.won) for f in c.flips if f.quiet)
    lines += [f"  {'won ' if won else 'lost'}  {count} of {category}, not named" for (category, won), count in sorted(quiet.items())]
    return "\n".join(lines)


def shortened(text: str, width: int = SHORT) -> str:
    """``text`` on one line, cut after ``width`` characters."""
    flat = " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
