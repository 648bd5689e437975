"""A run as JUnit XML, which every build server shows: the checks of the gate, and a case for each question."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from evals.comparison import Comparison
from evals.gates import Check
from evals.gold_schema import READ_BY_CATEGORY, SUITES
from evals.metrics import Case
from evals.scores import Group, Row, Scored, groups

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, escaped or not."""


def junit(scored: Scored, checks: Sequence[Check], comparison: Comparison | None, quiet: Collection[str] = READ_BY_CATEGORY) -> str:
    """The suite *gate* with a case for each check, then a suite for each suite of gold with a case for each answer.

    An answer that does not pass is a failure, unless the same question failed in the baseline too: then it is skipped, and says so. What
    cannot be compared (no baseline, or a new question) is a failure. A suite that is ``quiet`` has a case for each category instead.
    """
    xml = JUnitXml("evals")
    xml.add_testsuite(_suite("gate", [_check(check) for check in checks]))
    known = _known(scored.rows, comparison)
    answers = list(zip(scored.rows, scored.cases, strict=True))
    for suite in SUITES:
        if suite in quiet:
            of_suite = [_category(group, known) for group in groups(scored.rows) if group.suite == suite and group.category != "all"]
        else:
            of_suite = [_answer(row, case, row.id in known) for row, case in answers if row.suite == suite]
        if of_suite:
            xml.add_testsuite(_suite(suite, of_suite))
    xml.update_statistics()  # type: ignore[no-untyped-call]
    written: bytes = xml.tostring()  # type: ignore[no-untyped-call]
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + written.decode("utf-8") + "\n"


def _known(rows: Sequence[Row], comparison: Comparison | None) -> set[str]:
    """Ids of the questions that failed in the baseline too."""
    if comparison is None:
        return set()
    new = {flip.id for flip in comparison.flips} | set(comparison.left_out)
    return {row.id for row in rows if not row.passed} - new


def _suite(name: str, cases: list[TestCase]) -> TestSuite:
    suite = TestSuite(name)
    suite.add_testcases(cases)
    return suite


def _check(check: Check) -> TestCase:
    case = TestCase(_legal(check.name), f"gate.{check.kind}", 0.0)
    if not check.kept:
        case.result = [_failure(str(check), check.kind, "\n".join([str(check), *check.ids]))]
    return case


def _answer(row: Row, of: Case, known: bool) -> TestCase:
    name = row.id if row.repeat == 1 else f"{row.id} (repeat {row.repeat})"
    case = TestCase(_legal(name), _legal(f"{row.suite}.{row.category}"), round(of.response.ms / 1000, 6))
    if row.passed:
        return case
    said = "; ".join(row.failures)
    if known:
        case.result = [Skipped(_legal(f"known: failed in the baseline too: {said}"))]
    else:
        answer = of.response.answer.answer if of.response.answer else "–"
        text = "\n".join([*row.failures, "", f"asked: {of.question.question}", f"answered: {answer}"])
        case.result = [_failure(said, "error" if row.error else "wrong", text)]
    return case


def _category(group: Group, known: set[str]) -> TestCase:
    case = TestCase(_legal(group.category), _legal(group.name), 0.0)
    failed = [row for row in group.rows if not row.passed]
    new = sum(row.id not in known for row in failed)
    said = f"{len(failed)} of {len(group.rows)} do not pass, {new} of them new or not compared"
    if failed:
        case.result = [_failure(said, "wrong", said) if new else Skipped(_legal(f"known: failed in the baseline too: {said}"))]
    return case


def _failure(message: str, kind: str, text: str) -> Failure:
    failure = Failure(_legal(message), kind)
    failure.text = _legal(text)
    return failure


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("", text)
