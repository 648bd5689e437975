"""An optional judge: a model that is asked whether answers are right. Its word stands beside the deterministic scores, never in them.

Each answer is put to it several times; how far it agrees with itself and with the scores is told with its grades, and a reply that cannot
be read is *unscored*, not wrong (as in UK AISI's inspect_ai). The gate does not look at any of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any, Literal, Protocol, get_args

from assistant import AssistantError, Completion
from evals.metrics import Case
from prompts import Prompt, load_prompt

JUDGED = "judged.json"
Grade = Literal["right", "partly", "wrong"]
_OBJECT = re.compile(r"\{[^{}]*\}", re.DOTALL)


class Model(Protocol):
    """What the judge needs of a model."""

    @property
    def model_id(self) -> str: ...

    def complete(self, prompt: str) -> Completion: ...


@dataclass(frozen=True)
class Judged:
    """The grades of one answer, a run each; None: unscored. ``why`` are the reasons, or what went wrong."""

    id: str
    passed: bool
    """What the deterministic scores say."""
    grades: tuple[Grade | None, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class JudgeReport:
    """What the judge found over all answers."""

    model: str
    prompt: str
    """Digest of the prompt's wording."""
    times: int
    answers: tuple[Judged, ...]
    prompt_tokens: int
    completion_tokens: int

    @property
    def by_run(self) -> tuple[float | None, ...]:
        """The share graded right, run by run; None where a run has no readable grade."""
        runs = [[a.grades[n] for a in self.answers if a.grades[n] is not None] for n in range(self.times)]
        return tuple(fmean(g == "right" for g in grades) if grades else None for grades in runs)

    @property
    def accuracy(self) -> float | None:
        """The mean of the runs."""
        runs = [share for share in self.by_run if share is not None]
        return fmean(runs) if runs else None

    @property
    def deviation(self) -> float | None:
        """The standard deviation between the runs: the judge's own noise."""
        runs = [share for share in self.by_run if share is not None]
        return pstdev(runs) if runs else None

    @property
    def unscored(self) -> int:
        """Replies that could not be read, or did not come."""
        return sum(grade is None for a in self.answers for grade in a.grades)

    @property
    def steady(self) -> float | None:
        """The share of the answers that got the same grade in every run, of those graded in every run."""
        whole = [a for a in self.answers if None not in a.grades]
        return fmean(len(set(a.grades)) == 1 for a in whole) if whole else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa between the judge (right or not, every readable grade) and the deterministic score (Cohen 1960)."""
        pairs = [(grade == "right", a.passed) for a in self.answers for grade in a.grades if grade is not None]
        if not pairs:
            return None
        seen = fmean(x == y for x, y in pairs)
        judge, score = (fmean(values) for values in zip(*pairs, strict=True))
        chance = judge * score + (1 - judge) * (1 - score)
        return 1.0 if chance == 1 else (seen - chance) / (1 - chance)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON types."""
        derived = ("by_run", "accuracy", "deviation", "unscored", "steady", "kappa")
        return {**asdict(self), **{name: getattr(self, name) for name in derived}}


def judge_cases(
    cases: Sequence[Case], model: Model, *, times: int = 3, workers: int = 4, progress: Callable[[int, int], None] | None = None
) -> JudgeReport:
    """Put every answer of ``cases`` to ``model``, ``times`` times. Errors of the system that answered are left out."""
    prompt = load_prompt("judge")
    answered = [case for case in cases if case.answer is not None]
    asked = [(case, n) for case in answered for n in range(times)]
    with ThreadPoolExecutor(workers, thread_name_prefix="judge") as pool:
        replies = []
        for reply in pool.map(lambda pair: _ask(prompt, pair[0], model), asked):
            replies.append(reply)
            if progress is not None:
                progress(len(replies), len(asked))
    judged = []
    for number, case in enumerate(answered):
        own = replies[number * times : (number + 1) * times]
        judged.append(Judged(case.question.id, case.passed, tuple(g for g, _, _ in own), tuple(w for _, w, _ in own)))
    used = [completion for _, _, completion in replies if completion is not None]
    return JudgeReport(
        model.model_id,
        prompt.sha256[:16],
        times,
        tuple(judged),
        sum(c.prompt_tokens for c in used),
        sum(c.completion_tokens for c in used),
    )


def _ask(prompt: Prompt, case: Case, model: Model) -> tuple[Grade | None, str, Completion | None]:
    try:
        completion = model.complete(fill(prompt, case))
    except AssistantError as error:
        return None, str(error), None
    grade, why = read_grade(completion.text)
    return grade, why, completion


def fill(prompt: Prompt, case: Case) -> str:
    """The judge's prompt for one answer: the question with the turns before it, evidence, expectation, what was answered."""
    q, answer = case.question, case.answer
    assert answer is not None, "an answer is judged"
    said = [f"{turn.role}: {turn.content}" for turn in q.history]
    if q.answerable:
        expected = "; ".join(" or ".join(fact.text) for fact in q.vital) or "what the evidence says"
        if q.verdict:
            expected += f" (a right answer says: {' or '.join(q.verdict)})"
    else:
        expected = "the document does not answer this; it must be declined"
    quotes = "\n".join(f"“{c.quote}” ({c.label})" for c in answer.citations if c.role == "support")
    return prompt.render(
        {
            "question": "\n".join([*said, q.question]),
            "evidence": "\n".join(e.quote for e in q.evidence) or "none",
            "expected": expected,
            "answer": f"{answer.answer}\n\nQuoted:\n{quotes}" if quotes else answer.answer,
        }
    )


def read_grade(reply: str) -> tuple[Grade | None, str]:
    """The grade of the last JSON object in ``reply`` that has one, and the reason; None and the beginning of the reply when there is
    none."""
    for found in reversed(_OBJECT.findall(reply)):
        try:
            said = json.loads(found)
        except ValueError:
            continue
        if isinstance(said, dict) and said.get("grade") in get_args(Grade):
            return said["grade"], str(said.get("why", ""))[:200]
    return None, f"unreadable: {' '.join(reply.split())[:120]}"


def write_report(report: JudgeReport, path: Path) -> None:
    """Keep the report beside the run."""
    path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def as_text(report: JudgeReport) -> str:
    """The report in a few lines."""

    def shown(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    runs = ", ".join(shown(share) for share in report.by_run)
    lines = [
        f"judge {report.model}, prompt {report.prompt}, {len(report.answers)} answers, {report.times} runs",
        f"right      {shown(report.accuracy)} (by run {runs}; standard deviation {shown(report.deviation)})",
        f"steady     {shown(report.steady)} of the answers got the same grade every time",
        f"unscored   {report.unscored} of {len(report.answers) * report.times} replies",
        f"agreement  kappa {shown(report.kappa)} with the deterministic score",
        f"tokens     {report.prompt_tokens} sent, {report.completion_tokens} written",
    ]
    apart = [a for a in report.answers if _differs(a)]
    lines += [
        f"  {a.id}: scored {'right' if a.passed else 'wrong'}, judged {'/'.join(str(g) for g in a.grades)}: {a.why[0]}" for a in apart
    ]
    return "\n".join(lines)


def _differs(a: Judged) -> bool:
    grades = [g for g in a.grades if g is not None]
    return bool(grades) and all((g == "right") != a.passed for g in grades)
