"""One browser session: its conversation, and whether an answer to it is being written, stopped or cleared away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ui.conversation import Answerer, Turns, answered, begin, stop
from ui.wording import ErrorText

_lock = threading.Lock()


@dataclass
class Session:
    """The state of one session; only the answer that is being written changes the conversation.

    Stopping and clearing while one is written are wishes that it fulfils itself: two events that both write to the page would
    reach the browser in any order.
    """

    turns: Turns = ()
    _halt: threading.Event | None = None
    _clearing: bool = False

    def ask(self, question: str, answerer: Callable[[], Answerer], errors: ErrorText) -> Iterator[Turns]:
        """The conversation after each piece of the answer to ``question``; nothing while another one is being written."""
        halt = self._begin(question)
        if halt is None:
            return
        try:
            yield self.turns
            for turns in answered(self.turns, answerer, errors, halt):
                self.turns = turns
                yield turns
            if halt.is_set():
                self.turns = () if self._clearing else stop(self.turns)
                yield self.turns
        finally:
            halt.set()
            self._halt = None

    def _begin(self, question: str) -> threading.Event | None:
        with _lock:
            if self._halt is not None:
                return None
            self._halt, self._clearing = threading.Event(), False
            self.turns = begin(self.turns, question)
            return self._halt

    def stop(self) -> None:
        """End the answer that is being written, if there is one; what is written of it stays."""
        if halt := self._halt:
            halt.set()

    def clear(self) -> bool:
        """Empty the conversation. False when that has to wait for an answer that is being written, which then does it."""
        with _lock:
            if self._halt is None:
                self.turns = ()
                return True
            self._clearing = True
            self._halt.set()
            return False
