"""The store as the page uses it: what cannot be kept, read or deleted is said, and nobody waits for a store that is away.

What was answered is kept by a thread of its own (:mod:`ui.keeping`), so that no answer waits for the database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from assistant import Answer, Settings, StoreError
from assistant.errors import GoneFromStore
from ui.bounded import TooLong, within
from ui.keeping import Keeper

if TYPE_CHECKING:
    from assistant import Exchange, Store
    from assistant.store import Conversation, Kept, Said

log = logging.getLogger(__name__)

CHANNEL = "page"
PAUSE = 5.0
"""Seconds in which a store that failed is left alone by those who would wait for it."""
LONGEST = 3.0
"""Seconds after which a server that says nothing is taken to be away; its own limits are shorter."""
OPENING = 1.0
"""Seconds in which a store that another thread is opening is waited for."""
LOOK = {True: 2.0, False: 5.0}
"""Seconds between two looks at the store by the thread that keeps, while it is away and while it is there."""
TENDING = 3600.0
"""Seconds between two times that what is old is deleted."""
AWAY = "questions are answered, but not kept"
Why = Literal["wrong", "incomplete", "not_found", "unclear", "other"]
What = Literal["read", "written"]
T = TypeVar("T")


class StoreAway(Exception):
    """The store cannot be used at the moment: nothing was changed, and nothing could be read."""


@dataclass(frozen=True)
class Opinion:
    """What a user thinks of an answer."""

    vote: Literal["up", "down"]
    why: Why | None = None
    comment: str = ""


class Recorder:
    """The store, opened when it is first needed and shared by all conversations. Where nothing is to be kept (``wanted``) nothing is found.

    Methods raise :class:`StoreAway` where the store fails, :class:`~assistant.errors.GoneFromStore` where something is to be kept of what
    was deleted, and nothing else.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._failed = -PAUSE
        self._failing: set[What] = set()
        self._closed = False
        self._tended = -TENDING
        self._untidy = False
        self._tending: list[Callable[[Store], object]] = []
        self._looked = threading.Event()
        self._keeper = Keeper(self._look)
        url = settings.database_url.get_secret_value() if settings.database_url else "sqlite:"
        self._limit = None if url.startswith("sqlite") else LONGEST
        self._tending.append(_expiring(settings))

    @property
    def wanted(self) -> bool:
        """Whether anything is to be kept."""
        return self._settings.record

    @property
    def away(self) -> bool:
        """Whether the store failed when it was used last."""
        return self.wanted and bool(self._failing)

    @property
    def unreadable(self) -> bool:
        """Whether it could not even be read."""
        return self.wanted and "read" in self._failing

    def trouble(self) -> str | None:
        """What to say of the store where it is away; no answer depends on it."""
        return AWAY if self.away else None

    def watch(self) -> None:
        """Open the store if anything is to be kept, and look after it from now on, without waiting for it."""
        if self.wanted:
            self._keeper.start()

    def watched(self, seconds: float = LONGEST) -> None:
        """Begin to look after it, and wait for the first look, which opens it, for ``seconds`` at most: who asks at once finds it there."""
        self.watch()
        if self.wanted:
            self._looked.wait(seconds)

    def open(self) -> bool:
        """As :meth:`watch`, waiting until it is open; whether it is."""
        if not self.wanted:
            return False
        self.watch()
        try:
            return self._do("read", lambda store: True)
        except StoreAway:
            return False

    def later(self, work: Callable[[], None]) -> bool:
        """Have ``work`` done without waiting for it; False where it will not be done."""
        return not self._closed and self._keeper.put(work)

    def tend(self, act: Callable[[Store], object]) -> None:
        """Have ``act`` done now and then, with what else is done to keep the store in order."""
        self._tending.append(act)

    def tend_now(self) -> None:
        """Delete what is old, and do what else is to be done now and then."""
        for act in self._tending:
            self._do("written", act)
        self._empty_journal()
        self._tended = time.monotonic()

    def record(self, answer: Answer, session: str) -> str:
        """Keep ``answer``; the id of the exchange."""
        return self._ask("written", lambda store: store.record(answer, session, CHANNEL))

    def record_turn(self, answer: Answer, said: Said) -> Kept:
        """Keep ``answer`` as a turn of a conversation."""
        return self._ask("written", lambda store: store.record_turn(answer, said, CHANNEL))

    def vote(self, exchange: str, opinion: Opinion | None) -> int:
        """Keep what the session that asked thinks of an exchange (None: nothing any more); the revision of its conversation."""

        def keep(store: Store) -> int:
            if opinion is None:
                return store.withdraw(exchange)
            return store.feedback(exchange, opinion.vote, opinion.why, opinion.comment)

        return self._do("written", keep)

    def find(self, conversation: str, owner: str) -> Conversation | None:
        """A conversation of ``owner`` as it is now; None where there is none."""
        return self._ask("read", lambda store: store.conversations.find(conversation, owner)) if self.wanted else None

    def conversations(self, owner: str) -> list[Conversation]:
        """The conversations of ``owner`` that are kept."""
        return self._ask("read", lambda store: store.conversations.of(owner)) if self.wanted else []

    def exchanges(self, conversation: str) -> list[Exchange]:
        """What was said in a conversation."""
        return self._ask("read", lambda store: store.exchanges_of(conversation)) if self.wanted else []

    def rename(self, conversation: str, owner: str, title: str) -> int | None:
        """Call a conversation of ``owner`` something else; its revision, None where there is none."""
        return self._do("written", lambda store: store.conversations.rename(conversation, owner, title)) if self.wanted else None

    def remove(self, conversation: str, owner: str) -> bool:
        """Delete a conversation of ``owner`` with all that was said, also from the journal of the file; whether it was there."""
        gone = self.wanted and self._do("written", lambda store: store.conversations.remove(conversation, owner))
        self._deleted()
        return gone

    def remove_all(self, owner: str) -> list[str]:
        """Delete all conversations of ``owner``, or none; their ids."""
        gone = self._do("written", lambda store: store.conversations.remove_all(owner)) if self.wanted else []
        self._deleted()
        return gone

    def close(self) -> None:
        """Keep what is still to be kept, empty the journal and let go of the store; it is not opened again."""
        self._keeper.close()
        with self._lock:
            self._closed = True
            if self._store is not None:
                self._store.close()
            self._store = None

    def _deleted(self) -> None:
        """What was deleted is gone from the tables by now; where a reader keeps the journal from being emptied, it is tried again."""
        if not self.wanted:
            return
        self._untidy = True
        try:
            self._empty_journal()
        except StoreAway:
            self._keeper.start()

    def _empty_journal(self) -> None:
        self._untidy = not self._do("written", lambda store: store.empty_journal())

    def _look(self) -> float:
        """Whether the store can be written to, and what is to be done now and then; seconds until the next time."""
        if self.wanted and not self._closed:
            try:
                self._do("written", lambda store: store.check())
                if time.monotonic() - self._tended >= TENDING:
                    self.tend_now()
                elif self._untidy:
                    self._empty_journal()
            except StoreAway:
                pass
        self._looked.set()
        return LOOK[self.away]

    def _ask(self, what: What, act: Callable[[Store], T]) -> T:
        """As :meth:`_do`, for those who can do without: a store that has just failed is not asked again."""
        if what in self._failing and time.monotonic() - self._failed < PAUSE:
            raise StoreAway
        return self._do(what, act)

    def _do(self, what: What, act: Callable[[Store], T]) -> T:
        try:
            done = within(self._limit, lambda: act(self._opened()))
        except GoneFromStore:
            raise
        except StoreAway:
            raise
        except (StoreError, TooLong) as error:
            self._fails(what, str(error))
            raise StoreAway from None
        except Exception as error:
            # Only its kind: what a driver says may hold the password.
            self._fails(what, f"the store could not be {what}: {type(error).__name__}")
            raise StoreAway from None
        if self._failing:
            # What can be written can be read; what can be read may still be locked for whoever writes.
            self._failing -= {"read"} if what == "read" else {"read", "written"}
            if not self._failing:
                log.warning("the store can be used again")
        return done

    def _fails(self, what: What, why: str) -> None:
        # Once, and not with every look at it: the log of a night without a database stays readable.
        (log.info if self._failing else log.error)("%s", why)
        self._failing.add(what)
        self._failed = time.monotonic()

    def _opened(self) -> Store:
        if self._store is not None:
            return self._store
        # Whoever finds it being opened does not wait for that.
        if not self._lock.acquire(timeout=OPENING):
            raise StoreAway
        try:
            if self._closed:
                raise StoreAway
            if self._store is None:
                from assistant import Store

                self._store = Store.open(self._settings)
            return self._store
        finally:
            self._lock.release()


def _expiring(settings: Settings) -> Callable[[Store], object]:
    def old(store: Store) -> object:
        from assistant import expire

        return expire(store, settings)

    return old
