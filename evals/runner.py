"""Asking all questions, with several at a time, in the order of the gold; the turns of a dialogue one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from evals.gold_schema import GoldQuestion
from evals.responses import Response
from evals.systems import System, ask

Progress = Callable[[int, int, Response], None]
_UNREAD = ("empty_question", "too_long")


def ask_all(
    system: System, questions: Sequence[GoldQuestion], *, workers: int = 1, repeat: int = 1, progress: Progress | None = None
) -> Iterator[Response]:
    """The response to each question, in order; all of them once, then all again, ``repeat`` times.

    With several ``workers`` so many questions are asked at a time, of a dialogue only one; the responses come in the same order.
    ``progress`` is told how many are done, of how many, and the last one.

    Raises:
        ValueError: a question comes after another that does not stand before it.
    """
    asked = [(dialogue, number) for number in range(1, repeat + 1) for dialogue in _dialogues(questions)]
    total, done = len(questions) * repeat, 0
    with ThreadPoolExecutor(workers, thread_name_prefix="ask-gold") as pool:
        coming = pool.map(lambda pair: _converse(system, *pair), asked)
        try:
            for responses in coming:
                for response in responses:
                    done += 1
                    if progress is not None:
                        progress(done, total, response)
                    yield response
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _dialogues(questions: Sequence[GoldQuestion]) -> list[list[GoldQuestion]]:
    """Questions that follow one another together, every other by itself."""
    found: list[list[GoldQuestion]] = []
    for question in questions:
        if question.after is None:
            found.append([question])
        elif found and found[-1][-1].id == question.after:
            found[-1].append(question)
        else:
            raise ValueError(f"{question.id} comes after {question.after}, which does not stand before it")
    return found


def _converse(system: System, dialogue: Sequence[GoldQuestion], repeat: int) -> list[Response]:
    """The responses to the turns of a dialogue, each asked with what was said before it."""
    responses: list[Response] = []
    said: list[dict[str, str]] = []
    for question in dialogue:
        response = ask(system, question, repeat, said)
        responses.append(response)
        said = [*said, *_told(question, response)]
    return responses


def _told(question: GoldQuestion, response: Response) -> Iterator[dict[str, str]]:
    """What the chat page tells of a turn that is over: the question where it could be read, the answer where there is one."""
    answer = response.answer
    if answer is not None and answer.reason in _UNREAD:
        return
    yield {"role": "user", "content": question.question}
    if answer is not None and not response.failed:
        yield {"role": "assistant", "content": answer.answer}
