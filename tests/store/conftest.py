"""A ledger on each database it supports, empty for every test."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import psycopg2
import pytest

from benefits_sync.store import migrate
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.tables import metadata
from tests.ledgers import new_ledger
from tests.store.samples import KEY


@pytest.fixture(scope="session")
def postgres_ledger_url(postgres_url: str) -> str:
    """One migrated database in the session's PostgreSQL cluster."""
    url = f"{postgres_url.rpartition('/')[0]}/ledger_tests"
    connection = psycopg2.connect(postgres_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE ledger_tests")
    connection.close()
    migrate.upgrade(url)
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return new_ledger(tmp_path / "ledger.db")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def ledger_url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    url: str = request.getfixturevalue("postgres_ledger_url")
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(metadata.tables)} CASCADE")
    connection.close()
    return url


@pytest.fixture(params=["local", "memory"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give artifacts a local folder, then a store that is not a file system."""
    if request.param == "local":
        yield str(tmp_path / "artifacts")
    else:
        yield f"memory://artifacts/{tmp_path.name}"
        fsspec.filesystem("memory").store.clear()


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, KEY) as opened:
        yield opened
