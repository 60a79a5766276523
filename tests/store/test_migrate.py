"""The schema: migrations and models agree, an upgrade keeps the data, and a newer ledger is refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from benefits_sync.errors import ConfigurationError, ConnectionSettingsError
from benefits_sync.store import migrate
from benefits_sync.store.engine import open_engine
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.tables import SCHEMA_REVISION, metadata
from tests.store.samples import KEY, begin


def test_migrations_build_what_the_models_say(ledger_url):
    engine = open_engine(ledger_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_the_code_needs_the_newest_migration():
    assert migrate.head() == SCHEMA_REVISION


def test_a_new_ledger_has_no_revision(tmp_path):
    assert migrate.current(f"sqlite:///{tmp_path / 'new.db'}") is None


def test_an_upgraded_ledger_is_at_the_revision_the_code_needs(ledger_url):
    assert migrate.current(ledger_url) == SCHEMA_REVISION


def test_a_second_upgrade_keeps_the_data(ledger_url):
    with Ledger.open(ledger_url, KEY) as ledger:
        run = begin(ledger)
        migrate.upgrade(ledger_url)
        assert ledger.runs.summary(run).reference_id == run


def test_upgrades_at_the_same_time_do_not_collide(postgres_database):
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(migrate.upgrade, [postgres_database] * 3)) == [SCHEMA_REVISION] * 3


def test_a_ledger_of_newer_code_is_refused(sqlite_url):
    _set_revision(sqlite_url, "9999")
    with pytest.raises(ConnectionSettingsError, match="is at 9999, code needs 0003"):
        Ledger.open(sqlite_url, KEY)


def test_a_ledger_of_newer_code_is_not_upgraded(sqlite_url):
    _set_revision(sqlite_url, "9999")
    with pytest.raises(ConnectionSettingsError, match="newer code than this made its schema"):
        migrate.upgrade(sqlite_url)


def test_migrations_left_out_of_a_deployment_are_named(sqlite_url, monkeypatch, tmp_path):
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path)
    with pytest.raises(ConfigurationError, match="deploy the folder migrations/ beside plugins/"):
        migrate.upgrade(sqlite_url)


def _set_revision(url, revision):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
