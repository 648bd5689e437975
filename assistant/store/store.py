"""Keeping exchanges and feedback, and reading them back."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Self, cast, get_args

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, and_, delete, or_, select
from sqlalchemy.orm import Session

from assistant.contract import Answer
from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.store.conversations import Conversations
from assistant.store.kept import kept_answer, kept_comment
from assistant.store.model import Exchange, Feedback, Vote, Why
from assistant.store.opening import FAILURES, WRITES, Place, check_writable, open_engine, place
from assistant.store.tables import ExchangeRow, FeedbackRow

PAGE = 500
"""Exchanges that are read at a time."""


class Store:
    """Exchanges and feedback in a database. Safe to share between threads; several processes may have it open."""

    def __init__(self, engine: Engine, where: Place) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._where = where

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """The store that ``settings`` name: ``store.db`` in the home folder, or the database at ``DATABASE_URL``. It is made when missing.

        Raises:
            StoreError: it cannot be reached or written, or its tables are of another version; the message names it and the next step.
        """
        where = place(settings)
        return cls(open_engine(where), where)

    @property
    def place(self) -> str:
        """Where it is: a path, or an address without user and password."""
        return self._where.shown

    def record(self, answer: Answer, session: str, channel: str) -> str:
        """Keep ``answer`` with its question; the id of the exchange. ``session`` tells conversations apart, ``channel`` says where it was
        asked (*page*, …).

        Personal data that the question holds are concealed, also where the answer repeats them. Quotes of documents are kept as they are.

        Raises:
            StoreError: it could not be kept.
        """
        kept = kept_answer(answer)
        row = ExchangeRow(
            at=_now(),
            session=session,
            question=kept["question"],
            standalone_question=kept["standalone_question"],
            status=answer.status,
            reason=answer.reason,
            answer=kept,
            generation=answer.index,
            channel=channel,
        )
        with self._session(writing=True) as database:
            database.add(row)
            database.flush()
            return row.id

    def feedback(self, exchange_id: str, vote: Vote, reason: Why | None = None, comment: str = "", *, session: str | None = None) -> None:
        """Keep what ``session`` (None: the one that asked) thinks of an answer. Its earlier word on the same answer no longer counts.

        Raises:
            ValueError: no such vote or reason.
            StoreError: there is no such exchange, or it could not be kept.
        """
        if vote not in get_args(Vote) or reason not in (None, *get_args(Why)):
            raise ValueError(f"no vote {vote!r} with reason {reason!r}: {get_args(Vote)}, {get_args(Why)}")
        with self._session(writing=True) as database:
            asked = self._found(database, exchange_id)
            whose, words = session or asked.session, kept_comment(comment)
            database.add(FeedbackRow(exchange_id=asked.id, at=_now(), session=whose, vote=vote, why=reason, comment=words))

    def withdraw(self, exchange_id: str, *, session: str | None = None) -> None:
        """Forget what ``session`` (None: the one that asked) thinks of an answer.

        Raises:
            StoreError: there is no such exchange, or the store fails.
        """
        with self._session(writing=True) as database:
            asked = self._found(database, exchange_id)
            whose = FeedbackRow.session == (session or asked.session)
            database.execute(delete(FeedbackRow).where(FeedbackRow.exchange_id == asked.id, whose))

    def exchanges(self, since: dt.datetime | None = None, limit: int | None = None) -> Iterator[Exchange]:
        """Exchanges with their feedback, oldest first: those at or after ``since`` (without a zone: UTC), at most ``limit``.

        They are read in pages, so that a caller may take its time.

        Raises:
            StoreError: the store fails, or holds an answer of a shape that this code does not know.
        """
        left = limit
        beyond: ColumnElement[bool] | None = ExchangeRow.at >= since if since else None
        while left is None or left > 0:
            page = self._page(beyond, PAGE if left is None else min(PAGE, left))
            yield from page
            if not page:
                return
            last = page[-1]
            beyond = or_(ExchangeRow.at > last.at, and_(ExchangeRow.at == last.at, ExchangeRow.id > last.id))
            left = None if left is None else left - len(page)

    def exchanges_of(self, session: str) -> list[Exchange]:
        """The exchanges of one conversation with their feedback, oldest first.

        Raises:
            StoreError: the store fails, or holds an answer of a shape that this code does not know.
        """
        return self._page(ExchangeRow.session == session, None)

    @property
    def conversations(self) -> Conversations:
        """Whose conversations these are."""
        return Conversations(lambda writing: self._session(writing=writing))

    def check(self) -> None:
        """Write something and take it back. Raises :class:`StoreError`."""
        check_writable(self._engine, self._where)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _page(self, beyond: ColumnElement[bool] | None, size: int | None) -> list[Exchange]:
        order = (ExchangeRow.at, ExchangeRow.id)
        query = select(ExchangeRow).order_by(*order).limit(size)
        with self._session() as database:
            rows = database.scalars(query if beyond is None else query.where(beyond)).all()
            told = select(FeedbackRow).where(FeedbackRow.exchange_id.in_([row.id for row in rows])).order_by(FeedbackRow.id)
            last: dict[str, dict[str, FeedbackRow]] = {}
            for word in database.scalars(told):
                said = last.setdefault(word.exchange_id, {})
                said.pop(word.session, None)
                said[word.session] = word
            return [self._exchange(row, [*last.get(row.id, {}).values()]) for row in rows]

    def _exchange(self, row: ExchangeRow, words: list[FeedbackRow]) -> Exchange:
        try:
            answer = Answer.model_validate(row.answer)
        except ValidationError as error:
            raise StoreError(
                f"The store {self.place} holds an answer that this assistant cannot read (exchange {row.id}). Update the assistant."
            ) from error
        feedback = tuple(Feedback(w.at, w.session, cast("Vote", w.vote), cast("Why | None", w.why), w.comment) for w in words)
        return Exchange(row.id, row.at, row.session, row.channel, answer, feedback)

    def _found(self, database: Session, exchange_id: str) -> ExchangeRow:
        row = database.get(ExchangeRow, exchange_id)
        if row is None:
            raise StoreError(f"The store {self.place} holds no exchange {exchange_id!r}. Give the id that recording it returned.")
        return row

    @contextlib.contextmanager
    def _session(self, *, writing: bool = False) -> Iterator[Session]:
        try:
            with Session(self._writing if writing else self._engine) as database, database.begin():
                yield database
        except FAILURES as error:
            # Not chained: the driver's own error may quote the address with its password.
            raise self._where.failed("cannot be written" if writing else "cannot be read", error) from None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
