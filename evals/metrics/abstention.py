"""Whether the system declines what it should, and only that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.metrics.case import Case, Figure

_SOURCE = "abstention precision and recall: Wen et al., “Know Your Limits: A Survey of Abstention in Large Language Models”, 2024"


def should_decline(case: Case) -> bool:
    """Whether nothing of what is asked is stated, and something is asked: thanks and the like may be answered."""
    return not case.question.answerable and "answered" not in case.question.status


def declines(case: Case) -> bool:
    """Whether the system gave no answer to the point: it declined, or asks back."""
    return case.answer is not None and case.answer.status in ("declined", "clarify")


def abstention(cases: Sequence[Case]) -> list[Figure]:
    """Precision and recall of declining; recall apart for other topics and for what the text does not state; false refusals.

    Errors are neither: they are counted by themselves.
    """
    there = [case for case in cases if case.answer is not None]
    wrong = [case for case in there if not should_decline(case) and "declined" not in case.question.status]
    return [
        _share("abstention precision", [c for c in there if declines(c)], _rightly, "Share of the refusals that are right."),
        _share("abstention recall", [c for c in there if should_decline(c)], declines, "Share of what should be declined that is."),
        _share(
            "off-topic declined",
            [c for c in there if c.question.category == "decline_off_topic"],
            declines,
            "Share of the questions on another topic or place that are declined.",
        ),
        _share(
            "not-covered declined",
            [c for c in there if c.question.category == "decline_not_stated" and should_decline(c)],
            declines,
            "Share of the questions on the topic, and not covered by the text, that are declined.",
        ),
        _share("false refusals", wrong, declines, "Share of the questions that the text answers that are declined.", better_low=True),
    ]


def _rightly(case: Case) -> bool:
    return should_decline(case) or "declined" in case.question.status or "clarify" in case.question.status


def _share(name: str, cases: Sequence[Case], holds: Callable[[Case], bool], definition: str, *, better_low: bool = False) -> Figure:
    value = sum(map(holds, cases)) / len(cases) if cases else None
    return Figure(name, value, len(cases), definition, _SOURCE, "lower" if better_low else "higher")
