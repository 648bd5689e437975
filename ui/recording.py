"""Keeping what was asked and answered on the page, and what people thought of it. A store that fails stops nothing: it is logged."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from assistant import Answer, Settings, StoreError

if TYPE_CHECKING:
    from assistant import Exchange, Store
    from assistant.store import Conversation

log = logging.getLogger(__name__)

CHANNEL = "page"
PAUSE = 30.0
"""Seconds before a store that could not be opened is tried again: nobody should wait for it with every question."""
Why = Literal["wrong", "incomplete", "not_found", "unclear", "other"]
T = TypeVar("T")


@dataclass(frozen=True)
class Opinion:
    """What a user thinks of an answer."""

    vote: Literal["up", "down"]
    why: Why | None = None
    comment: str = ""


class Recorder:
    """The store as the page uses it: opened when it is first needed, shared by all conversations. No method raises."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._tried = -PAUSE

    @property
    def wanted(self) -> bool:
        """Whether anything is to be kept."""
        return self._settings.record

    def open(self) -> bool:
        """Open the store if anything is to be kept; whether it is open."""
        return self._try("opened", lambda store: True) or False

    def record(self, answer: Answer, session: str) -> str | None:
        """Keep ``answer``; the id of the exchange, None when it was not kept."""
        return self._try("written", lambda store: store.record(answer, session, CHANNEL))

    def vote(self, exchange: str, opinion: Opinion | None) -> bool:
        """Keep what the session that asked thinks of an exchange (None: nothing any more); whether that was done."""

        def keep(store: Store) -> bool:
            if opinion is None:
                store.withdraw(exchange)
            else:
                store.feedback(exchange, opinion.vote, opinion.why, opinion.comment)
            return True

        return self._try("written", keep) or False

    def use(self, conversation: str, owner: str, title: str, at: dt.datetime) -> None:
        """Keep that ``owner`` used a conversation."""
        self._try("written", lambda store: store.conversations.keep(conversation, owner, title, at))

    def conversations(self, owner: str) -> list[Conversation]:
        """The conversations of ``owner`` that are kept; none where the store cannot be read."""
        return self._try("read", lambda store: store.conversations.of(owner)) or []

    def exchanges(self, conversation: str) -> list[Exchange]:
        """What was said in a conversation."""
        return self._try("read", lambda store: store.exchanges_of(conversation)) or []

    def rename(self, conversation: str, owner: str, title: str) -> bool:
        """Call a conversation of ``owner`` something else; whether it is kept so."""
        return self._try("written", lambda store: store.conversations.rename(conversation, owner, title)) or False

    def remove(self, conversation: str, owner: str) -> bool:
        """Delete a conversation of ``owner`` with all that was said; whether it was there and is gone."""
        return self._try("written", lambda store: store.conversations.remove(conversation, owner)) or False

    def forget(self, owners: str, before: dt.datetime) -> None:
        """Forget whose the conversations are that nobody used since ``before``, of owners that begin so."""
        self._try("written", lambda store: store.conversations.forget(owners, before))

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = None

    def _try(self, what: str, act: Callable[[Store], T]) -> T | None:
        try:
            store = self._opened()
            return act(store) if store else None
        except StoreError as error:
            log.error("%s", error)
        except Exception as error:
            # Only its kind: what a driver says may hold the password.
            log.error("the store could not be %s: %s", what, type(error).__name__)
        return None

    def _opened(self) -> Store | None:
        if not self.wanted:
            return None
        with self._lock:
            if self._store is None and time.monotonic() - self._tried >= PAUSE:
                from assistant import Store

                self._tried = time.monotonic()
                self._store = Store.open(self._settings)
            return self._store
