"""Several questions in one message: each answered or declined by itself, in order, and put together as one answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.answering.model import Claim, Draft
from assistant.contract import HistoryTurn, Mode, Reason, Status, Verification
from assistant.conversation import exchange_of, remember, said_before
from assistant.leaning import of_the_same
from assistant.messages import text
from assistant.pipeline import Turn, answer_turn, find_step, understand_step
from assistant.self_check import self_check
from assistant.understanding.model import Language
from assistant.understanding.normalise import language_of
from assistant.understanding.splitting import MOST, split_questions
from corpus import read_figures

if TYPE_CHECKING:
    from assistant.finding import FoundProvision
    from assistant.generating.prose import Writing

_HEADING = 60
_PLAIN = re.compile(r"[^\w\s,.、,。?!:%()《》“”·+/&-]")


Finish = Callable[[Turn], Iterator["Claim | Turn"]]
"""What becomes of an answered question before it is shown: its claims as they are ready, at last the turn that holds them."""


def answer_message(turn: Turn, finish: Finish | None = None) -> Turn:
    """``turn`` answered; a message of several questions comes back with all their answers under headings."""
    *_, last = stream_message(turn, finish)
    assert isinstance(last, Turn), "a stream ends with its turn"
    return last


def stream_message(turn: Turn, finish: Finish | None = None) -> Iterator[Claim | Turn]:
    """The claims of the answer to ``turn`` in their order, each question of a message under its heading, and at last the answered turn,
    whose draft holds just these claims. ``finish`` sees each question's answer before it is shown."""
    finish = finish or _as_it_is
    if (checked := self_check(turn)) is not None:
        yield from _as_it_is(checked)
        return
    questions = _questions(turn)
    if len(questions) < 2:
        yield from finish(_answered_alone(turn))
        return
    finished: list[Turn] = []
    for number, part in enumerate(_answered(turn, questions[:MOST]), start=1):
        yield Claim(_heading(number, part), style="heading")
        for item in finish(part):
            if isinstance(item, Turn):
                finished.append(item)
            else:
                yield item
    whole = _together(turn, finished, len(questions) - MOST)
    if len(questions) > MOST:
        assert whole.draft is not None, "put together"
        yield whole.draft.claims[-1]
    yield whole


def _as_it_is(turn: Turn) -> Iterator[Claim | Turn]:
    assert turn.draft is not None, "an answered turn"
    yield from turn.draft.claims
    yield turn


def answer_parts(turn: Turn) -> list[Turn]:
    """The questions of a message, each answered by itself, in order."""
    if (checked := self_check(turn)) is not None:
        return [checked]
    questions = _questions(turn)
    return [_answered_alone(turn)] if len(questions) < 2 else _answered(turn, questions[:MOST])


def find_message(turn: Turn) -> list[FoundProvision]:
    """The provisions found for ``turn``, best first, whether or not its answer needs a search. Several questions are read each by itself,
    and what is found for them is taken in turns."""
    searched = []
    for question in _questions(turn)[:MOST] or (turn.question,):
        part = find_step(understand_step(replace(turn, question=question)))
        assert part.found is not None, "just searched"
        searched.append(part.found.provisions)
    found: dict[tuple[str, str], FoundProvision] = {}
    for f in (f for row in zip_longest(*searched) for f in row if f is not None):
        found.setdefault((f.document.id, f.provision.id), f)
    return list(found.values())


def _answered_alone(turn: Turn) -> Turn:
    answered = answer_turn(turn)
    if answered.draft is None:
        return answered
    if turn.history:
        answered = of_the_same(answered, said_before(turn)) or answered
    if turn.may_check:
        remember(answered, (*turn.history, HistoryTurn(role="user", content=turn.question)))
    return answered


def _questions(turn: Turn) -> tuple[str, ...]:
    return split_questions(turn.question) if len(turn.question) <= turn.engine.settings.max_question else ()


def _answered(turn: Turn, questions: tuple[str, ...]) -> list[Turn]:
    """Each question with those before it as its history, so that 由谁负责 finds what it leans on."""
    done: list[Turn] = []
    history = turn.history
    for question in questions:
        part = answer_turn(replace(turn, question=question, history=history))
        before = [exchange_of(done[-1])] if done else said_before(replace(turn, history=history)) if history else []
        done.append(of_the_same(part, before) or part)
        history = (*history, HistoryTurn(role="user", content=question))
        remember(done[-1], history)
    return done


def _together(turn: Turn, parts: list[Turn], unread: int) -> Turn:
    claims: list[Claim] = []
    language: Language = parts[0].u.language
    for number, part in enumerate(parts, start=1):
        assert part.draft is not None, "an answered turn"
        claims += [Claim(_heading(number, part), style="heading"), *part.draft.claims]
    if unread > 0:
        claims.append(Claim(text("answer.more_questions", language, most=MOST, left=unread), style="tail"))
    drafts = [p.draft for p in parts if p.draft is not None]
    status = _status(drafts, unread)
    reason: Reason | None = next((d.reason for d in drafts if d.reason), None) if status != "answered" else None
    modes: set[Mode] = {d.mode for d in drafts}
    draft = Draft(
        status,
        tuple(claims),
        "generative" if "generative" in modes else modes.pop() if len(modes) == 1 else "extractive",
        model=next((d.model for d in drafts if d.model), None),
        reason=reason,
        notices=tuple(dict.fromkeys(n for d in drafts for n in d.notices)),
        suggestions=tuple(dict.fromkeys(s for d in drafts for s in d.suggestions))[:4],
    )
    counts = [p.verification for p in parts]
    return replace(
        parts[0],
        question=turn.question,
        history=turn.history,
        understanding=replace(parts[0].u, question=turn.question, standalone=_joined([p.u.standalone for p in parts])),
        draft=draft,
        verification=Verification(
            claims=sum(c.claims for c in counts), supported=sum(c.supported for c in counts), removed=sum(c.removed for c in counts)
        ),
        removed=tuple(r for p in parts for r in p.removed),
        written=_all_written(parts),
    )


def _all_written(parts: list[Turn]) -> Writing | None:
    """What the model had to do with all parts, summed up."""
    written = [p.written for p in parts if p.written is not None]
    if not written:
        return None
    return replace(
        written[0],
        failure="; ".join(dict.fromkeys(w.failure for w in written if w.failure)),
        calls=sum(w.calls for w in written),
        prompt_tokens=sum(w.prompt_tokens for w in written),
        completion_tokens=sum(w.completion_tokens for w in written),
    )


def _status(drafts: list[Draft], unread: int) -> Status:
    statuses = {d.status for d in drafts}
    if len(statuses) == 1 and statuses <= {"declined", "clarify"}:
        return drafts[0].status
    if statuses <= {"declined", "clarify"}:
        return "declined"
    return "answered" if statuses == {"answered"} and unread <= 0 else "partial"


def _heading(number: int, part: Turn) -> str:
    """The question in short; only its number when it names a figure, which a heading must not seem to confirm."""
    question = " ".join(_PLAIN.sub(" ", part.u.question).split())
    if not question or any(f.kind in ("money", "percent", "duration") for f in read_figures(question)):
        return text("answer.question_heading", part.u.language, number=number)
    return f"{number}. {question[:_HEADING]}{'…' if len(question) > _HEADING else ''}"


def _joined(questions: list[str]) -> str:
    mark = "?" if all(language_of(q) == "en" for q in questions) else "？"
    return " ".join(q.rstrip("?？。;；!. ") + mark for q in questions)
