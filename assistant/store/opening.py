"""From the settings to an engine whose tables are there, and from the database's errors to ours.

No message holds a password: an address is shown by its kind, host and name, and what a driver says is looked through.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.store.tables import VERSION, Base, SchemaRow

BUSY_SECONDS = 10
"""How long a writer waits for another one."""
CONNECT_SECONDS = 5
"""How long a server may take to answer at all."""
WRITES = "store_writes"
FAILURES = (SQLAlchemyError, sqlite3.Error, OSError)
"""What a database may raise; SQLAlchemy leaves what happens in its hooks as it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the store is. ``shown`` is fit for people: a path, or an address without user and password."""

    url: URL
    setting: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def shown(self) -> str:
        url = self.url
        if self.is_sqlite:
            return url.database or ":memory:"
        port = f":{url.port}" if url.port else ""
        return f"{url.get_backend_name()}://{url.host or ''}{port}/{url.database or ''}"

    @property
    def step(self) -> str:
        """What to do when it cannot be used."""
        if self.setting == "ASSISTANT_HOME":
            return "Set ASSISTANT_HOME to a folder that you may write to, or DATABASE_URL to another database."
        return "Mend DATABASE_URL, or remove it to keep the store in a file in ASSISTANT_HOME."

    def failed(self, what: str, error: BaseException) -> StoreError:
        """The error that says ``what`` could not be done, why, and what to do."""
        return StoreError(f"The store {self.shown} {what}: {self._why(error)}. {self.step}")

    def _why(self, error: BaseException) -> str:
        told = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        line = next(iter(str(told).strip().splitlines()), "") or type(told).__name__
        for secret in self._secrets():
            line = line.replace(secret, "***")
        return line.rstrip(".")

    def _secrets(self) -> list[str]:
        in_query = [str(value) for name, value in self.url.query.items() if "pass" in name.lower()]
        plain = [str(self.url.password or ""), *in_query]
        return [secret for word in plain for secret in (quote(word, safe=""), word) if secret]


def place(settings: Settings) -> Place:
    """Where ``settings`` keep the store. Raises :class:`StoreError` for an address that is none."""
    if settings.database_url is None:
        return Place(URL.create("sqlite", database=str(settings.home / "store.db")), "ASSISTANT_HOME")
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        raise StoreError("DATABASE_URL is no address of a database. Write it like postgresql://user:password@host/name.") from None
    if url.drivername == "postgres":
        url = url.set(drivername="postgresql")
    found = Place(url, "DATABASE_URL")
    if found.is_sqlite and found.shown == ":memory:":
        raise StoreError(
            "DATABASE_URL names no file, and each process would have a store of its own. Write it like sqlite:////path/store.db."
        )
    return found


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
        limits = {"connect_timeout": CONNECT_SECONDS} if where.url.get_driver_name() in ("psycopg", "psycopg2") else {}
        return create_engine(where.url, pool_pre_ping=True, hide_parameters=True, connect_args=limits)
    engine = create_engine(where.url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:
        # The driver's own way to begin is late and deferred: two writers that have both read would then fail instead of waiting.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def _prepare(engine: Engine, where: Place) -> None:
    if where.is_sqlite:
        with contextlib.closing(engine.raw_connection()) as raw:
            # Readers then go on while somebody writes. It stays in the file.
            raw.cursor().execute("PRAGMA journal_mode = WAL")
    try:
        found = _version(engine)
    except (ProgrammingError, IntegrityError):
        # Another process may have made the tables of a server in this very moment; a file has its lock.
        found = _version(engine)
    if found != VERSION:
        newer = "Update the assistant" if found > VERSION else "Start the assistant that made it"
        raise StoreError(
            f"The store {where.shown} has tables of version {found}, and this assistant knows version {VERSION}. {newer}, or set "
            f"{where.setting} to another place."
        )


def _version(engine: Engine) -> int:
    """The version of the tables; a database that has none of them gets them, and one of this version those that were added since."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        if inspect(connection).has_table(SchemaRow.__tablename__):
            version = connection.scalar(select(SchemaRow.version).order_by(SchemaRow.version.desc()).limit(1)) or 0
            if version == VERSION:
                Base.metadata.create_all(connection)
            return version
        Base.metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(SchemaRow).values(version=VERSION))
        return VERSION


@contextlib.contextmanager
def _alone(where: Place) -> Iterator[None]:
    """For a file: its folder made, and nobody else opening it, because the change to WAL does not wait for others."""
    if not where.is_sqlite:
        yield
        return
    from filelock import FileLock

    path = Path(where.shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock"), timeout=BUSY_SECONDS):
        yield


def check_writable(engine: Engine, where: Place) -> None:
    """Write, and take it back. Raises :class:`StoreError`."""
    try:
        with engine.execution_options(**{WRITES: True}).connect() as connection, connection.begin() as transaction:
            connection.execute(text("DELETE FROM feedback WHERE id = -1"))
            transaction.rollback()
    except FAILURES as error:
        raise where.failed("cannot be written", error) from None
