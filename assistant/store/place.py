"""Where the store is, and the database's errors as ours.

No message holds a password: an address is shown by its kind, host and name, and what a driver says is looked through.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from assistant.errors import StoreError
from assistant.settings import Settings

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
    def is_postgresql(self) -> bool:
        return self.url.get_backend_name() == "postgresql"

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
        why = self._why(error)
        if "locked" in why or "lock timeout" in why or "statement timeout" in why:
            return StoreError(f"The store {self.shown} {what}: {why}. Another program holds it; try again when that is done.")
        return StoreError(f"The store {self.shown} {what}: {why}. {self.step}")

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
    if "@" in (url.host or ""):
        # A password with a bare @ would be taken for a part of the host, and be shown.
        raise StoreError("DATABASE_URL is no address of a database: write @ in its user or password as %40.")
    found = Place(url, "DATABASE_URL")
    if found.is_sqlite and found.shown == ":memory:":
        raise StoreError(
            "DATABASE_URL names no file, and each process would have a store of its own. Write it like sqlite:////path/store.db."
        )
    return found
