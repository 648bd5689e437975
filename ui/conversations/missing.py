"""A link to a conversation that is not here: somebody else's, deleted, expired, or cut short. Which of the first three, nobody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from ui.conversations.owner import owner_of
from ui.conversations.registry import Conversations, is_id
from ui.recording import StoreAway
from ui.wording import Language, Wording, wording


def wanted(request: Any) -> str:
    """The conversation that the address of a request names; empty where it names none."""
    return str(request.query_params.get("conversation", ""))


def missing(name: str, words: Wording) -> str:
    """What is said where the conversation ``name`` was asked for and is not the reader's; empty where none was."""
    if not name:
        return ""
    return words.conversations.not_here if is_id(name) else words.conversations.no_such


def told_of(conversations: Conversations) -> Callable[[Any, Language], Awaitable[str]]:
    """Tells a browser what there is to say of the conversation that the address of its request names; nothing where it is its own."""

    async def tell(request: Any, language: Language) -> str:
        name = wanted(request)
        try:
            if not name or await asyncio.to_thread(conversations.session, owner_of(request), name) is not None:
                return ""
        except StoreAway:
            return wording(language).conversations.unread
        return missing(name, wording(language))

    return tell
