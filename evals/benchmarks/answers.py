"""The assistant and the stock recipe on the same questions, in one run, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import Settings
from evals.comparison import Change, compare
from evals.gold_schema import SUITES
from evals.metrics import Figure
from evals.runner import ask_all
from evals.scores import Group, Scored, groups, score_responses
from evals.suites import load_suites
from evals.systems import open_system, read_config

CONFIGS = ("live", "stock", "stock-500")
ANSWERED = tuple(suite for suite in SUITES if suite != "letters")
"""The suites that are answered: the stock recipe drafts no replies."""
SHOWN = (
    "fact recall", "citation precision", "citation recall", "citation F1", "list completeness", "follow-up resolution",
    "off-topic declined", "not-covered declined", "false refusals", "risk", "p50 ms", "p95 ms",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One system's scores."""

    config: str
    scored: Scored

    @property
    def figures(self) -> dict[str, Figure]:
        return {f.name: f for f in self.scored.figures()}

    @property
    def groups(self) -> dict[str, Group]:
        return {g.name: g for g in groups(self.scored.rows)}


def side_by_side(
    settings: Settings,
    configs: Sequence[str] = CONFIGS,
    suites: Sequence[str] = ANSWERED,
    *,
    say: Callable[[str], None] = lambda line: None,
) -> list[Side]:
    """Ask every question of ``suites`` of each of ``configs`` in turn, and score them by one scorer.

    Raises:
        ValueError: there is no such configuration or suite.
        GoldError, SettingsError, RetrievalError, ModelError, CorpusError: what is asked cannot be opened.
    """
    sides = []
    for config in configs:
        opened = open_system(read_config(config), settings)
        questions = load_suites(opened.corpus, suites)
        say(f"asking {config}: {len(questions)} questions")
        responses = list(ask_all(opened.system, questions))
        sides.append(Side(config, score_responses(questions, responses, opened.corpus)))
    return sides


def table(sides: Sequence[Side]) -> str:
    """Accuracy by suite with its interval and further figures, a column a system; then the difference of each to the first."""
    rows = [["", *(side.config for side in sides)]]
    names = [name for name in ("core", "independent", "adversarial", "all") if name in sides[0].groups]
    for suite in names:
        shown = [side.groups[suite] for side in sides]
        rows.append([f"accuracy, {suite}", *(f"{g.rate:.3f} ({g.interval.low:.3f}–{g.interval.high:.3f})" for g in shown)])
    for name in SHOWN:
        figures = [side.figures[name] for side in sides]
        rows.append([name, *("–" if f.value is None else f"{f.value:.1f}" if name.endswith("ms") else f"{f.value:.3f}" for f in figures)])
    for other, change in differences(sides):
        low, high = change.interval.low, change.interval.high
        rows.append([f"accuracy of {sides[0].config} − {other}", f"{change.change:+.3f} ({low:+.3f} … {high:+.3f})"])
    rows = [[*row, *([""] * (len(rows[0]) - len(row)))] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" + _rule(n, len(row)) for n, row in enumerate(rows))


def differences(sides: Sequence[Side]) -> list[tuple[str, Change]]:
    """The change of accuracy from each other system to the first, over the same questions."""
    first, *others = sides
    compared = [(side.config, compare(side.scored.rows, first.scored.rows)) for side in others]
    return [(config, next(c for c in comparison.changes if c.name == "accuracy")) for config, comparison in compared]


def _rule(row: int, columns: int) -> str:
    return "\n|" + "---|" * columns if row == 0 else ""
