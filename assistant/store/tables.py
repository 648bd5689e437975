"""The tables. ``VERSION`` grows with every change to them, and :mod:`assistant.store.versions` holds the step from the one before."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, Dialect, ForeignKey, Index, Integer, String, Text, TypeDecorator, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION = 2


class Utc(TypeDecorator[dt.datetime]):
    """A moment with its zone, kept in UTC; databases without zones keep the bare clock."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """A time without a zone is taken for UTC."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return value if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """Base of all tables."""


class SchemaRow(Base):
    """One row: which version of the tables this is."""

    __tablename__ = "store_schema"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ExchangeRow(Base):
    """A question and its answer. What is asked for often stands in columns beside the answer. ``turn`` is its number in the conversation,
    by which a page speaks of it, whichever server it asks; exchanges of before have none."""

    __tablename__ = "exchanges"
    __table_args__ = (Index("exchanges_in_order", "at", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: uuid.uuid4().hex)
    at: Mapped[dt.datetime] = mapped_column(Utc)
    session: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(Text)
    standalone_question: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(32))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    generation: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(32))
    turn: Mapped[int | None] = mapped_column(Integer)


class ConversationRow(Base):
    """Whose a conversation is and what it is called; its id is the ``session`` of its exchanges.

    ``revision`` grows with everything that changes of it, so that what another server holds in memory can be told to be old. ``named``:
    somebody chose the title, which is otherwise the beginning of the first question.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("conversations_of_owner", "owner", "used"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    begun: Mapped[dt.datetime] = mapped_column(Utc)
    used: Mapped[dt.datetime] = mapped_column(Utc)
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    named: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class FeedbackRow(Base):
    """What a session thought of an exchange. Rows are only added; the one with the highest id is the session's last word."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey(ExchangeRow.id, ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(Utc)
    session: Mapped[str] = mapped_column(String(64))
    vote: Mapped[str] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column("reason", String(32))
    comment: Mapped[str] = mapped_column(Text)
