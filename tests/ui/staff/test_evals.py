"""The runs of the evals on the page: what is there, what is half there, and no file beyond their folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.staff.conftest import MakeClient
from ui.pages.staff.runs import read_runs, report_of

GROUPS = [("core", "lookup", 49, 49), ("core", "all", 403, 394), ("all", "all", 1075, 1001)]
RUN = "20261122-013000-live-3fa9"


def write(home: Path, name: str = RUN, passed: int = 1001, **record: Any) -> Path:
    """A run as ``evals nightly`` leaves it."""
    folder = home / "evals" / "runs" / name
    folder.mkdir(parents=True)
    told = {
        "id": name,
        "config": "live",
        "started": "2026-11-22T01:30:00Z",
        "finished": "2026-11-22T01:32:00Z",
        "questions": 1075,
        **record,
    }
    groups = [
        {"suite": s, "category": c, "n": n, "passed": p, "rate": p / n, "interval": [p / n - 0.01, p / n]} for s, c, n, p in GROUPS[:2]
    ]
    groups.append({"suite": "all", "category": "all", "n": 1075, "passed": passed, "rate": passed / 1075, "interval": [0.9, 0.95]})
    (folder / "run.json").write_text(json.dumps({**told, "provenance": {"commit": "abcdef1234567"}}), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps({"kept": True, "groups": groups}), encoding="utf-8")
    (folder / "summary.txt").write_text("PASS live 2026-11-22: accuracy 0.931\n", encoding="utf-8")
    (folder / "report.html").write_text("<!doctype html><title>the report</title>", encoding="utf-8")
    return folder


def test_without_a_run_the_page_says_how_to_make_one(make_client: MakeClient) -> None:
    shown = make_client().get("/staff/evals")
    assert shown.status_code == 200
    assert "还没有评测记录" in shown.text


def test_the_latest_run_its_categories_and_the_trend(make_client: MakeClient, own_home: Path) -> None:
    write(own_home, "20261121-013000-live-aaaa", passed=900)
    write(own_home, "20261121-023000-stock-bbbb", passed=100, config="stock")
    write(own_home)
    page = make_client().get("/staff/evals").text
    for words in (
        "93.1%",
        "1075 题中 1001 题正确",
        "条款查询",
        "49/49",
        "PASS live",
        f"/staff/evals/{RUN}/report.html",
        "<polyline",
        "abcdef1234",
    ):
        assert words in page
    assert page.count("<circle") == 2
    assert "93.1%" in make_client().get("/staff/status").text


BROKEN = ["", "{", "[]", "null", '{"groups": 3}', '{"groups": [{}, 1, {"rate": "x"}], "kept": "yes"}', "[" * 100_000]


@pytest.mark.parametrize("content", BROKEN)
@pytest.mark.parametrize("file", ["run.json", "report.json", "summary.txt"])
def test_a_file_that_is_broken_breaks_nothing(make_client: MakeClient, own_home: Path, file: str, content: str) -> None:
    (write(own_home) / file).write_text(content, encoding="utf-8")
    client = make_client()
    for path in ("/staff/evals", "/staff/status", "/en/staff/evals"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("missing", ["run.json", "report.json", "summary.txt", "report.html"])
def test_a_run_that_was_broken_off_is_told_as_far_as_it_goes(make_client: MakeClient, own_home: Path, missing: str) -> None:
    (write(own_home, finished=None) / missing).unlink()
    client = make_client()
    page = client.get("/staff/evals")
    assert page.status_code == 200
    assert ("/report.html" in page.text) == (missing not in ("report.html", "run.json"))


def test_hostile_words_in_the_files_are_shown_and_do_nothing(make_client: MakeClient, own_home: Path) -> None:
    bad = '"><script>alert(1)</script>'
    folder = write(own_home, config=bad, model=bad, started=bad)
    (folder / "summary.txt").write_text(bad, encoding="utf-8")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    report["groups"][0]["category"] = report["groups"][1]["suite"] = bad
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert "<script>alert" not in make_client().get("/staff/evals").text


def test_a_report_is_shown_under_a_policy_that_lets_it_do_nothing(make_client: MakeClient, own_home: Path) -> None:
    write(own_home)
    shown = make_client().get(f"/staff/evals/{RUN}/report.html")
    assert "the report" in shown.text
    policies = shown.headers.get_list("content-security-policy")
    assert any("default-src 'none'" in p and "sandbox" in p and "allow-scripts" not in p for p in policies)
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"


NAMES = (
    "..",
    ".",
    "%2e%2e",
    "..%2f..",
    "%2e%2e%2f%2e%2e",
    f"..%2f{RUN}",
    f"{RUN}%2f..",
    f"{RUN}%00",
    "%5c..",
    "~root",
    "C:",
    f"{RUN}/..",
    "etc",
)


@pytest.mark.parametrize("name", NAMES)
def test_no_path_leads_out_of_the_folder(make_client: MakeClient, own_home: Path, name: str) -> None:
    write(own_home)
    for outside in (own_home, own_home / "evals", own_home / "evals" / "runs"):
        (outside / "report.html").write_text("outside", encoding="utf-8")
    shown = make_client().get(f"/staff/evals/{name}/report.html")
    assert "outside" not in shown.text
    assert shown.status_code == 404
    assert report_of(own_home, name) is None


def test_links_out_of_the_folder_are_not_followed(own_home: Path, tmp_path: Path) -> None:
    secret = write(tmp_path / "elsewhere")
    runs = own_home / "evals" / "runs"
    runs.mkdir(parents=True)
    (runs / "20261122-023000-live-cccc").symlink_to(secret)
    folder = write(own_home)
    (folder / "report.html").unlink()
    (folder / "report.html").symlink_to(secret / "report.html")
    assert report_of(own_home, "20261122-023000-live-cccc") is None
    assert report_of(own_home, RUN) is None
    assert [run.name for run in read_runs(own_home)] == [RUN]
