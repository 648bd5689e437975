"""``assistant points``: the record checked, and a draft for documents that have none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.cli import run, run_process

HERE = Path(__file__).parent


def test_the_shipped_points_are_checked() -> None:
    ended = run("points", "check")
    assert ended.code == 0 and "134" in ended.out


@pytest.mark.parametrize("arguments", [("points", "check", "nowhere"), ("points", "draft", "nowhere")])
def test_a_document_that_there_is_not_is_refused_by_name(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.code == 2 and "nowhere" in ended.err and "js-ip-2023" in ended.err


def test_a_document_taken_in_is_drafted_and_checked_by_its_clauses(own_home: Path) -> None:
    assert run_process(own_home, "ingest", str(HERE / "assistant" / "verification" / "incentives.txt")).code == 0
    drafted = run_process(own_home, "points", "draft", "incentives")
    assert drafted.code == 0 and drafted.out.startswith("# ")
    assert yaml.safe_load(drafted.out)["document"] == "incentives"
    checked = run_process(own_home, "points", "check", "incentives")
    assert checked.code == 1 and "incentives" in checked.err
    profile = run_process(own_home, "eligibility", "--document", "incentives", "--text", "我们是一家工业企业", "--json")
    report = json.loads(profile.out)
    assert profile.code == 0 and not report["modelled"] and any("13%" in c["quote"] for c in report["clauses"])
