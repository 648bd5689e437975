"""Asking all questions, with several at a time, in the order of the gold; turns of a conversation one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from evals.gold_schema import GoldQuestion, Turn
from evals.responses import Response
from evals.systems import System, ask

Progress = Callable[[int, int, Response], None]
_UNREAD = ("empty_question", "too_long")


def ask_all(
    system: System, questions: Sequence[GoldQuestion], *, workers: int = 1, repeat: int = 1, progress: Progress | None = None
) -> Iterator[Response]:
    """The response to each question, in order; all of them once, then all again, ``repeat`` times.

    With several ``workers`` so many are asked at a time; the responses come in the same order. A question that follows another one is asked
    when that was answered, with what was really said before. ``progress`` is told how many are done, of how many, and the last one.
    """
    talks = [(talk, number) for number in range(1, repeat + 1) for talk in conversations(questions)]
    with ThreadPoolExecutor(workers, thread_name_prefix="ask-gold") as pool:
        coming = chain.from_iterable(pool.map(lambda pair: _talk(system, *pair), talks))
        try:
            for done, response in enumerate(coming, start=1):
                if progress is not None:
                    progress(done, len(questions) * repeat, response)
                yield response
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def conversations(questions: Sequence[GoldQuestion]) -> list[list[GoldQuestion]]:
    """``questions`` in their order, those that follow one another together; one whose predecessor is not there begins anew."""
    found: list[list[GoldQuestion]] = []
    for question in questions:
        if question.after is not None and found and found[-1][-1].id == question.after:
            found[-1].append(question)
        else:
            found.append([question])
    return found


def _told(question: GoldQuestion, response: Response) -> list[Turn]:
    """What the chat page tells of a turn that is over: the question where it could be read, the answer where there is one."""
    answer = response.answer
    if answer is not None and answer.reason in _UNREAD:
        return []
    asked = Turn(role="user", content=question.question)
    return [asked] if answer is None or response.failed else [asked, Turn(role="assistant", content=answer.answer)]


def _talk(system: System, questions: Sequence[GoldQuestion], repeat: int) -> list[Response]:
    said: list[Turn] = []
    responses = []
    for question in questions:
        response = ask(system, question, repeat, said=said)
        responses.append(response)
        said += _told(question, response)
    return responses
