"""Runs told in the terminal: what passed, what did not, what changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence

from evals.comparison import Comparison
from evals.metrics import Case, Figure
from evals.scores import Row, Scored, groups, unstable
from evals.scoring import cited
from evals.sealed import SEALED, sealed_places, split_names, told

SHORT = 90


def accuracy_table(rows: Sequence[Row]) -> str:
    """Suite and category, how many, how many passed, the rate with its 95 % interval; a last line for all."""
    lines = [f"{'':36} {'n':>5} {'passed':>6} {'rate':>6}  95 %"]
    for group in groups(rows):
        low, high = group.interval.low, group.interval.high
        name = f"  {group.category}" if group.category != "all" else group.suite
        lines.append(f"{name:36} {len(group.rows):5} {group.passed:6} {group.rate:6.3f}  {low:.3f}–{high:.3f}")
    return "\n".join(lines)


def figures_table(figures: Sequence[Figure], by_suite: Mapping[str, Sequence[Figure]] | None = None) -> str:
    """Every figure with how many cases it rests on, and beside it those of each suite where there are several."""
    suites = by_suite if by_suite and len(by_suite) > 1 else {}
    beside = {suite: {f.name: f.value for f in of} for suite, of in suites.items()}
    head = [f"{'':24} {'all':>9}  {'':7}" + "".join(f"{suite:>12}" for suite in beside)] if beside else []
    rows = [
        f"{f.name:24} {_number(f.value):>9}  of {f.n:<4}" + "".join(f"{_number(of.get(f.name)):>12}" for of in beside.values())
        for f in figures
    ]
    return "\n".join(row.rstrip() for row in [*head, *rows])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def summary(scored: Scored, sealed: Collection[str] = SEALED) -> str:
    """Accuracy, figures, and what could not be scored or did not keep still."""
    parts = [accuracy_table(scored.rows), figures_table(scored.figures(), scored.by_suite())]
    if scored.unscored:
        parts.append(f"unscored, because the question is no longer the one that was asked: {', '.join(scored.unscored)}")
    if flaky := unstable(scored.rows):
        names, unnamed = split_names(flaky, sealed_places(scored.rows, sealed))
        parts.append(f"passed in one repeat and failed in another: {', '.join([*names, *([told(unnamed)] if unnamed else [])])}")
    return "\n\n".join(parts)


def failures(cases: Sequence[Case], sealed: Collection[str] = SEALED) -> str:
    """Every answer that did not pass: the question, what was expected, what came, each in short; of the suites ``sealed`` how many of
    each category."""
    failed = [case.question for case in cases if not case.passed and case.question.suite in sealed]
    counted = told(f"{question.suite}/{question.category}" for question in failed)
    listed = [_failure(case) for case in cases if not case.passed and case.question.suite not in sealed]
    return "\n\n".join([*listed, *([f"not listed: {counted}"] if counted else [])])


def _failure(case: Case) -> str:
    q, a = case.question, case.response.answer
    said = " ← ".join([q.question, *(turn.content for turn in reversed(q.history) if turn.role == "user")])
    facts = ", ".join("/".join(fact.text) for fact in q.vital)
    got = case.response.error or ("a draft" if case.response.draft else "nothing")
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


def comparison_text(c: Comparison, sealed: Collection[str] = SEALED) -> str:
    """What changed between two runs, metric by metric, and the questions that flipped; of the suites ``sealed`` how many of each
    category."""
    lines = [f"{c.common} questions compared, {len(c.left_out)} left out (only in one run, or judged otherwise)", ""]
    lines.append(f"{'metric':24} {'n':>5} {'before':>7} {'after':>7} {'change':>7}  {'95 %':17} {'p (Holm)':>8}")
    for x in c.changes:
        interval = f"{x.interval.low:+.3f} … {x.interval.high:+.3f}"
        worse = "  REGRESSION" if x.regression else ""
        lines.append(f"{x.name:24} {x.n:5} {x.before:7.3f} {x.after:7.3f} {x.change:+7.3f}  {interval:17} {x.p_adjusted:8.3f}{worse}")
    lines += ["", f"{len(c.won)} won, {len(c.lost)} lost (exact McNemar p = {c.p_flips:.3f})"]
    lines += [f"  lost  {f.id}: {'; '.join(f.failures)}" for f in c.lost if f.suite not in sealed]
    lines += [f"  won   {f.id}" for f in c.won if f.suite not in sealed]
    for word, flips in (("lost", c.lost), ("won ", c.won)):
        if counted := told(f"{f.suite}/{f.category}" for f in flips if f.suite in sealed):
            lines.append(f"  {word}  {counted}")
    return "\n".join(lines)


def shortened(text: str, width: int = SHORT) -> str:
    """``text`` on one line, cut after ``width`` characters."""
    flat = " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
