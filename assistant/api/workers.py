"""The threads that questions are answered in.

Their number is fixed: the engine of the embeddings keeps a team for every thread that ever called it. They are daemons: a server that is
told to stop does not wait for a language model.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, suppress
from typing import Any, TypeVar

from assistant.api.refusals import Refusal

_T = TypeVar("_T")
_Job = tuple[Callable[[], Any], "Future[Any]"]
_END = object()


class Workers:
    """``count`` threads, started when they are first needed."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0

    async def run(self, call: Callable[[], _T], seconds: float) -> _T:
        """The result of ``call``, made in one of the threads. When the task is cancelled, a call that has not begun is left out.

        Raises:
            Refusal: ``timeout``, when it takes longer than ``seconds``; the thread is free again only when the call has ended.
        """
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._submit(call)), seconds)
        except TimeoutError:
            raise Refusal("timeout") from None

    async def stream(self, start: Callable[[], Iterator[_T]], seconds: float) -> AsyncGenerator[_T, None]:
        """The items of ``start()``, drawn in one of the threads. When this generator is closed, the drawing ends with the next item.

        Raises:
            Refusal: ``timeout``, when the end does not come within ``seconds``.
        """
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[Any] = asyncio.Queue()
        gone = threading.Event()

        def put(item: object) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens
                loop.call_soon_threadsafe(items.put_nowait, item)

        def draw() -> None:
            try:
                with closing(start()) as drawn:  # type: ignore[type-var]
                    for item in drawn:
                        if gone.is_set():
                            return
                        put(item)
                put(_END)
            except Exception as error:
                put(_Failure(error))

        job, until = self._submit(draw), loop.time() + seconds
        try:
            # One wait for each item: a timeout around the loop would also cut whoever reads from it.
            while (item := await asyncio.wait_for(items.get(), until - loop.time())) is not _END:
                if isinstance(item, _Failure):
                    raise item.error
                yield item
        except TimeoutError:
            raise Refusal("timeout") from None
        finally:
            gone.set()
            job.cancel()

    def _submit(self, call: Callable[[], _T]) -> Future[_T]:
        future: Future[_T] = Future()
        self._jobs.put((call, future))
        with self._lock:
            if self._running < self._count:
                self._running += 1
                threading.Thread(target=self._work, name=f"api-{self._running}", daemon=True).start()
        return future

    def _work(self) -> None:
        while True:
            call, future = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
            del call, future  # a thread that waits for its next job must not hold on to the last answer


class _Failure:
    def __init__(self, error: Exception) -> None:
        self.error = error
