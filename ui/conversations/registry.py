"""Everybody's conversations. The store is the truth, and memory a cache that is checked against it whenever one is wanted: several servers
may share a store, and what is deleted or asked with one of them is so with all.

Without a store (``ASSISTANT_RECORD=false``) they are in memory alone, and end with the server.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass

from assistant import Answer, Store
from assistant.errors import GoneFromStore
from assistant.store import Conversation, Said
from ui.conversations.owner import BROWSER, PAGE, Owner
from ui.conversations.restoring import renew, restored
from ui.privacy import BROWSER_DAYS
from ui.recording import Opinion, Recorder, StoreAway
from ui.render import clean
from ui.session import Keep, Session

MOST = 100
"""Conversations of one owner; the one used longest ago goes when one more is begun."""
IDLE = dt.timedelta(hours=8)
"""After so long without use a conversation leaves memory."""
TURNS = 10_000
"""Turns in memory, of everybody together; what was used longest ago leaves first. A turn takes some 12 KB."""
BYTES = 64 * 1024**2
"""The same in bytes: a turn may be many times as long as most are."""
SESSIONS = 2000
"""Conversations in memory, of everybody together."""
TITLE_CHARS = 80
_ID = re.compile(r"[0-9a-f]{32}")


def is_id(name: str) -> bool:
    """Whether a conversation could be called so."""
    return _ID.fullmatch(name) is not None


@dataclass(frozen=True)
class Listed:
    """A conversation in its owner's list."""

    id: str
    title: str
    used: dt.datetime


