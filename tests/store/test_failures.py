"""Trouble with the database: a plain sentence, nothing half-written, and the next call works."""

import os
import sqlite3
import stat
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import event

from benefits_sync.errors import ConnectionSettingsError, StoreUnavailableError
from benefits_sync.store import migrate
from benefits_sync.store.engine import open_engine
from benefits_sync.store.ledger import Ledger
from tests.store.samples import EXPORT, KEY, begin, confirmed, hours, keys, states


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_a_locked_ledger_is_unavailable_and_says_so(sqlite_url):
    with Ledger.open(f"{sqlite_url}?timeout=0.1", KEY) as ledger:
        holder = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="another process has held the ledger's lock"):
            begin(ledger)
        holder.close()


def test_a_ledger_locked_by_a_writer_can_still_be_read(sqlite_url):
    with Ledger.open(f"{sqlite_url}?timeout=0.1", KEY) as ledger:
        run = begin(ledger)
        holder = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert ledger.runs.summary(run).reference_id == run
        holder.close()


def test_a_released_ledger_takes_the_next_call(sqlite_url):
    with Ledger.open(f"{sqlite_url}?timeout=0.1", KEY) as ledger:
        holder = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError):
            begin(ledger)
        holder.close()
        assert ledger.runs.summary(begin(ledger)).user == "dana"


@pytest.fixture
def full(sqlite_url):
    """A ledger whose disk has no room left for another page."""
    with Ledger.open(sqlite_url, KEY) as ledger:
        run = begin(ledger)

        @event.listens_for(ledger._engine, "begin")
        def no_more_pages(connection):
            connection.exec_driver_sql("PRAGMA max_page_count = 1")

        yield ledger, run


def test_a_full_disk_is_told(full):
    ledger, run = full
    with pytest.raises(StoreUnavailableError, match="disk is full; make room"):
        ledger.states.confirm(EXPORT, run, states(*((key, key, None, "h") for key in keys(2000))), hours(1))


def test_a_full_disk_leaves_nothing_half_written(full):
    ledger, run = full
    with pytest.raises(StoreUnavailableError):
        ledger.states.confirm(EXPORT, run, states(*((key, key, None, "h") for key in keys(2000))), hours(1))
    assert ledger.states.count(EXPORT) == 0


def test_a_file_that_is_no_database_is_a_wrong_setting(tmp_path):
    (tmp_path / "ledger.db").write_text("employee,ssn\n" * 500)
    with pytest.raises(ConnectionSettingsError, match="not a database or is damaged"):
        Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", KEY)


@pytest.mark.parametrize("url", ["mysql://h/d", "ledger.db", "", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_cannot_be_a_ledger_is_a_wrong_setting(url):
    with pytest.raises(ConnectionSettingsError, match="the ledger's URL"):
        Ledger.open(url, KEY)


def test_an_empty_database_asks_for_an_upgrade(tmp_path):
    with pytest.raises(ConnectionSettingsError, match="code needs 0003: run benefits ledger upgrade"):
        Ledger.open(f"sqlite:///{tmp_path / 'new.db'}", KEY)


def test_a_missing_table_asks_for_an_upgrade(sqlite_url):
    with Ledger.open(sqlite_url, KEY) as ledger:
        with sqlite3.connect(file_of(sqlite_url)) as connection:
            connection.execute("DROP TABLE fill_rates")
        with pytest.raises(ConnectionSettingsError, match="run `benefits ledger upgrade`"):
            ledger.fill_rates.last(EXPORT)


def test_only_the_owner_may_read_the_file_and_its_folder(tmp_path):
    before = os.umask(0)
    try:
        migrate.upgrade(f"sqlite:///{tmp_path / 'new' / 'ledger.db'}")
    finally:
        os.umask(before)
    file = tmp_path / "new" / "ledger.db"
    assert [stat.S_IMODE(place.stat().st_mode) for place in (file, file.parent)] == [0o600, 0o700]


def test_a_ledger_does_not_show_its_password():
    ledger = Ledger(open_engine("postgresql://benefits:hunter2@db/ledger"), KEY)
    assert repr(ledger) == "Ledger(postgresql+psycopg2://benefits:***@db/ledger)"


def test_a_server_that_is_not_there_is_unavailable():
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        Ledger.open("postgresql://benefits@127.0.0.1:1/ledger", KEY)


def test_a_wrong_password_is_a_wrong_setting_and_is_not_repeated(postgres_url):
    scheme, _, place = postgres_url.partition("@")
    wrong = f"{scheme.rpartition(':')[0]}:hunter2@{place}"
    with pytest.raises(ConnectionSettingsError, match="refuses the log-in") as caught:
        Ledger.open(wrong, KEY)
    assert "hunter2" not in str(caught.value)


def test_a_connection_the_server_dropped_is_opened_anew(postgres_ledger_url):
    with Ledger.open(postgres_ledger_url, KEY) as ledger:
        _drop_others(postgres_ledger_url)
        assert ledger.runs.latest("nobody", 1) == []


def test_a_connection_lost_midway_leaves_nothing_half_written(postgres_database):
    migrate.upgrade(postgres_database)
    with Ledger.open(postgres_database, KEY) as ledger:
        run = begin(ledger)

        event.listen(ledger._engine, "commit", lambda _: _drop_others(postgres_database), once=True)
        with pytest.raises(StoreUnavailableError, match="dropped the connection"):
            ledger.writes.settle(run, [confirmed("E1")], hours(1))
        assert ledger.writes.of_run(run).empty


def _drop_others(url):
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    connection.close()
