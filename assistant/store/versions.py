"""The version of the tables: those of an older one are brought up to this one, those of a newer one are left alone.

A step only adds, so that what was kept stays. Tables that were made anew and tables that were brought up are the
same; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, Engine, Integer, false, insert, inspect, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, ProgrammingError

from assistant.errors import StoreError
from assistant.store.place import Place
from assistant.store.tables import VERSION, Base, SchemaRow

if TYPE_CHECKING:
    from alembic.operations import Operations

CHANGE_SECONDS = 30
"""How long one server waits while another one changes the tables."""


def version_of(engine: Engine) -> int:
    """The version of the tables that are there, 0 where some are missing. Asked without writing: a store that somebody else writes to can
    be opened."""
    with engine.connect() as connection, connection.begin():
        if set(inspect(connection).get_table_names()) >= set(Base.metadata.tables):
            return _version(connection)
        return 0


def bring_up(engine: Engine, where: Place) -> None:
    """Make the tables that are missing, and bring those of before up to :data:`VERSION`. ``engine`` begins transactions that write.

    Raises:
        StoreError: they are of a version that this code does not know; they are left alone.
    """
    try:
        with engine.begin() as connection:
            _change(connection, where)
    except (ProgrammingError, IntegrityError):
        # Another process may have made the tables of a server in this very moment; a file has its lock.
        with engine.begin() as connection:
            _change(connection, where)


def _change(connection: Connection, where: Place) -> None:
    if where.is_postgresql:
        # Longer than any other statement may wait: this is done once, and while nobody waits for an answer.
        for limit in ("lock_timeout", "statement_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = {CHANGE_SECONDS * 1000}"))
    if not inspect(connection).has_table(SchemaRow.__tablename__):
        Base.metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(SchemaRow).values(version=VERSION))
        return
    # Two servers that are started at once on tables of before: the second one waits, and finds them as they should be.
    found = _version(connection, hold=True)
    if found != VERSION and found not in STEPS:
        newer = "Update the assistant" if found > VERSION else "Start the assistant that made it"
        raise StoreError(
            f"The store {where.shown} has tables of version {found}, and this assistant knows version {VERSION}. {newer}, or set "
            f"{where.setting} to another place."
        )
    Base.metadata.create_all(connection)
    if found != VERSION:
        _step_up(connection, found)


def _step_up(connection: Connection, found: int) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    operations = Operations(MigrationContext.configure(connection))
    for version in range(found, VERSION):
        STEPS[version](operations)
    connection.execute(update(SchemaRow).values(version=VERSION))


def _version(connection: Connection, *, hold: bool = False) -> int:
    """The version that the tables say; to ``hold`` it keeps others from changing it meanwhile."""
    query = select(SchemaRow.version).order_by(SchemaRow.version.desc()).limit(1)
    return connection.scalar(query.with_for_update() if hold else query) or 0


def _with_revisions(operations: Operations) -> None:
    """Conversations count what changes of them, and know whether somebody named them; exchanges know which turn they were."""
    _add(operations, "conversations", Column("revision", Integer, nullable=False, server_default="0"))
    _add(operations, "conversations", Column("named", Boolean, nullable=False, server_default=false()))
    _add(operations, "exchanges", Column("turn", Integer))


def _add(operations: Operations, table: str, column: Column[Any]) -> None:
    # A table that was missing altogether has just been made with all its columns.
    if column.name not in {known["name"] for known in inspect(operations.get_bind()).get_columns(table)}:
        operations.add_column(table, column)


STEPS: dict[int, Callable[[Operations], None]] = {1: _with_revisions}
"""From each version that was ever given out to the next one."""
