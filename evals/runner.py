"""Asking all questions, with several at a time, in the order of the gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from evals.gold_schema import GoldQuestion
from evals.responses import Response
from evals.systems import System, ask

Progress = Callable[[int, int, Response], None]


def ask_all(
    system: System, questions: Sequence[GoldQuestion], *, workers: int = 1, repeat: int = 1, progress: Progress | None = None
) -> Iterator[Response]:
    """The response to each question, in order; all of them once, then all again, ``repeat`` times.

    With several ``workers`` so many questions are asked at a time; the responses come in the same order. ``progress`` is told how many are
    done, of how many, and the last one.
    """
    asked = [(question, number) for number in range(1, repeat + 1) for question in questions]
    with ThreadPoolExecutor(workers, thread_name_prefix="ask-gold") as pool:
        coming = pool.map(lambda pair: ask(system, *pair), asked)
        try:
            for done, response in enumerate(coming, start=1):
                if progress is not None:
                    progress(done, len(asked), response)
                yield response
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
