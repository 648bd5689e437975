"""A link to a conversation that is not here: somebody else's, deleted, expired, or cut short. Which of the first three is told to nobody."""

from __future__ import annotations

from typing import Any

from ui.conversations.registry import is_id
from ui.wording import Wording


def wanted(request: Any) -> str:
    """The conversation that the address of a request names; empty where it names none."""
    return str(request.query_params.get("conversation", ""))


def missing(name: str, words: Wording) -> str:
    """What is said where the conversation ``name`` was asked for and is not the reader's; empty where none was."""
    if not name:
        return ""
    return words.conversations.not_here if is_id(name) else words.conversations.no_such
