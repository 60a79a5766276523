"""Insert-or-update in bulk, in the one form that SQLite and PostgreSQL share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import KeyedColumnElement

KEYS_PER_QUERY: Final = 5_000  # SQLite takes 32,766 parameters in one statement

Proposed = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
"""The columns of the row that was about to be inserted (SQL's ``excluded``)."""

K = TypeVar("K")

_SQLITE: Final = sqlite.dialect()

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
    ordered = sorted(rows, key=itemgetter(*(column.key for column in table.primary_key)))
    statement = _statement(connection.dialect.name, table, changes)
    if connection.dialect.name == "sqlite" and len(ordered) > 1:
        _insert_directly(connection, table, statement, ordered)
    else:
        connection.execute(statement, ordered)


def _insert_directly(
    connection: Connection, table: Table, statement: Insert, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Hand many rows to SQLite's driver, a column at a time.

    SQLAlchemy would look at each value of each row, which takes several times as long as writing them.
    """
    sql, names, constants = _compiled(statement, tuple(rows[0]))
    columns = (_as_stored(table.c[name], [row[name] for row in rows]) for name in names)
    connection.exec_driver_sql(sql, list(zip(*columns, *map(repeat, constants), strict=False)))


@cache
def _compiled(statement: Insert, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
    """Return the statement's text, the columns in the order of their places, and the values behind them."""
    compiled = statement.compile(dialect=_SQLITE, column_keys=columns)
    places = compiled.positiontup or ()
    constants = tuple(compiled.params[name] for name in places[len(columns) :])
    return str(compiled), tuple(places[: len(columns)]), constants


def _as_stored(column: Column[Any], values: list[Any]) -> list[Any]:
    """Return values as the driver takes them; a whole batch has few different ones of these types."""
    process = column.type.dialect_impl(_SQLITE).bind_processor(_SQLITE)
    if process is None:
        return values
    stored = {value: process(value) for value in set(values)}
    return [stored[value] for value in values]


@cache
def _statement(dialect: str, table: Table, changes: Changes) -> Insert:
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


def rows_among(
    connection: Connection, query: Select[Any], column: Column[Any], values: Iterable[str]
) -> list[Row[Any]]:
    """Return a query's rows whose column, one of those selected, holds one of these values.

    Where they are more than one statement takes, all the query's rows are read and told apart here: the
    query is to ask for what is rare.
    """
    wanted = set(values)
    if len(wanted) <= KEYS_PER_QUERY:
        return list(connection.execute(query.where(column.in_(sorted(wanted)))))
    place = list(query.selected_columns).index(column)
    return [row for row in connection.execute(query) if row[place] in wanted]


def in_portions(keys: Sequence[K]) -> Iterator[Sequence[K]]:
    """Cut a long list of keys into portions that fit one statement."""
    for start in range(0, len(keys), KEYS_PER_QUERY):
        yield keys[start : start + KEYS_PER_QUERY]
