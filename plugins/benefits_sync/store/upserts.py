"""Insert-or-update in bulk, in the one form that SQLite and PostgreSQL share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

KEYS_PER_QUERY: Final = 5_000  # SQLite takes 32,766 parameters in one statement

Proposed = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
"""The columns of the row that was about to be inserted (SQL's ``excluded``)."""

K = TypeVar("K")

Changes = Callable[[Proposed], Mapping[str, Any]]


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    changes: Changes,
) -> None:
    """Insert rows; where the primary key is taken, set what ``changes`` says instead.

    Rows go in the order of their keys, so that two processes cannot lock each other out.
    """
    if not rows:
        return
    keys = [column.key for column in table.primary_key]
    ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
    connection.execute(_statement(connection.dialect.name, table, changes), ordered)


@cache
def _statement(dialect: str, table: Table, changes: Changes) -> Executable:
    """Build the statement once: a run sends the same one for every batch."""
    keys = [column.key for column in table.primary_key]
    if dialect == "sqlite":
        into_sqlite = sqlite.insert(table)
        return into_sqlite.on_conflict_do_update(
            index_elements=keys, set_=dict(changes(into_sqlite.excluded))
        )
    into_postgres = postgresql.insert(table)
    return into_postgres.on_conflict_do_update(
        index_elements=keys, set_=dict(changes(into_postgres.excluded))
    )


def in_portions(keys: Sequence[K]) -> Iterator[Sequence[K]]:
    """Cut a long list of keys into portions that fit one statement."""
    for start in range(0, len(keys), KEYS_PER_QUERY):
        yield keys[start : start + KEYS_PER_QUERY]
