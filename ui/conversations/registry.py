"""Everybody's conversations: in memory while they are used, from the store when they were used before this server started.

Without a store (``ASSISTANT_RECORD=false``) they are in memory alone, and end with the server.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant import Answer, Exchange
from assistant.store import Conversation
from ui.conversation import Turn
from ui.conversations.owner import BROWSER, Owner
from ui.recording import Opinion, Recorder
from ui.render import clean
from ui.session import Session

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
BROWSER_DAYS = 1
"""Days after which the store forgets whose the conversations of a browser were."""
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
        self._swept = clock()

    def begin(self, owner: Owner) -> Session:
        """A new, empty conversation of ``owner``."""
        session = Session(begun=self._clock(), used=self._clock())
        with self._lock:
            self._held[owner.key, session.id] = session
            self._make_room(session)
        self._sweep()
        for old in self.listed(owner)[MOST - 1 :]:
            self.remove(owner, old.id)
        return session

    def session(self, owner: Owner, name: str) -> Session | None:
        """The conversation of ``owner`` with that id; None where there is none, whoever else may have one."""
        with self._lock:
            if found := self._held.get((owner.key, name)):
                self._held.move_to_end((owner.key, name))
                return found
        if not is_id(name) or not (kept := next((c for c in self._kept(owner) if c.id == name), None)):
            return None
        restored = _restored(kept.id, kept.title, kept.begun, kept.used, self._recorder.exchanges(name))
        with self._lock:
            # Another request may have been faster; there is one session of each conversation.
            found = self._held.setdefault((owner.key, name), restored)
            self._make_room(found)
            return found

    def listed(self, owner: Owner) -> list[Listed]:
        """The conversations of ``owner`` in which something was asked, the one used last first."""
        found = {c.id: Listed(c.id, c.title, c.used) for c in self._kept(owner)}
        with self._lock:
            held = [s for (key, _), s in self._held.items() if key == owner.key and s.turns]
        found.update({s.id: Listed(s.id, s.title, s.used) for s in held})
        return sorted(found.values(), key=lambda c: c.used, reverse=True)

    def rename(self, owner: Owner, name: str, title: str) -> bool:
        """Call a conversation something else; False where ``owner`` has none of that id, or the title is empty."""
        title = " ".join(clean(title).split())[:TITLE_CHARS]
        session = self.session(owner, name)
        if session is None or not title:
            return False
        session.title = title
        self._recorder.rename(name, owner.key, title)
        return True

    def remove(self, owner: Owner, name: str) -> bool:
        """Delete a conversation with all that was said, in memory and in the store; False where ``owner`` has none of that id."""
        with self._lock:
            session = self._held.pop((owner.key, name), None)
        if session is not None:
            session.close()
        # Also where it was held: what was said in it is in the store.
        kept = self._recorder.remove(name, owner.key)
        return session is not None or kept

    def keep(self, owner: Owner) -> Callable[[Answer, Session], str | None]:
        """What keeps the answers of a conversation of ``owner``, and that it was used."""

        def kept(answer: Answer, session: Session) -> str | None:
            if session.closed:
                return None
            exchange = self._recorder.record(answer, session.id)
            if exchange is not None and not owner.key.startswith("page:"):
                self._recorder.use(session.id, owner.key, session.title, self._clock())
            return exchange

        return kept

    def _kept(self, owner: Owner) -> list[Conversation]:
        return self._recorder.conversations(owner.key) if self._recorder.wanted else []

    def _make_room(self, wanted: Session) -> None:
        """Let go of what nobody used for long, and of what was used longest ago while there is too much; never of what is ``wanted`` now,
        nor while an answer is written. What the store keeps is read from there when it is asked for again."""
        old, weights = self._clock() - IDLE, {key: session.weight for key, session in self._held.items()}
        turns, size = sum(len(s.turns) for s in self._held.values()), sum(weights.values())
        for key, session in sorted(self._held.items(), key=lambda item: item[1].used):
            crowded = turns > TURNS or size > BYTES or len(self._held) > SESSIONS
            if session.used >= old and not crowded:
                break
            if session is not wanted and not session.busy:
                turns, size = turns - len(session.turns), size - weights[key]
                del self._held[key]

    def _sweep(self) -> None:
        """Once an hour: browsers that were closed do not come back."""
        now = self._clock()
        with self._lock:
            if now - self._swept < dt.timedelta(hours=1):
                return
            self._swept = now
        self._recorder.forget(BROWSER, now - dt.timedelta(days=BROWSER_DAYS))


def _restored(name: str, title: str, begun: dt.datetime, used: dt.datetime, said: list[Exchange]) -> Session:
    answers = [exchange.answer for exchange in said]
    turns = tuple(Turn(number, a.question, a.answer, "done", a) for number, a in enumerate(answers, start=1))
    session = Session(name, title, begun, used, turns)
    for number, exchange in enumerate(said, start=1):
        session.exchanges[number] = exchange.id
        own = next((f for f in exchange.feedback if f.session == exchange.session), None)
        if own is not None:
            session.opinions[number] = Opinion(own.vote, own.why, own.comment)
    return session
