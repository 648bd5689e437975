"""Conversations in the store: whose they are, what they are called, when they were used. Their turns are the exchanges of that session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.store.kept import kept_title
from assistant.store.model import Conversation
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow

Open = Callable[[bool], AbstractContextManager[Session]]
"""Begins a transaction, one that writes for True."""


class Conversations:
    """The conversations of a store. All methods raise :class:`~assistant.errors.StoreError` when the store fails."""

    def __init__(self, session: Open) -> None:
        self._session = session

    def keep(self, conversation: str, owner: str, title: str, at: dt.datetime) -> None:
        """Keep that ``owner`` used ``conversation`` at ``at``, under ``title`` (concealed). What somebody else owns stays theirs."""
        with self._session(True) as database:
            row = database.get(ConversationRow, conversation)
            if row is None:
                database.add(ConversationRow(id=conversation, owner=owner, title=kept_title(title), begun=at, used=at))
            elif row.owner == owner:
                row.title, row.used = kept_title(title), max(row.used, at)

    def of(self, owner: str) -> list[Conversation]:
        """The conversations of ``owner``, the one used last first."""
        query = select(ConversationRow).where(ConversationRow.owner == owner).order_by(ConversationRow.used.desc(), ConversationRow.id)
        with self._session(False) as database:
            return [Conversation(row.id, row.title, row.begun, row.used) for row in database.scalars(query)]

    def rename(self, conversation: str, owner: str, title: str) -> bool:
        """Call it ``title`` (concealed); False where ``owner`` has no such conversation."""
        with self._session(True) as database:
            row = database.get(ConversationRow, conversation)
            if row is None or row.owner != owner:
                return False
            row.title = kept_title(title)
            return True

    def remove(self, conversation: str, owner: str) -> bool:
        """Delete it with its questions, answers and opinions; False where ``owner`` has no such conversation."""
        with self._session(True) as database:
            row = database.get(ConversationRow, conversation)
            if row is None or row.owner != owner:
                return False
            said = select(ExchangeRow.id).where(ExchangeRow.session == conversation)
            database.execute(delete(FeedbackRow).where(FeedbackRow.exchange_id.in_(said)))
            database.execute(delete(ExchangeRow).where(ExchangeRow.session == conversation))
            database.delete(row)
            return True

    def forget(self, owners: str, before: dt.datetime) -> int:
        """Forget whose the conversations were that nobody used since ``before`` and whose owner begins with ``owners``; how many.

        Their exchanges stay: without an owner they belong to nobody.
        """
        with self._session(True) as database:
            old = (ConversationRow.owner.startswith(owners, autoescape=True), ConversationRow.used < before)
            count = database.scalar(select(func.count()).select_from(ConversationRow).where(*old)) or 0
            database.execute(delete(ConversationRow).where(*old))
            return count
