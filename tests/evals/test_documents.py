"""evals/README.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from corpus import load_corpus
from evals.__main__ import app
from evals.gates import read_gates
from evals.gold_schema import CATEGORIES, SUITES
from evals.metrics import METRICS, over
from evals.suites import load_suites

README = (Path(__file__).parent.parent.parent / "evals" / "README.md").read_text(encoding="utf-8")


def test_every_suite_category_and_metric_is_explained() -> None:
    for name in (*SUITES, *CATEGORIES):
        assert f"`{name}`" in README, name
    for name in (*(m.name for m in METRICS), *(f.name for f in over([], []))):
        assert name.lower() in README.lower(), name


def test_the_sizes_of_the_suites_are_right() -> None:
    questions = load_suites(load_corpus())
    for suite in SUITES:
        assert f"| `{suite}` | {sum(q.suite == suite for q in questions)} |" in README


def test_every_kind_of_rule_is_explained() -> None:
    gates = read_gates()
    assert all(name in README for name in ("hard", "limits", "floors", "canaries", "regression"))
    assert gates.regression.drop == 0.05 and "more than 0.05" in README and gates.regression.overlap == 0.8 and "below 80 %" in README


def test_every_command_is_shown() -> None:
    listed = CliRunner().invoke(app, ["--help"]).stdout.partition("Commands:")[2].split("\n")
    names = [line.split()[0] for line in listed if line.startswith("  ") and line.strip() and not line.startswith("   ")]
    assert len(names) >= 9
    for name in names:
        assert f"evals {name}" in README, name
