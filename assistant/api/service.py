"""What all interfaces share: the assistant once it is open, the threads it answers in, what is counted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from assistant.api.clients import Keys, Rate
from assistant.api.metrics import Metrics
from assistant.api.refusals import Refusal
from assistant.api.workers import Workers
from assistant.contract import Answer, HistoryTurn
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_T = TypeVar("_T")
Check = Callable[[], str | None]
"""Tells what is wrong in a few words that anybody may read, or None."""


class Service:
    """Asks the assistant for the interfaces.

    ``opened`` gives the assistant, or None while it is being opened. ``checks`` are further conditions of being ready, by name; ``besides``
    tell of what may fail while questions are answered. ``keys`` and ``rate`` are those of the whole server: what one client asks is counted
    together, wherever it asks.

    Raises:
        SettingsError: ``ASSISTANT_API_KEYS`` holds no key.
    """

    def __init__(
        self,
        settings: Settings,
        opened: Callable[[], Assistant | None],
        checks: Mapping[str, Check] | None = None,
        besides: Mapping[str, Check] | None = None,
    ) -> None:
        self.settings = settings
        self.keys = Keys(settings)
        self.rate = Rate(settings)
        self.metrics = Metrics(self._generation)
        self.opened = opened
        self.checks = dict(checks or {})
        self._besides = dict(besides or {})
        self._workers = Workers(settings.concurrency)

    async def ask(self, question: str, history: Sequence[HistoryTurn] = (), *, id: str | None = None) -> Answer:
        """The answer, as :meth:`Assistant.ask` gives it.

        Raises:
            Refusal: ``not_ready``, or ``timeout``.
        """
        assistant = self._ready()
        answer = await self._workers.run(lambda: assistant.ask(question, history, id=id), self.settings.request_timeout)
        self.metrics.answer(answer)
        return answer

    def stream(self, question: str, history: Sequence[HistoryTurn] = (), *, id: str | None = None) -> AsyncGenerator[str | Answer, None]:
        """The pieces of the answer's text and then the answer. Closing it ends the work.

        Raises:
            Refusal: ``not_ready`` at once; ``timeout`` while it is read.
        """
        assistant = self._ready()
        return self._counted(self._workers.stream(lambda: assistant.stream(question, history), self.settings.request_timeout), id)

    async def look_up(self, call: Callable[[Assistant], _T]) -> _T:
        """What ``call`` reads from the assistant. Raises as :meth:`ask`."""
        assistant = self._ready()
        return await self._workers.run(lambda: call(assistant), self.settings.request_timeout)

    def limps(self) -> dict[str, str]:
        """What fails that no answer depends on, by component."""
        return {name: said for name, check in self._besides.items() if (said := check()) is not None}

    async def _counted(self, pieces: AsyncGenerator[str | Answer, None], id: str | None) -> AsyncGenerator[str | Answer, None]:
        async with aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Answer):
                    piece = piece.model_copy(update={"id": id})
                    self.metrics.answer(piece)
                yield piece

    def _ready(self) -> Assistant:
        assistant = self.opened()
        if assistant is None:
            raise Refusal("not_ready", headers={"Retry-After": "2"})
        return assistant

    def _generation(self) -> str:
        assistant = self.opened()
        return assistant.index.generation if assistant is not None else ""
