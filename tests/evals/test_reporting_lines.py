"""JUnit XML for build servers and one line for a chat."""

from __future__ import annotations

import json
import re

import pytest
from junitparser import Failure, JUnitXml, Skipped

from corpus import Corpus, Document
from evals.comparison import compare
from evals.gates import apply_gates
from evals.reporting.html import render
from evals.reporting.junit import junit
from evals.reporting.summary import LONGEST, one_line, sentence
from evals.tables import comparison_text, failures
from tests.evals.report_samples import GATES, Told, response, tell
from tests.evals.samples import answered, gold


def three(corpus: Corpus, policy: Document, passed_before: tuple[str, ...] | None, text: str = "不知道。") -> Told:
    """One question passes, two do not."""
    questions = [gold(), gold(id="lookup-002"), gold(id="lookup-003")]
    wrong = answered(policy, answer=text, citations=())
    responses = [response(q, a, ms=1500.0) for q, a in zip(questions, (answered(policy), wrong, wrong), strict=True)]
    return tell(corpus, questions, responses, passed_before=passed_before)


def cases(xml: str, suite: str) -> dict[str, list[object]]:
    """The results of a suite's cases by name, as they are read back."""
    found = {s.name: s for s in JUnitXml.fromstring(xml.encode("utf-8"))}
    return {case.name: list(case.result) for case in found[suite]}


def test_without_a_baseline_every_wrong_answer_is_a_failure(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, None)
    xml = junit(told.scored, told.checks, None)
    core = cases(xml, "core")
    assert {name: [type(r) for r in results] for name, results in core.items()} == {
        "lookup-001": [],
        "lookup-002": [Failure],
        "lookup-003": [Failure],
    }
    root = JUnitXml.fromstring(xml.encode("utf-8"))
    broken = sum(not check.kept for check in told.checks)
    assert (root.tests, root.failures, root.skipped, root.errors) == (3 + len(told.checks), 2 + broken, 0, 0)
    assert root.time == 4.5


def test_what_failed_in_the_baseline_too_is_skipped_and_says_so(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, ("lookup-001", "lookup-002"))
    core = cases(junit(told.scored, told.checks, told.comparison), "core")
    assert [type(r) for r in core["lookup-002"]] == [Failure]
    assert [type(r) for r in core["lookup-003"]] == [Skipped]
    assert core["lookup-003"][0].message.startswith("known: failed in the baseline too: does not say 给予资金支持")  # type: ignore[attr-defined]


def test_a_question_that_the_baseline_does_not_have_is_a_failure(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, ())
    assert told.comparison is not None
    older = [row for row in told.scored.rows if row.id != "lookup-003"]
    core = cases(junit(told.scored, told.checks, compare(older, told.scored.rows)), "core")
    assert [type(r) for r in core["lookup-002"]] == [Skipped]
    assert [type(r) for r in core["lookup-003"]] == [Failure]


def test_every_check_is_a_case_of_the_gate(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, ("lookup-001",))
    gate = cases(junit(told.scored, told.checks, told.comparison), "gate")
    assert len(gate) == len({check.name for check in told.checks})
    broken = next(check for check in told.checks if not check.kept)
    (failure,) = gate[broken.name]
    assert isinstance(failure, Failure) and failure.message == str(broken)


def test_what_xml_forbids_is_taken_out_and_the_rest_stays(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, None, "a\x00b\x0b\x1b[31m]]> <script> & \ufffe 措\U0001f600")
    (failure,) = cases(junit(told.scored, told.checks, None), "core")["lookup-002"]
    assert "answered: ab[31m]]> <script> &  措\U0001f600" in str(failure.text)  # type: ignore[attr-defined]


def test_an_error_is_told_apart_and_a_repeat_has_a_name_of_its_own(corpus: Corpus) -> None:
    question = gold()
    told = tell(corpus, [question], [response(question, None), response(question, None, repeat=2)])
    core = cases(junit(told.scored, told.checks, None), "core")
    assert list(core) == ["lookup-001", "lookup-001 (repeat 2)"]
    assert core["lookup-001"][0].type == "error"  # type: ignore[attr-defined]


def quiet(corpus: Corpus, policy: Document) -> Told:
    """A question of core and two independent ones fail, of which one passed before; a third one passes and breaks a hard rule."""
    questions = [gold(), *(gold(id=f"lookup-90{n}", suite="independent", question=f"SEALED {n}") for n in (1, 2, 3))]
    wrong = answered(policy, answer="不知道。", citations=())
    beside = answered(policy, answer=f"{answered(policy).answer} 另有500项。")
    responses = [response(q, a) for q, a in zip(questions, (wrong, wrong, wrong, beside), strict=True)]
    return tell(corpus, questions, responses, passed_before=("lookup-001", "lookup-901", "lookup-903"))


