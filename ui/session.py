"""One conversation as the server keeps it: its turns, the answer that is being written, and whoever watches it being written.

The answer is written by the server whether or not anybody watches: a page that is loaded again finds what has come since.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace

from assistant import Answer, conceal
from ui.conversation import Answerer, Turn, Turns, answered, begin, stop
from ui.line import Line
from ui.recording import Opinion
from ui.wording import ErrorText

PACE = 0.04
"""Seconds in which pieces gather before a page is told of them."""
TITLE = 40
"""Characters of the first question that become the title."""
LONGEST_TITLED = 200
"""Characters of it that are looked at for one."""

KEEPING = 5.0
"""Seconds in which whoever watches is told whether a finished answer was kept; later it counts as not kept until it is."""

Keep = Callable[[Answer, "Session", int], None]
"""Begins to keep an answer of a conversation, the turn of that number, without waiting; tells the session with :meth:`Session.kept`."""


@dataclass(frozen=True)
class State:
    """What the store has of a conversation, its turns numbered."""

    title: str
    used: dt.datetime
    revision: int
    turns: Turns
    exchanges: dict[int, str]
    opinions: dict[int, Opinion]


@dataclass
class Session:
    """A conversation. ``exchanges`` holds the ids under which finished turns were kept (empty: not kept) and ``opinions`` what was thought
    of them, by the turn's number: they stay on the server, so that no browser can name the exchange of another. ``keeping`` are the turns
    that are being kept just now, ``unkept`` those that should have been and could not be.

    ``revision`` is that of the store which this was read from or written to, None where nothing of it was kept yet. Who writes to the store
    for it holds ``storing``, so that a deletion and an answer that comes at the same moment follow each other.

    ``ahead`` tells how many questions are before the one that waits; None when none waits. ``closed``: it was deleted, and nothing of it is
    kept any more, here or anywhere.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    title: str = ""
    begun: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    used: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    turns: Turns = ()
    exchanges: dict[int, str] = field(default_factory=dict)
    opinions: dict[int, Opinion] = field(default_factory=dict)
    keeping: set[int] = field(default_factory=set)
    unkept: set[int] = field(default_factory=set)
    revision: int | None = None
    storing: threading.RLock = field(default_factory=threading.RLock)
    ahead: int | None = None
    closed: bool = False
    _halt: threading.Event | None = None
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watching: dict[asyncio.Event, asyncio.AbstractEventLoop] = field(default_factory=dict)

    __hash__ = object.__hash__

    @property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        return sum(turn.weight for turn in self.turns)

    @property
    def busy(self) -> bool:
        """Whether an answer is being written, or waited for."""
        return self._halt is not None

    def ask(
        self,
        question: str,
        answerer: Callable[[], Answerer],
        errors: ErrorText,
        line: Line,
        keep: Keep | None = None,
        *,
        again: bool = False,
    ) -> bool:
        """Begin to answer ``question`` when its turn comes in ``line``; False while another answer is being written.

        ``again`` puts it in the place of the last turn, unless that is finished. A finished answer is given to ``keep``, also when nobody
        watches. Where the line is full the turn fails with a sentence that says so.
        """
        with self._lock:
            if self._halt is not None or self.closed:
                return False
            halt = self._halt = threading.Event()
            again = again and self.turns[-1:] != () and self.turns[-1].answer is None
            self._line, self.used = line, dt.datetime.now(dt.UTC)
            self.turns = begin(self.turns[:-1] if again else self.turns, question)
            self.title = self.title or " ".join(conceal(question[:LONGEST_TITLED]).text.split())[:TITLE]
        if not line.join(self, lambda: self._write(halt, answerer, errors, keep)):
            self._finish(errors.crowded)
        return True

    def stop(self) -> None:
        """End the answer that is being written, if there is one; what is written of it stays."""
        halt, line = self._halt, self._line
        if halt is None:
            return
        halt.set()
        if line is not None and line.leave(self):
            self._finish()

    def close(self) -> None:
        """End it for good: nothing that was said stays in it."""
        self.closed = True
        self.stop()
        self._empty()
        self.wake()

    def kept(self, number: int, exchange: str | None, turn: int | None = None, revision: int | None = None) -> None:
        """The turn of that number was kept as ``exchange`` (empty: it need not be kept; None: it could not be), as the ``turn`` of the
        conversation where another number was free, which has that ``revision`` since."""
        with self._lock:
            self.keeping.discard(number)
            if self.closed:
                return
            if turn is not None and turn != number:
                self.turns = tuple(replace(t, number=turn) if t.number == number else t for t in self.turns)
                number = turn
            (self.unkept.add if exchange is None else self.unkept.discard)(number)
            self.exchanges[number] = exchange or ""
            self.changed_to(revision)
        self.wake()

    def changed_to(self, revision: int | None) -> None:
        """It was changed by this server. Where another one has changed it too, the revision of before stays, and it is read anew."""
        if revision is not None and self.revision in (None, revision - 1):
            self.revision = revision

    def take(self, state: State) -> bool:
        """Become ``state``, which the store has; False while an answer is written or kept, which would be lost."""
        with self._lock:
            if self._halt is not None or self.keeping or self.closed:
                return False
            self.title, self.used, self.revision = state.title, state.used, state.revision
            self.turns, self.exchanges, self.opinions = state.turns, state.exchanges, state.opinions
            self.unkept &= {turn.number for turn in state.turns}
        self.wake()
        return True

    async def follow(self) -> AsyncGenerator[Turns, None]:
        """The turns as they are now, and after each change until no answer is being written or kept. Several may follow; leaving ends
        nothing."""
        changed = asyncio.Event()
        self._watching[changed] = asyncio.get_running_loop()
        try:
            while True:
                changed.clear()
                busy, keeping = self.busy, bool(self.keeping)
                yield self.turns
                if not busy and not keeping:
                    return
                try:
                    await asyncio.wait_for(changed.wait(), None if busy else KEEPING)
                except TimeoutError:
                    self.unkept |= self.keeping
                    yield self.turns
                    return
                await asyncio.sleep(PACE)
        finally:
            del self._watching[changed]

    def moved(self, ahead: int) -> None:
        """``ahead`` questions of others are before the one that waits."""
        self.ahead = ahead
        self.wake()

    def wake(self) -> None:
        """Have whoever follows look again; from any thread."""
        for changed, loop in list(self._watching.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(changed.set)

    def think(self, number: int, opinion: Opinion | None, keep: Callable[[str, Opinion | None], bool]) -> bool:
        """Hold ``opinion`` of a turn (None: none any more), giving ``keep`` the id of its exchange; whether it is held now.

        A turn that was not kept takes none.
        """
        exchange = self.exchanges.get(number)
        if not exchange:
            return False
        if self.opinions.get(number) == opinion:
            return True
        if not keep(exchange, opinion):
            return False
        if opinion is None:
            del self.opinions[number]
        else:
            self.opinions[number] = opinion
        return True

    def turn(self, number: int) -> Turn | None:
        """The turn of that number."""
        return next((turn for turn in self.turns if turn.number == number), None)

    def _write(self, halt: threading.Event, answerer: Callable[[], Answerer], errors: ErrorText, keep: Keep | None) -> None:
        self.ahead = None
        self.wake()
        try:
            for turns in answered(self.turns, answerer, errors, halt):
                self.turns = turns
                self.wake()
            last = self.turns[-1:]
            if keep is not None and last and last[0].answer is not None:
                keep(last[0].answer, self, last[0].number)
        finally:
            # Whatever happened, the next question must find the conversation free.
            self._finish()

    def _finish(self, sentence: str = "") -> None:
        with self._lock:
            self.turns, self.used = stop(self.turns, sentence), dt.datetime.now(dt.UTC)
            self._halt = self.ahead = None
            if self.closed:
                self._empty()
        self.wake()

    def _empty(self) -> None:
        self.turns, self.title, self.exchanges, self.opinions, self.unkept = (), "", {}, {}, set()
        self.keeping = set()
