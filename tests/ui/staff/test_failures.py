"""What did not pass in a run, looked through: by suite and category, of a real report, of a broken and of a hostile one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.statistics import wilson as evals_wilson
from tests.ui.staff.conftest import MakeClient
from tests.ui.staff.test_evals import RUN, write
from ui.pages.staff.failures import MOST, read_failures
from ui.pages.staff.scores import wilson

BAD = '"><script>alert(1)</script>{{7*7}}'


def failure(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A failure as ``evals`` writes it."""
    return {
        "id": f"lookup-{number:03}", "suite": "core", "category": "lookup", "repeat": 1, "question": f"问题{number}是什么？",
        "history": [{"role": "user", "content": "先前的问题"}], "as_of": None, "note": "",
        "failures": ["status declined, expected answered", "does not say 所有权", "does not cite 4", "quote 2 is not exact",
                     "something else"],
        "expected": {"status": ["answered", "partial"], "must_cite": ["4"], "facts": [{"text": ["所有权", "产权"], "vital": True}]},
        "evidence": [{"document": "js-ip-2023", "provision": "4", "quote": "赋予完成人所有权"}],
        "got": {"status": "declined", "answer": "没有找到。", "citations": [{"label": "措施(四)", "quote": "完善机制"}]},
        "error": None, "trace": {"understood": {"route": "content"}}, "ms": 12.0, **changes,
    }  # fmt: skip


