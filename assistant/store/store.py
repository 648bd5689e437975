"""Keeping exchanges and feedback, and reading them back."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self, cast, get_args

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, and_, delete, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from assistant.contract import Answer
from assistant.errors import GoneFromStore, StoreError
from assistant.settings import Settings
from assistant.store import retention
from assistant.store.conversations import Conversations, changed, free_turn, say
from assistant.store.kept import kept_answer, kept_comment
from assistant.store.model import Counts, Exchange, Feedback, Kept, Said, Status, Vote, Why
from assistant.store.opening import WRITES, check_writable, empty_journal, open_engine
from assistant.store.place import FAILURES, Place, place
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow

TURN_SECONDS = 10
"""How long a thread waits for the others of its process, each of which waits for :data:`~assistant.store.opening.WAIT_SECONDS` at most."""
PAGE = 500
"""Exchanges that are read at a time."""


class Store:
    """Exchanges and feedback in a database. Safe to share between threads; several processes may have it open."""

    def __init__(self, engine: Engine, where: Place) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._where = where
        self._turn = threading.Lock()

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
        row = _row(answer, session, channel)
        with self._session(writing=True) as database:
            database.add(row)
            database.flush()
            return row.id

    def record_turn(self, answer: Answer, said: Said, channel: str) -> Kept:
        """Keep ``answer`` as a turn of a conversation, as :meth:`record` does, and that its owner used it.

        A number that another server has given to a turn meanwhile is not given twice: the next free one is, as what is returned says.

        Raises:
            GoneFromStore: it was deleted meanwhile, by whatever process: nothing is kept of it.
            StoreError: it could not be kept.
        """
        row = _row(answer, said.conversation, channel)
        row.id = said.exchange
        with self._session(writing=True) as database:
            revision = say(database, said, row.at)
            row.turn = free_turn(database, said.conversation, said.turn)
            database.add(row)
            return Kept(said.exchange, row.turn, revision)

    def feedback(self, exchange_id: str, vote: Vote, reason: Why | None = None, comment: str = "", *, session: str | None = None) -> int:
        """Keep what ``session`` (None: the one that asked) thinks of an answer; the revision of its conversation, 0 where it has none.
        Its earlier word on the same answer no longer counts.

        Raises:
            ValueError: no such vote or reason.
            GoneFromStore: there is no such exchange.
            StoreError: it could not be kept.
        """
        if vote not in get_args(Vote) or reason not in (None, *get_args(Why)):
            raise ValueError(f"no vote {vote!r} with reason {reason!r}: {get_args(Vote)}, {get_args(Why)}")
        with self._session(writing=True) as database:
            asked = self._found(database, exchange_id)
            revision = changed(database, ConversationRow.id == asked.session) or 0
            whose, words = session or asked.session, kept_comment(comment)
            database.add(FeedbackRow(exchange_id=asked.id, at=_now(), session=whose, vote=vote, why=reason, comment=words))
            return revision

    def withdraw(self, exchange_id: str, *, session: str | None = None) -> int:
        """Forget what ``session`` (None: the one that asked) thinks of an answer; the revision of its conversation, 0 where it has none.

        Raises:
            GoneFromStore: there is no such exchange.
            StoreError: the store fails.
        """
        with self._session(writing=True) as database:
            asked = self._found(database, exchange_id)
            whose = FeedbackRow.session == (session or asked.session)
            database.execute(delete(FeedbackRow).where(FeedbackRow.exchange_id == asked.id, whose))
            return changed(database, ConversationRow.id == asked.session) or 0

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

    def known(self, exchanges: Sequence[str]) -> set[str]:
        """Which of these exchanges are still there. Raises :class:`StoreError`."""
        with self._session() as database:
            return set(database.scalars(select(ExchangeRow.id).where(ExchangeRow.id.in_(exchanges))))

    def exchanges_of(self, session: str) -> list[Exchange]:
        """The exchanges of one conversation with their feedback, oldest first.

        Raises:
            StoreError: the store fails, or holds an answer of a shape that this code does not know.
        """
        return self._page(ExchangeRow.session == session, None)

    @property
    def conversations(self) -> Conversations:
        """Whose conversations these are."""
        return Conversations(self._open, self._look)

    def expire(self, before: dt.datetime) -> Counts:
        """Delete what was said before ``before`` with what was thought of it, and conversations of which nothing is left; how much.

        Raises:
            StoreError: the store fails; what was deleted until then is gone.
        """
        return retention.expire(self._open, before)

    def erase_everything(self) -> Counts:
        """Delete all that was ever said; how much that was. Raises :class:`StoreError`."""
        return retention.erase_everything(self._open)

    def status(self) -> Status:
        """How much is kept, since when, and how many bytes it takes. Raises :class:`StoreError`."""
        return retention.status(self._open, self._size)

    def empty_journal(self) -> bool:
        """See to it that nothing that was deleted stands in the file's journal any more; False where a reader holds on to it, and it is
        to be tried again. What a server does with deleted rows is its own affair.

        Raises:
            StoreError: the store fails.
        """
        try:
            return empty_journal(self._engine, self._where)
        except FAILURES as error:
            raise self._where.failed("cannot be written", error) from None

    def check(self) -> None:
        """Write something and take it back. Raises :class:`StoreError`."""
        check_writable(self._engine, self._where)

    def close(self) -> None:
        """Empty the journal where that can be done, and let go of the database."""
        with contextlib.suppress(StoreError):
            self.empty_journal()
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
        return Exchange(row.id, row.at, row.session, row.channel, answer, feedback, row.turn)

    def _found(self, database: Session, exchange_id: str) -> ExchangeRow:
        row = database.get(ExchangeRow, exchange_id)
        if row is None:
            raise GoneFromStore(f"The store {self.place} holds no exchange {exchange_id!r}. Give the id that recording it returned.")
        return row

    @contextlib.contextmanager
    def _session(self, *, writing: bool = False) -> Iterator[Session]:
        try:
            with (
                self._alone() if writing and self._where.is_sqlite else contextlib.nullcontext(),
                Session(self._writing if writing else self._engine) as database,
                database.begin(),
            ):
                yield database
        except FAILURES as error:
            # Not chained: the driver's own error may quote the address with its password.
            raise self._where.failed("cannot be written" if writing else "cannot be read", error) from None

    @contextlib.contextmanager
    def _look(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except FAILURES as error:
            raise self._where.failed("cannot be read", error) from None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """The threads of one process take turns at a file: its own way of waiting asks again and again, and may leave one out for long."""
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise TimeoutError("database is locked")
        try:
            yield
        finally:
            self._turn.release()

    def _open(self, writing: bool) -> contextlib.AbstractContextManager[Session]:
        return self._session(writing=writing)

    def _size(self, database: Session) -> int | None:
        if self._where.is_postgresql:
            return retention.size_of_tables(database)
        if not self._where.is_sqlite:
            return None
        files = (Path(self.place + ending) for ending in ("", "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())


def _row(answer: Answer, session: str, channel: str) -> ExchangeRow:
    kept = kept_answer(answer)
    return ExchangeRow(
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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def expire(store: Store, settings: Settings) -> Counts:
    """Delete what is older than ``settings`` let it become; nothing where they set no limit. Raises :class:`StoreError`."""
    if settings.retention is None:
        return Counts()
    gone = store.expire(_now() - dt.timedelta(days=settings.retention))
    if gone.total:
        store.empty_journal()
    return gone
