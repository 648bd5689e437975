"""Whether a whole conversation goes well: one wrong turn, and somebody was misled."""

from __future__ import annotations

from collections.abc import Sequence

from evals.dialogues import dialogue_of
from evals.metrics.case import Case, Figure


def dialogues(cases: Sequence[Case]) -> list[Figure]:
    """The share of the dialogues in which every turn passes; those of each repeat by themselves."""
    passed: dict[tuple[str, int], bool] = {}
    for case in (c for c in cases if c.question.suite == "dialogue"):
        of = (dialogue_of(case.question.id), case.response.repeat)
        passed[of] = passed.get(of, True) and case.passed
    value = sum(passed.values()) / len(passed) if passed else None
    return [Figure("dialogues whole", value, len(passed), "Share of the dialogues of which every turn passes.", _SOURCE)]


_SOURCE = "dialogue success beside turn accuracy: Walker et al., “PARADISE: A Framework for Evaluating Spoken Dialogue Agents”, 1997"
