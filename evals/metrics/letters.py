"""Whether the draft of a reply deals with everything that a letter asks, and could be sent. An error has none of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.letters.judging import Judged, Outcome
from evals.metrics.case import Case, Figure, Metric, Value, mean

_SOURCE = "by construction: the things asked, as whoever wrote the letter listed them"


def _share(outcomes: Sequence[Outcome], stated: bool) -> Callable[[Case], Value]:
    """The share of the things asked (of those that the text states where ``stated``) that have one of ``outcomes``; None where there are
    none, and for what is no letter."""

    def share(case: Case) -> Value:
        counted = [n for n, ask in enumerate(case.question.asks) if not (stated and ask.declined)]
        if not counted:
            return None
        reached = case.letter.outcomes if case.letter else ("missing",) * len(case.question.asks)
        return sum(reached[n] in outcomes for n in counted) / len(counted)

    return share


def _holds(fault: Callable[[Judged], bool]) -> Callable[[Case], Value]:
    """1 where a draft has the fault, else 0; None where there is no draft."""
    return lambda case: None if case.letter is None else float(fault(case.letter))


LETTERS = (
    Metric(
        "questions found",
        "Share of the things that a letter asks which the draft speaks of, averaged over the letters.",
        _SOURCE,
        _share(("right", "denied", "left open", "wrong"), stated=False),
    ),
    Metric(
        "asks right",
        "Share of the things that a letter asks which the draft answers with the right words and clauses, or, where the text does not "
        "state them, says so or leaves to a person; averaged over the letters.",
        _SOURCE,
        _share(("right",), stated=False),
    ),
    Metric(
        "false denials in letters",
        "Share of the things asked that the text states of which the draft says that it does not, averaged over the letters.",
        _SOURCE,
        _share(("denied",), stated=True),
        better="lower",
    ),
    Metric(
        "asks left open",
        "Share of the things asked that the text states which the draft leaves for a person to answer, averaged over the letters.",
        _SOURCE,
        _share(("left open",), stated=True),
        better="lower",
    ),
    Metric(
        "empty sections",
        "Share of the drafts with a heading under which nothing stands.",
        "by construction; must be 0",
        _holds(lambda judged: bool(judged.empty)),
        better="lower",
    ),
    Metric(
        "personal data in letters",
        "Share of the drafts in which a name or other personal data of the writer stand.",
        "by construction; must be 0",
        _holds(lambda judged: judged.told > 0),
        better="lower",
    ),
)


def sendable(cases: Sequence[Case]) -> list[Figure]:
    """The share of the letters whose draft could be sent."""
    passed = [float(case.passed) for case in cases if case.question.asks]
    said = "Share of the letters whose draft could be sent as it is: everything asked is right, and nothing is wrong with the rest."
    return [Figure("letters sendable", mean(passed), len(passed), said, _SOURCE)]
