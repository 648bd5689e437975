"""What comes out of the store: an exchange with its feedback, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from assistant.contract import Answer

Vote = Literal["up", "down"]
Why = Literal["wrong", "incomplete", "not_found", "unclear", "other"]
COMMENT_CHARS = 2000
"""A longer comment is cut."""
TITLE_CHARS = 80
"""A longer title of a conversation is cut."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one session thinks of an answer: its last word. ``why`` is one of a few reasons, None where none was given."""

    at: dt.datetime
    session: str
    vote: Vote
    why: Why | None
    comment: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer as they were kept: concealed, with the time in UTC. ``feedback`` holds one entry a session, oldest first;
    ``turn`` is the number in its conversation, where that is known."""

    id: str
    at: dt.datetime
    session: str
    channel: str
    answer: Answer
    feedback: tuple[Feedback, ...] = ()
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as its owner sees it in a list. ``revision`` is another one after every change of it."""

    id: str
    title: str
    begun: dt.datetime
    used: dt.datetime
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """Where an answer belongs: the ``turn`` of a conversation of ``owner``, to be kept under the id ``exchange``.

    ``first``: nothing of that conversation was kept before, so that it is begun under ``title``. Otherwise it must be there.
    """

    conversation: str
    owner: str
    title: str
    turn: int
    exchange: str
    first: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn as it was kept: under which id, as which number, and the revision of its conversation since."""

    exchange: str
    turn: int
    revision: int


@dataclass(frozen=True, slots=True)
class Counts:
    """So many of each."""

    exchanges: int = 0
    feedback: int = 0
    conversations: int = 0

    @property
    def total(self) -> int:
        return self.exchanges + self.feedback + self.conversations


@dataclass(frozen=True, slots=True)
class Status:
    """What the store holds, since when, and how many bytes it takes (None where the database does not say)."""

    counts: Counts
    oldest: dt.datetime | None
    newest: dt.datetime | None
    size: int | None
