"""Ask the gold questions, save the responses, score what was saved, and say how it went."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from assistant import Answer, Assistant, Settings
from corpus import Corpus
from evals.gold_schema import CATEGORIES, GoldQuestion
from evals.scoring import Score, cited, score

TODAY = dt.date(2026, 11, 22)
"""The day on which a question is asked that names none."""
SHORT = 90


def ask_gold(
    questions: Iterable[GoldQuestion], settings: Settings | None = None, opened: Callable[..., Assistant] = Assistant.open
) -> Iterator[tuple[GoldQuestion, Answer]]:
    """Each question with its answer, in order, all from one assistant whose calendar is set to the question's day."""
    day = TODAY
    assistant = opened(settings, today=lambda: day)
    for question in questions:
        day = question.as_of or TODAY
        history = [turn.model_dump() for turn in question.history]
        yield question, assistant.ask(question.question, history, id=question.id)


def save(responses: Iterable[tuple[GoldQuestion, Answer]], path: Path) -> int:
    """Write a line for each response as it comes, so that what was asked is kept whatever happens; how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for question, answer in responses:
            lines.write(json.dumps({"id": question.id, "answer": answer.to_dict()}, ensure_ascii=False) + "\n")
            lines.flush()
            count += 1
    return count


def score_saved(questions: Sequence[GoldQuestion], path: Path, corpus: Corpus) -> list[Score]:
    """The scores of the saved responses, in the order of the gold; questions without a response are left out.

    Raises:
        ValueError: a response belongs to no question.
    """
    answers: dict[str, Answer] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        response = json.loads(line)
        answers[response["id"]] = Answer.model_validate_json(json.dumps(response["answer"]))
    if unknown := answers.keys() - {question.id for question in questions}:
        raise ValueError(f"{path}: no gold question has the id {', '.join(sorted(unknown))}")
    return [score(question, answers[question.id], corpus) for question in questions if question.id in answers]


def table(scores: Sequence[Score]) -> str:
    """Category, how many, how many passed, the rate; a last line for all."""
    lines = [f"{'category':20} {'n':>4} {'passed':>6} {'rate':>6}"]
    for name in [*(c for c in CATEGORIES if any(s.question.category == c for s in scores)), "all"]:
        of = [s for s in scores if name in ("all", s.question.category)]
        passed = sum(s.passed for s in of)
        lines.append(f"{name:20} {len(of):4} {passed:6} {passed / len(of) if of else 0:6.3f}")
    return "\n".join(lines)


def failures(scores: Sequence[Score]) -> str:
    """Every answer that did not pass: the question, what was expected, what came, each in short."""
    return "\n\n".join(_failure(s) for s in scores if not s.passed)


def _failure(s: Score) -> str:
    q, a = s.question, s.answer
    said = " ← ".join([q.question, *(turn.content for turn in reversed(q.history) if turn.role == "user")])
    facts = ", ".join("/".join(fact.text) for fact in q.vital)
    found = sorted(cited(a), key=lambda provision: (len(provision), provision))
    return "\n".join(
        [
            f"{q.id}  {shortened(said)}",
            f"  expected  {'|'.join(q.status)}; cite {', '.join(q.must_cite) or '–'}; say {shortened(facts) or '–'}",
            f"  got       {a.status}{f' ({a.reason})' if a.reason else ''}; cited {', '.join(found) or '–'}; {shortened(a.answer)}",
            *(f"  wrong     {failure}" for failure in s.failures),
        ]
    )


def shortened(text: str, width: int = SHORT) -> str:
    """``text`` on one line, cut after ``width`` characters."""
    flat = " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
