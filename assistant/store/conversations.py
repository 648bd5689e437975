"""Conversations in the store: whose they are, what they are called, when they were used. Their turns are the exchanges of that session.

Each change makes the revision another one. Whoever writes takes the row of the conversation first, so that a deletion and an answer that
comes at the same moment follow each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from assistant.errors import GoneFromStore
from assistant.store.kept import kept_title
from assistant.store.model import Conversation, Said
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow

Open = Callable[[bool], AbstractContextManager[Session]]
"""Begins a transaction, one that writes for True."""
Look = Callable[[], AbstractContextManager[Connection]]
"""Begins a transaction that reads, without what the mapping of objects costs."""
_SHOWN = (ConversationRow.id, ConversationRow.title, ConversationRow.begun, ConversationRow.used, ConversationRow.revision)
_FIND = select(*_SHOWN).where(ConversationRow.id == bindparam("conversation"), ConversationRow.owner == bindparam("whose"))
"""Made once: it is asked with every request of a page."""


class Conversations:
    """The conversations of a store. All methods raise :class:`~assistant.errors.StoreError` when the store fails."""

    def __init__(self, session: Open, look: Look) -> None:
        self._session = session
        self._look = look

    def of(self, owner: str) -> list[Conversation]:
        """The conversations of ``owner``, the one used last first."""
        query = select(*_SHOWN).where(ConversationRow.owner == owner).order_by(ConversationRow.used.desc(), ConversationRow.id)
        with self._session(False) as database:
            return [Conversation(*row) for row in database.execute(query)]

    def find(self, conversation: str, owner: str) -> Conversation | None:
        """The conversation of ``owner`` with that id, as it is now; None where there is none. One look at the primary key."""
        with self._look() as connection:
            row = connection.execute(_FIND, {"conversation": conversation, "whose": owner}).first()
            return Conversation(*row) if row else None

    def rename(self, conversation: str, owner: str, title: str) -> int | None:
        """Call it ``title`` (concealed); its revision, None where ``owner`` has no such conversation."""
        with self._session(True) as database:
            return changed(database, _own(conversation, owner), title=kept_title(title), named=True)

    def remove(self, conversation: str, owner: str) -> bool:
        """Delete it with its questions, answers and opinions; False where ``owner`` has no such conversation."""
        return bool(self._remove(_own(conversation, owner)))

    def remove_all(self, owner: str) -> list[str]:
        """Delete all conversations of ``owner`` with all that was said, or none of them; their ids."""
        return self._remove(ConversationRow.owner == owner)

    def forget(self, owners: str, before: dt.datetime) -> int:
        """Forget whose the conversations were that nobody used since ``before`` and whose owner begins with ``owners``; how many.

        Their exchanges stay: without an owner they belong to nobody.
        """
        with self._session(True) as database:
            old = (ConversationRow.owner.startswith(owners, autoescape=True), ConversationRow.used < before)
            count = database.scalar(select(func.count()).select_from(ConversationRow).where(*old)) or 0
            database.execute(delete(ConversationRow).where(*old))
            return count

    def _remove(self, whose: ColumnElement[bool]) -> list[str]:
        with self._session(True) as database:
            # The rows first: an answer that is being kept elsewhere is waited for, and one that comes later finds nothing to belong to.
            names = list(database.scalars(select(ConversationRow.id).where(whose).with_for_update()))
            erase(database, ExchangeRow.session.in_(names))
            database.execute(delete(ConversationRow).where(ConversationRow.id.in_(names)))
            return names


def say(database: Session, said: Said, at: dt.datetime) -> int:
    """Note that something is said in a conversation, beginning it where it is the first; its revision.

    Raises:
        GoneFromStore: it was deleted, or belongs to somebody else.
    """
    revision = changed(database, _own(said.conversation, said.owner), used=at)
    if revision is not None:
        return revision
    if not said.first or database.get(ConversationRow, said.conversation) is not None:
        raise GoneFromStore(f"The conversation {said.conversation} was deleted. Ask in a new one.")
    title = kept_title(said.title)
    database.add(ConversationRow(id=said.conversation, owner=said.owner, title=title, begun=at, used=at, revision=1))
    return 1


def free_turn(database: Session, conversation: str, wanted: int) -> int:
    """``wanted``, or where a turn of the conversation has that number already the one after the last."""
    said = ExchangeRow.session == conversation
    if database.scalar(select(ExchangeRow.id).where(said, ExchangeRow.turn == wanted).limit(1)) is None:
        return wanted
    return (database.scalar(select(func.max(ExchangeRow.turn)).where(said)) or 0) + 1


def changed(database: Session, which: ColumnElement[bool], **values: object) -> int | None:
    """Change a conversation and make its revision another one; the new revision, None where there is no such conversation."""
    grown = {ConversationRow.revision: ConversationRow.revision + 1, **{getattr(ConversationRow, n): v for n, v in values.items()}}
    # Without loading anything: what this very transaction read before is of no interest to it any more.
    database.execute(update(ConversationRow).where(which).values(grown).execution_options(synchronize_session=False))
    return database.scalar(select(ConversationRow.revision).where(which))


def erase(database: Session, which: ColumnElement[bool]) -> tuple[int, int]:
    """Delete the exchanges for which ``which`` holds, with what was thought of them; how many exchanges and how many opinions."""
    unseen = {"synchronize_session": False}
    told = FeedbackRow.exchange_id.in_(select(ExchangeRow.id).where(which))
    opinions = database.execute(delete(FeedbackRow).where(told), execution_options=unseen)
    gone = database.execute(delete(ExchangeRow).where(which), execution_options=unseen)
    return _count(gone), _count(opinions)


def _count(result: object) -> int:
    return max(int(getattr(result, "rowcount", 0)), 0)


def _own(conversation: str, owner: str) -> ColumnElement[bool]:
    return (ConversationRow.id == conversation) & (ConversationRow.owner == owner)
