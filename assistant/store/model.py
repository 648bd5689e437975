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
    """A question and its answer as they were kept: concealed, with the time in UTC. ``feedback`` holds an entry a session, oldest first."""

    id: str
    at: dt.datetime
    session: str
    channel: str
    answer: Answer
    feedback: tuple[Feedback, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as its owner sees it in a list."""

    id: str
    title: str
    begun: dt.datetime
    used: dt.datetime