class Conversations:
    """Holds sessions by owner and id: nobody gets one that belongs to somebody else. Safe to share between threads."""

    def __init__(self, recorder: Recorder, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._recorder = recorder
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, str], Session] = OrderedDict()
        recorder.tend(self._forget)

    @property
    def away(self) -> bool:
        """Whether the store cannot be read at the moment: what is in memory then stands for it."""
        return self._recorder.unreadable

    def begin(self, owner: Owner) -> Session:
        """A new, empty conversation of ``owner``."""
        session = Session(begun=self._clock(), used=self._clock())
        with self._lock:
            self._held[owner.key, session.id] = session
            self._make_room(session)
        with suppress(StoreAway):
            for old in self.listed(owner)[MOST - 1 :]:
                self.remove(owner, old.id)
        return session

    def session(self, owner: Owner, name: str, *, sure: bool = False) -> Session | None:
        """The conversation of ``owner`` with that id as the store has it now; None where there is none, whoever else may have one.

        One that was deleted elsewhere leaves memory, one that was used elsewhere is read anew. While the store is away what is in memory is
        given, unless it must be ``sure``.

        Raises:
            StoreAway: only the store could tell.
        """
        held = self._in_memory(owner, name)
        if not self._is_kept(owner) or not is_id(name):
            return held
        try:
            kept = self._recorder.find(name, owner.key)
            if held is not None and (kept is None or kept.revision == held.revision):
                return held if kept is not None else self._unless_deleted(owner, held)
            return self._read(owner, held, kept) if kept is not None else None
        except StoreAway:
            if held is None or (sure and held.revision is not None):
                raise
            return held

    def listed(self, owner: Owner) -> list[Listed]:
        """The conversations of ``owner`` in which something was asked, the one used last first; those in memory while the store is away."""
        with self._lock:
            held = {s.id: Listed(s.id, s.title, s.used) for (key, _), s in self._held.items() if key == owner.key and s.turns}
            unkept = {name for name in held if self._held[owner.key, name].revision is None}
        try:
            kept = {c.id: Listed(c.id, c.title, c.used) for c in self._recorder.conversations(owner.key)} if self._is_kept(owner) else held
        except StoreAway:
            kept = held
        found = {**kept, **{name: listed for name, listed in held.items() if name in unkept}}
        return sorted(found.values(), key=lambda c: c.used, reverse=True)

    def rename(self, owner: Owner, name: str, title: str) -> bool:
        """Call a conversation something else; False where ``owner`` has none of that id, or the title is empty.

        Raises:
            StoreAway: it is called what it was called before.
        """
        title = " ".join(clean(title).split())[:TITLE_CHARS]
        session = self.session(owner, name, sure=True)
        if session is None or not title:
            return False
        with session.storing:
            if session.revision is not None:
                revision = self._recorder.rename(name, owner.key, title)
                if revision is None:
                    return False
                session.changed_to(revision)
            session.title = title
        return True

    def remove(self, owner: Owner, name: str) -> bool:
        """Delete a conversation with all that was said, in memory and in the store; False where ``owner`` has none of that id.

        Raises:
            StoreAway: nothing was deleted.
        """
        held = self._in_memory(owner, name)
        with held.storing if held else nullcontext():
            # Also where it was held: what was said in it is in the store.
            gone = self._recorder.remove(name, owner.key) if self._is_kept(owner) else False
            if held is not None:
                self._drop(owner, held)
        return held is not None or gone

    def remove_all(self, owner: Owner) -> None:
        """Delete all conversations of ``owner``, or none.

        Raises:
            StoreAway: nothing was deleted.
        """
        with self._lock:
            held = sorted((s for (key, _), s in self._held.items() if key == owner.key), key=lambda s: s.id)
        with ExitStack() as still:
            for session in held:
                still.enter_context(session.storing)
            if self._is_kept(owner):
                self._recorder.remove_all(owner.key)
            for session in held:
                self._drop(owner, session)

    def think(self, session: Session, number: int, opinion: Opinion | None) -> bool:
        """Hold what the owner of ``session`` thinks of a turn (None: nothing any more); False where that turn was not kept.

        Raises:
            StoreAway: what was thought before still counts.
        """

        def keep(exchange: str, opinion: Opinion | None) -> bool:
            session.changed_to(self._recorder.vote(exchange, opinion))
            return True

        with session.storing, suppress(GoneFromStore):
            return session.think(number, opinion, keep)
        return False

    def keep(self, owner: Owner) -> Keep:
        """What keeps the answers of a conversation of ``owner``, and that it was used, while nobody waits for it."""

        def begin(answer: Answer, session: Session, number: int) -> None:
            if not self._recorder.wanted:
                session.kept(number, "")
                return
            session.keeping.add(number)
            if not self._recorder.later(lambda: self._store(owner, session, number, answer)):
                session.kept(number, None)

        return begin

    def end(self) -> None:
        """Stop the answers that are being written: the server ends."""
        with self._lock:
            held = list(self._held.values())
        for session in held:
            session.stop()

    def _store(self, owner: Owner, session: Session, number: int, answer: Answer) -> None:
        with session.storing:
            if session.closed:
                session.kept(number, "")
                return
            try:
                if not self._is_kept(owner):
                    session.kept(number, self._recorder.record(answer, session.id))
                    return
                first = session.revision is None
                said = Said(session.id, owner.key, session.title, number, uuid.uuid4().hex, first)
                kept = self._recorder.record_turn(answer, said)
                session.kept(number, kept.exchange, kept.turn, kept.revision)
            except GoneFromStore:
                self._drop(owner, session)
            except StoreAway:
                session.kept(number, None)

    def _in_memory(self, owner: Owner, name: str) -> Session | None:
        with self._lock:
            if found := self._held.get((owner.key, name)):
                self._held.move_to_end((owner.key, name))
            return found

    def _unless_deleted(self, owner: Owner, held: Session) -> Session | None:
        """``held``, which the store does not have: it was deleted elsewhere, unless nothing of it was ever kept."""
        if held.revision is None:
            return held
        with held.storing:
            # It may have been kept for the first time since the store was asked.
            if self._recorder.find(held.id, owner.key) is not None:
                return held
            self._drop(owner, held)
            return None

    def _read(self, owner: Owner, held: Session | None, kept: Conversation) -> Session:
        if held is None:
            made = restored(kept, self._recorder.exchanges(kept.id))
            with self._lock:
                # Another request may have been faster; there is one session of each conversation.
                found = self._held.setdefault((owner.key, kept.id), made)
                self._make_room(found)
                return found
        with held.storing:
            # Looked at once more: this server may itself have kept a turn meanwhile.
            now = self._recorder.find(kept.id, owner.key)
            if now is not None and now.revision != held.revision:
                renew(held, now, self._recorder.exchanges(kept.id))
        return held

    def _drop(self, owner: Owner, session: Session) -> None:
        with self._lock:
            self._held.pop((owner.key, session.id), None)
        session.close()

    def _is_kept(self, owner: Owner) -> bool:
        """Whether the store knows whose the conversations of ``owner`` are: a page without cookies is known to nobody tomorrow."""
        return self._recorder.wanted and not owner.key.startswith(PAGE)

    def _make_room(self, wanted: Session) -> None:
        """Let go of what nobody used for long, and of what was used longest ago while there is too much; never of what is ``wanted`` now,
        nor while an answer is written. What the store keeps is read from there when it is asked for again."""
        old, weights = self._clock() - IDLE, {key: session.weight for key, session in self._held.items()}
        turns, size = sum(len(s.turns) for s in self._held.values()), sum(weights.values())
        for key, session in sorted(self._held.items(), key=lambda item: item[1].used):
            crowded = turns > TURNS or size > BYTES or len(self._held) > SESSIONS
            if session.used >= old and not crowded:
                break
            if session is not wanted and not session.busy and not session.keeping:
                turns, size = turns - len(session.turns), size - weights[key]
                del self._held[key]

    def _forget(self, store: Store) -> None:
        """Browsers that were closed do not come back."""
        store.conversations.forget(BROWSER, self._clock() - dt.timedelta(days=BROWSER_DAYS))
