"""Connections to the ledger's database: SQLite in a local file, or PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.store.failures import ledger_failures
from benefits_sync.store.files import file_failures, make_private

LOCK_SECONDS: Final = 30
CONNECT_SECONDS: Final = 10
ROWS_PER_TRIP: Final = 1_000

_READING: Final = "benefits_reading"


def open_engine(url: str) -> Engine:
    """Return an engine for the ledger's URL; nothing is connected yet.

    SQLite waits up to 30 seconds for a lock, or for as long as ``?timeout=SECONDS`` in the URL says.

    Raises:
        ConnectionSettingsError: If the URL is neither SQLite's nor PostgreSQL's.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return create_engine(
        parsed.set(drivername="postgresql+psycopg2"),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=2,
        # Else an upsert of many rows is one round trip to the server for each.
        executemany_mode="values_plus_batch",
        executemany_batch_page_size=ROWS_PER_TRIP,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "benefits_sync"},
    )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: all of it is kept, or nothing."""
    with ledger_failures(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that only reads, and so waits for no writer on SQLite."""
    with ledger_failures(), engine.execution_options(**{_READING: True}).begin() as connection:
        yield connection


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername.partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ConnectionSettingsError(
            "the ledger's URL must begin with sqlite:/// or postgresql://, "
            "for example sqlite:////var/lib/benefits/ledger.db"
        )
    if parsed.drivername == "postgres":
        parsed = parsed.set(drivername="postgresql")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ConnectionSettingsError(
            "the ledger's URL names no file: a ledger in memory would forget every run"
        )
    return parsed


def _sqlite(url: URL) -> Engine:
    _create_private_file(Path(str(url.database)))
    timeout = {} if "timeout" in url.query else {"timeout": LOCK_SECONDS}
    engine = create_engine(url, hide_parameters=True, connect_args=timeout)

    @event.listens_for(engine, "connect")
    def _settle_in(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transaction handling begins too late; we say BEGIN ourselves below.
        connection.isolation_level = None
        # NORMAL keeps every commit through a killed process. A power cut may take back the last ones, which
        # the next try reads from the target again; FULL would wait for the disk twice for every batch.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock at once: to upgrade a read lock fails without waiting when another writes.
        reading_only = connection.get_execution_options().get(_READING)
        connection.exec_driver_sql("BEGIN" if reading_only else "BEGIN IMMEDIATE")

    return engine


def _create_private_file(path: Path) -> None:
    """Create the database file readable by its owner only; SQLite gives its side files the same mode."""
    with file_failures("opening the ledger"):
        make_private(path.absolute().parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
