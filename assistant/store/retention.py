"""What is old goes: exchanges by their age with what was thought of them, conversations of which nothing is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from assistant.store.conversations import changed, erase
from assistant.store.kept import kept_title
from assistant.store.model import Counts, Status
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow

Open = Callable[[bool], AbstractContextManager[Session]]
PORTION = 500
"""Exchanges that are deleted in one go: nobody who wants to write waits for all of them."""
TITLE = 40
"""Characters of a question that are a title."""
_TABLES = ("exchanges", "feedback", "conversations", "store_schema")


def expire(session: Open, before: dt.datetime) -> Counts:
    """Delete what was said before ``before``; how much that was.

    A conversation that goes on loses its old turns, and its title where that was the first question. One of which nothing is left goes.
    """
    exchanges = opinions = 0
    while True:
        with session(True) as database:
            old = select(ExchangeRow.id, ExchangeRow.session).where(ExchangeRow.at < before).order_by(ExchangeRow.at).limit(PORTION)
            found = database.execute(old).all()
            gone = erase(database, ExchangeRow.id.in_([row.id for row in found]))
            for name in dict.fromkeys(row.session for row in found):
                _shortened(database, name)
        exchanges, opinions = exchanges + gone[0], opinions + gone[1]
        if len(found) < PORTION:
            return Counts(exchanges, opinions, _emptied(session, before))


def _shortened(database: Session, name: str) -> None:
    first = select(ExchangeRow.question).where(ExchangeRow.session == name).order_by(ExchangeRow.at, ExchangeRow.id).limit(1)
    changed(database, ConversationRow.id == name)
    question = database.scalar(first)
    if question is not None:
        title = kept_title(" ".join(question.split())[:TITLE])
        changed(database, (ConversationRow.id == name) & ConversationRow.named.is_(False), title=title)


def _emptied(session: Open, before: dt.datetime) -> int:
    with session(True) as database:
        empty = ConversationRow.used < before, ~exists().where(ExchangeRow.session == ConversationRow.id)
        names = list(database.scalars(select(ConversationRow.id).where(*empty)))
        database.execute(delete(ConversationRow).where(ConversationRow.id.in_(names)))
        return len(names)


def erase_everything(session: Open) -> Counts:
    """Delete all that was ever said; how much that was."""
    with session(True) as database:
        rows = (ExchangeRow, FeedbackRow, ConversationRow)
        exchanges, feedback, conversations = (database.scalar(select(func.count()).select_from(row)) or 0 for row in rows)
        for row in (ConversationRow, FeedbackRow, ExchangeRow):
            database.execute(delete(row))
        return Counts(exchanges, feedback, conversations)


def status(session: Open, size: Callable[[Session], int | None]) -> Status:
    """How much is kept, and since when."""
    with session(False) as database:
        oldest, newest, exchanges = database.execute(select(func.min(ExchangeRow.at), func.max(ExchangeRow.at), func.count())).one()
        feedback = database.scalar(select(func.count()).select_from(FeedbackRow)) or 0
        conversations = database.scalar(select(func.count()).select_from(ConversationRow)) or 0
        return Status(Counts(exchanges, feedback, conversations), oldest, newest, size(database))


def size_of_tables(database: Session) -> int:
    """Bytes that the tables and their indexes take in a PostgreSQL database, dead rows included."""
    return sum(database.scalar(select(func.pg_total_relation_size(table))) or 0 for table in _TABLES)