def test_a_suite_told_by_category_has_a_case_for_each_category(corpus: Corpus, policy: Document) -> None:
    told = quiet(corpus, policy)
    (failure,) = cases(junit(told.scored, told.checks, told.comparison), "independent")["lookup"]
    assert isinstance(failure, Failure) and failure.message == "2 of 3 do not pass, 1 of them new or not compared"
    opened = cases(junit(told.scored, told.checks, told.comparison, quiet=()), "independent")
    assert list(opened) == ["lookup-901", "lookup-902", "lookup-903"]


def test_a_question_of_such_a_suite_is_named_nowhere(corpus: Corpus, policy: Document) -> None:
    told = quiet(corpus, policy)
    assert told.comparison is not None
    page, printed = render(told.data), comparison_text(told.comparison) + failures(told.scored.cases)
    broken = [str(check) for check in told.checks if not check.kept]
    xml = junit(told.scored, told.checks, told.comparison)
    for text in (page, json.dumps(told.data, ensure_ascii=False), printed, xml, *broken):
        assert "SEALED" not in text and "lookup-90" not in text
    assert "2 answers of suites that are told by category alone are counted above" in page
    assert any(line.startswith("hard number faithfulness") and "(1 of independent/lookup)" in line for line in broken), broken
    assert any(line.startswith("regression accuracy") and "(lookup-001, 1 of independent/lookup)" in line for line in broken), broken
    assert told.data["by_suite"]["independent"]["accuracy"] == [pytest.approx(1 / 3), 3] and "Metrics by suite" in page


def test_asked_for_they_are_named(corpus: Corpus, policy: Document) -> None:
    told = quiet(corpus, policy)
    before = [row.model_copy(update={"passed": True}) for row in told.scored.rows]
    again = compare(before, told.scored.rows, quiet=())
    assert "lookup-901" in comparison_text(again) and "SEALED 2" in failures(told.scored.cases, quiet=())
    checks = apply_gates(GATES, told.scored, again, whole=False, quiet=())
    assert any("lookup-903" in check.ids for check in checks) and not any(check.unnamed for check in checks)


def test_one_line_says_what_a_chat_wants_to_know(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, ("lookup-001", "lookup-002"))
    line = one_line(told.data)
    assert line.startswith("FAIL live 2026-11-22: accuracy 0.333 (1/3; 0.061–0.792), core 0.333; broke: ")
    assert re.search(r"core 0\.333, core/lookup 0\.333, accuracy 0\.667 → 0\.333; \+0/−1 against accepted$", line)


def test_one_line_is_one_short_line_whatever_it_is_told(corpus: Corpus, policy: Document) -> None:
    data = three(corpus, policy, None).data
    assert "no baseline" in one_line(data)
    data["run"]["config"] = "long\n\u2028\r name " * 60
    line = one_line(data)
    assert len(line) == LONGEST and len(line.splitlines()) == 1
    assert len(one_line(tell(corpus, [], []).data)) < LONGEST


def test_a_sentence_for_every_check_that_can_break(corpus: Corpus, policy: Document) -> None:
    told = three(corpus, policy, ("lookup-001", "lookup-002", "lookup-003"))
    sentences = {check["name"]: sentence(check, told.data) for check in told.data["checks"] if not check["kept"]}
    assert sentences["core"] == "reaches 33.3% over 3 answers (6.1–79.2%); required: accuracy of at least 90%."
    assert sentences["accuracy"].startswith("fell: 1.000 → 0.333 (−0.667".replace("−", "-"))
    base = {"kept": False, "seen": "–", "allowed": "passes", "n": 1, "interval": None, "ids": [], "unnamed": []}
    for kind, name, changes, expected in (
        ("canary", "lookup-001", {"seen": "does not cite 8"}, "must always pass, and does not: does not cite 8."),
        (
            "hard",
            "off-topic answered",
            {"seen": "2", "allowed": "0", "n": 24},
            "2 of 24 questions on other topics were answered; allowed: 0.",
        ),
        ("limit", "nonsense", {"seen": "no such figure"}, "is not measured any more, so this rule guards nothing."),
        ("floor", "core/forms", {"seen": "no questions", "n": 0}, "was not asked a single question; required: passes."),
        (
            "regression",
            "baseline",
            {"seen": "none", "allowed": "an accepted run"},
            "is missing, so nothing can be compared; required: an accepted run.",
        ),
    ):
        assert sentence(base | {"kind": kind, "name": name} | changes, told.data) == expected
