"""From the settings to an engine whose tables are there and of this version, and which never waits for long."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection

from assistant.errors import StoreError
from assistant.store.place import FAILURES, Place
from assistant.store.tables import VERSION
from assistant.store.versions import bring_up, version_of

WAIT_SECONDS = 2
"""How long one statement waits for a lock, for a connection, or for the server: what is longer is a failure that can be told."""
OPENING_SECONDS = 10
"""How long one process waits while another one opens the same file."""
WRITES = "store_writes"
_PSYCOPG = ("psycopg", "psycopg2")


def open_engine(where: Place) -> Engine:
    """An engine for ``where``, its tables made where they were missing. Safe for several threads and processes at once.

    Raises:
        StoreError: it cannot be reached or written, its driver is not installed, or other code made its tables.
    """
    try:
        with _alone(where):
            engine = _engine(where)
            try:
                _prepare(engine, where)
            except BaseException:
                engine.dispose()
                raise
            return engine
    except ModuleNotFoundError as error:
        raise StoreError(f"The store {where.shown} needs the package {error.name}. Install it, or change DATABASE_URL.") from None
    except FAILURES as error:
        # Not chained: the driver's own error may quote the address with its password.
        raise where.failed("cannot be opened", error) from None


def _engine(where: Place) -> Engine:
    if not where.is_sqlite:
        return create_engine(
            where.url, pool_pre_ping=True, pool_timeout=WAIT_SECONDS, hide_parameters=True, connect_args=_server_limits(where)
        )
    engine = create_engine(where.url, pool_timeout=WAIT_SECONDS, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:
        # The driver's own way to begin is late and deferred: two writers that have both read would then fail instead of waiting.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted is overwritten, not merely let go of.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def _server_limits(where: Place) -> dict[str, Any]:
    """What a driver is told so that no call takes longer than :data:`WAIT_SECONDS`, also where the other machine has gone silent."""
    if where.url.get_driver_name() not in _PSYCOPG:
        return {}
    given = str(where.url.query.get("options", ""))
    # Of the two the lock's is the shorter one, so that its message says what it was.
    limits = f"-c lock_timeout={WAIT_SECONDS * 1000 - 500} -c statement_timeout={WAIT_SECONDS * 1000}"
    return {"connect_timeout": WAIT_SECONDS, "tcp_user_timeout": WAIT_SECONDS * 1000, "options": f"{given} {limits}".strip()}


def _prepare(engine: Engine, where: Place) -> None:
    if where.is_sqlite:
        with contextlib.closing(engine.raw_connection()) as raw:
            # Readers then go on while somebody writes. It stays in the file.
            raw.cursor().execute("PRAGMA journal_mode = WAL")
    found = version_of(engine)
    if found == VERSION:
        return
    if 0 < found < VERSION and where.is_sqlite:
        # Before there was secure_delete what was deleted stayed on the free pages.
        with contextlib.closing(engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
    bring_up(engine.execution_options(**{WRITES: True}), where)


def empty_journal(engine: Engine, where: Place) -> bool:
    """Take what was written into the database and empty the journal, which keeps what was deleted; False where somebody still reads an
    older state of it. A server's database looks after its own."""
    if not where.is_sqlite:
        return True
    with contextlib.closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        told = cursor.fetchone()
        cursor.close()
        return told is not None and not told[0]


@contextlib.contextmanager
def _alone(where: Place) -> Iterator[None]:
    """For a file: its folder made, and nobody else opening it, because the change to WAL does not wait for others."""
    if not where.is_sqlite:
        yield
        return
    from filelock import FileLock

    path = Path(where.shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock"), timeout=OPENING_SECONDS):
        yield


def check_writable(engine: Engine, where: Place) -> None:
    """Write, and take it back. Raises :class:`StoreError`."""
    try:
        with engine.execution_options(**{WRITES: True}).connect() as connection, connection.begin() as transaction:
            for table in ("feedback", "exchanges", "conversations"):
                connection.execute(text(f"DELETE FROM {table} WHERE id IS NULL"))  # noqa: S608 - names of ours
            transaction.rollback()
    except FAILURES as error:
        raise where.failed("cannot be written", error) from None