def with_failures(home: Path, *failures: Any, run: str = RUN, **report: Any) -> Path:
    folder = write(home, run)
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    comparison = {"lost": [{"id": "lookup-001"}], "won": [], "left_out": ["lookup-003"]}
    told |= {"failures": list(failures), "comparison": comparison, **report}
    (folder / "report.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_failure_is_told_with_all_that_belongs_to_it(make_client: MakeClient, own_home: Path) -> None:
    with_failures(own_home, failure())
    page = make_client().get(f"/staff/evals/{RUN}").text
    for words in (
        "问题1是什么？", "先前的问题", "应答：作答 / 部分作答", "实答：婉拒", "所有权 / 产权", "赋予完成人所有权", "没有找到。", "完善机制",
        "没有写明：所有权", "没有引用：4", "引文 2 与原文不一致", "something else", "&#34;route&#34;: &#34;content&#34;", "新出现",
        f"/staff/evals/{RUN}/report.html",
    ):  # fmt: skip
        assert words in page, words
    assert "It does not say 所有权" in make_client().get(f"/en/staff/evals/{RUN}").text


def test_new_known_and_not_compared_are_told_apart(own_home: Path) -> None:
    with_failures(own_home, failure(1), failure(2), failure(3))
    assert [f.new for f in read_failures(own_home, RUN).shown] == [True, False, None]


def test_a_suite_and_a_category_can_be_looked_through_alone(make_client: MakeClient, own_home: Path) -> None:
    report = {"groups": [{"suite": s, "category": c, "n": 9, "passed": 8, "rate": 8 / 9, "interval": [0.5, 1]} for s, c in
              (("core", "lookup"), ("core", "damaged"), ("core", "all"), ("all", "all"))]}  # fmt: skip
    with_failures(own_home, failure(1), failure(2, category="damaged"), failure(3, suite="independent"), **report)
    client = make_client()
    found = {
        query: [n for n in (1, 2, 3) if f"问题{n}是什么" in client.get(f"/staff/evals/{RUN}{query}").text]
        for query in ("", "?suite=core", "?suite=core&category=lookup", "?suite=core&category=damaged", "?suite=x", "?category=lookup")
    }
    assert found == {
        "": [1, 2, 3],
        "?suite=core": [1, 2],
        "?suite=core&category=lookup": [1],
        "?suite=core&category=damaged": [2],
        "?suite=x": [1, 2, 3],
        "?category=lookup": [1, 2, 3],
    }
    page = client.get("/staff/evals").text
    assert f'href="/staff/evals/{RUN}?suite=core&category=lookup"' in page
    assert f'href="/staff/evals/{RUN}?suite=core"' in page
    assert f"/en/staff/evals/{RUN}?suite=core&amp;category=damaged" in client.get(f"/staff/evals/{RUN}?suite=core&category=damaged").text


def test_of_very_many_the_first_are_shown_and_it_is_said(make_client: MakeClient, own_home: Path) -> None:
    with_failures(own_home, *(failure(n) for n in range(MOST + 5)))
    page = make_client().get(f"/staff/evals/{RUN}").text
    assert page.count('class="failure"') == MOST
    assert f"共 {MOST + 5} 题，只显示前 {MOST} 题" in page


def all_passed() -> list[dict[str, Any]]:
    return [{"suite": "all", "category": "all", "n": 9, "passed": 9, "rate": 1.0, "interval": [0.7, 1.0]}]


def test_without_failures_it_is_said(make_client: MakeClient, own_home: Path) -> None:
    with_failures(own_home, groups=all_passed())
    assert "没有未通过的题" in make_client().get(f"/staff/evals/{RUN}").text


def scored_alone(home: Path, *passed: bool) -> Path:
    """A run as ``evals run`` leaves it: rows and responses, no report."""
    folder = write(home, RUN)
    for name in ("report.json", "report.html", "summary.txt"):
        (folder / name).unlink()
    rows = [
        {"id": f"q-{n}", "suite": "core", "category": "lookup", "repeat": 1, "status": "answered", "passed": well, "values": {},
         "failures": [] if well else ["does not say 所有权"]}
        for n, well in enumerate(passed)
    ]  # fmt: skip
    responses = [
        {"id": f"q-{n}", "repeat": 1, "answer": {"question": f"第{n}个问题", "status": "answered", "answer": "如下"}} for n in range(9)
    ]
    (folder / "scores.json").write_text(json.dumps({"head": {}, "rows": rows}), encoding="utf-8")
    (folder / "responses.jsonl").write_text("\n".join(json.dumps(r) for r in responses) + '\n{"id": "q-', encoding="utf-8")
    return folder


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_run_with_scores_and_no_report_tells_what_failed(make_client: MakeClient, own_home: Path, prefix: str) -> None:
    scored_alone(own_home, True, False, False, True)
    client = make_client()
    shown = client.get(f"{prefix}/staff/evals/{RUN}").text
    assert "第1个问题" in shown
    assert "第2个问题" in shown
    assert "第0个问题" not in shown
    assert "所有权" in shown
    assert "没有未通过" not in shown
    listed = client.get(f"{prefix}/staff/evals").text
    assert "50.0%" in listed
    assert "未达标" not in listed


def test_the_interval_of_a_run_without_a_report_is_that_of_the_evals() -> None:
    for passed, n in ((0, 1), (3, 4), (399, 471), (9, 9)):
        told = evals_wilson(passed, n)
        assert wilson(passed, n) == pytest.approx((told.low, told.high), abs=1e-6)


@pytest.mark.parametrize(("finished", "said"), [("2026-11-22T01:32:00Z", "没有评分"), (None, "没有完成")])
@pytest.mark.parametrize("scores", [None, "{", "[]", '{"rows": 5}', '{"rows": [{"id": 1}, null]}', "[" * 100_000])
def test_a_run_that_was_not_scored_says_that_and_not_that_nothing_failed(
    make_client: MakeClient, own_home: Path, scores: str | None, finished: str | None, said: str
) -> None:
    folder = write(own_home, RUN, finished=finished)
    (folder / "report.json").unlink()
    if scores is not None:
        (folder / "scores.json").write_text(scores, encoding="utf-8")
    shown = make_client().get(f"/staff/evals/{RUN}").text
    assert said in shown
    assert "没有未通过" not in shown


def test_failures_that_are_counted_and_not_recorded_are_said(make_client: MakeClient, own_home: Path) -> None:
    some = [{**group, "passed": 7, "rate": 7 / 9} for group in all_passed()]
    with_failures(own_home, groups=some)
    shown = make_client().get(f"/staff/evals/{RUN}").text
    assert "有 2 题未通过" in shown
    assert "没有未通过" not in shown


def everywhere(value: Any) -> Any:
    """``value`` with hostile words in place of every word."""
    if isinstance(value, str):
        return BAD
    if isinstance(value, dict):
        return {key: everywhere(entry) for key, entry in value.items()}
    return [everywhere(entry) for entry in value] if isinstance(value, list) else value


def test_hostile_words_are_shown_and_do_nothing(make_client: MakeClient, own_home: Path) -> None:
    with_failures(own_home, everywhere(failure()), {**everywhere(failure()), "failures": [f"does not say {BAD}{{got.__class__}}"]})
    page = make_client().get(f"/staff/evals/{RUN}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page and "<class" not in page and "49" not in page.partition("<main")[2].replace("2049", "")


SPOILT: tuple[Any, ...] = (
    None, 3, "x", [], [[]], {}, {"expected": 3}, {"got": [], "evidence": {}, "history": 3, "failures": {}, "trace": [[[]]]},
    {"expected": {"facts": [1, {"text": 3}, {}], "status": 1, "must_cite": [None]}, "got": {"citations": [1, {}], "answer": 3}},
)  # fmt: skip


@pytest.mark.parametrize("entry", SPOILT)
def test_an_entry_that_is_none_breaks_nothing(make_client: MakeClient, own_home: Path, entry: Any) -> None:
    with_failures(own_home, entry, comparison=entry)
    assert make_client().get(f"/staff/evals/{RUN}").status_code == 200
    with_failures_of = own_home / "evals" / "runs" / RUN / "report.json"
    with_failures_of.write_text(json.dumps({"failures": entry}), encoding="utf-8")
    assert make_client().get(f"/staff/evals/{RUN}?suite=core&category=all").status_code == 200


@pytest.mark.parametrize("name", ["20261122-013000-none-aaaa", "..", "%2e%2e", "x", f"..%2f{RUN}", "a" * 500])
def test_a_run_that_is_none_is_not_found(make_client: MakeClient, own_home: Path, name: str) -> None:
    write(own_home)
    assert make_client().get(f"/staff/evals/{name}").status_code in (404, 303 if name == ".." else 404, 200 if "%2e" in name else 404)
    assert read_failures(own_home, name).shown == ()
