"""One browser session: its conversation, and whether an answer to it is being written, stopped or cleared away."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant import Answer
from ui.conversation import Answerer, Turns, answered, begin, stop
from ui.wording import ErrorText

_lock = threading.Lock()

Keep = Callable[[Answer, str], str | None]
"""Keeps an answer of the conversation with this id; gives the id of the exchange, None when it is not kept."""


@dataclass
class Session:
    """The state of one session; only the answer that is being written changes the conversation.

    Stopping and clearing while one is written are wishes that it fulfils itself: two events that both write to the page would
    reach the browser in any order. ``exchanges`` holds the ids under which finished turns were kept (empty: not kept) and
    ``votes`` what was chosen for them, by the turn's number: they stay on the server, so that no browser can name the exchange of another.
    """

    turns: Turns = ()
    exchanges: dict[int, str] = field(default_factory=dict)
    votes: dict[int, str] = field(default_factory=dict)
    _conversation: str = ""
    _halt: threading.Event | None = None
    _clearing: bool = False

    def ask(self, question: str, answerer: Callable[[], Answerer], errors: ErrorText, keep: Keep | None = None) -> Iterator[Turns]:
        """The conversation after each piece of the answer to ``question``; nothing while another one is being written.

        A finished answer is given to ``keep`` after it was shown, also when nobody reads on.
        """
        halt = self._begin(question)
        if halt is None:
            return
        try:
            yield self.turns
            for turns in answered(self.turns, answerer, errors, halt):
                self.turns = turns
                yield turns
            self._keep(keep)
            if halt.is_set():
                self.turns = () if self._clearing else stop(self.turns)
                yield self.turns
        finally:
            self._keep(keep)
            with _lock:
                if self._clearing:
                    self._empty()
                halt.set()
                self._halt = None

    def _keep(self, keep: Keep | None) -> None:
        """Keep the last turn if it is finished, once: what could not be kept is not tried again."""
        turn = self.turns[-1] if self.turns else None
        if keep is not None and turn is not None and turn.answer is not None and turn.number not in self.exchanges:
            self.exchanges[turn.number] = keep(turn.answer, self._conversation) or ""

    def vote(self, number: int, option: str, keep: Callable[[str], bool]) -> bool:
        """Choose ``option`` for a turn (empty: nothing any more), giving ``keep`` the id of its exchange; whether ``option`` holds now.

        A turn that was not kept takes no vote.
        """
        exchange = self.exchanges.get(number)
        if not exchange:
            return False
        if self.votes.get(number, "") == option:
            return True
        if not keep(exchange):
            return False
        self.votes[number] = option
        return True

    def _begin(self, question: str) -> threading.Event | None:
        with _lock:
            if self._halt is not None:
                return None
            self._halt, self._clearing = threading.Event(), False
            self._conversation = self._conversation or uuid.uuid4().hex
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
                self._empty()
                return True
            self._clearing = True
            self._halt.set()
            return False

    def _empty(self) -> None:
        self.turns, self.exchanges, self.votes, self._conversation = (), {}, {}, ""
