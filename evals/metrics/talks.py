"""Whole conversations, and letters: what is told of them beyond the share that passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from evals.gold_schema import GoldQuestion
from evals.lettering import empty_sections, repeated, take_up
from evals.metrics.case import Case, Figure, Metric, Value

_SOURCE = "by construction"


def whole_dialogues(cases: Sequence[Case]) -> list[Figure]:
    """The share of the conversations each turn of which passes."""
    passed: dict[tuple[str, int], bool] = defaultdict(lambda: True)
    for case in cases:
        if case.question.suite == "dialogue":
            passed[case.question.id.partition(".")[0], case.response.repeat] &= case.passed
    value = sum(passed.values()) / len(passed) if passed else None
    return [Figure("dialogues whole", value, len(passed), "Share of the conversations each turn of which passes.", _SOURCE)]


def _of_letter(of: Callable[[GoldQuestion, Case], Value]) -> Callable[[Case], Value]:
    return lambda case: of(case.question, case) if case.question.suite == "letters" and case.response.draft is not None else None


def _found(question: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    taken = take_up(question, case.response.draft)
    return sum(t.found for t in taken) / len(taken)


def _right(question: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    taken = take_up(question, case.response.draft)
    return sum(t.right for t in taken) / len(taken)


def _denied(question: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    stated = [t for t in take_up(question, case.response.draft) if not t.ask.decline]
    return sum(t.denied for t in stated) / len(stated) if stated else None


def _left_open(question: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    stated = [t for t in take_up(question, case.response.draft) if not t.ask.decline]
    return sum(t.left_open for t in stated) / len(stated) if stated else None


def _empty(_: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    return float(empty_sections(case.response.draft) > 0)


def _personal(question: GoldQuestion, case: Case) -> Value:
    assert case.response.draft is not None
    return float(len(repeated(question, case.response.draft)))


LETTERS: tuple[Metric, ...] = (
    Metric("questions found", "Share of the things that a letter asks which the draft takes up.", _SOURCE, _of_letter(_found)),
    Metric("asks right", "Share of them that are answered, or declined, as the gold asks.", _SOURCE, _of_letter(_right)),
    Metric(
        "denials in letters", "Share of what the text states that a draft says it does not.", _SOURCE, _of_letter(_denied), better="lower"
    ),
    Metric(
        "asks left open",
        "Share of what the text states that a draft leaves for a person to answer.",
        _SOURCE,
        _of_letter(_left_open),
        better="lower",
    ),
    Metric("empty sections", "Share of the drafts with a heading that nothing stands below.", _SOURCE, _of_letter(_empty), better="lower"),
    Metric(
        "personal data in letters",
        "Personal data of the writer that stand in a draft, on average; must be 0.",
        _SOURCE,
        _of_letter(_personal),
        better="lower",
        percent=False,
    ),
)
