"""Brings a ledger's schema up to date with Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from benefits_sync.errors import ConfigurationError, ConnectionSettingsError
from benefits_sync.store.engine import open_engine, writing
from benefits_sync.store.revision import read_revision
from benefits_sync.store.tables import SCHEMA_REVISION

MIGRATIONS: Final = Path(__file__).resolve().parents[3] / "migrations"
_LOCK: Final = 7_236_401_155  # any number that is ours: one upgrade at a time on PostgreSQL


def upgrade(url: str) -> str:
    """Bring the ledger to the schema this code needs and return its revision; data stays.

    Raises:
        ConnectionSettingsError: If the ledger was made by newer code.
        StoreUnavailableError: If the database does not answer.
    """
    with _connection(url) as connection:
        config = migrations_config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, SCHEMA_REVISION)
        except CommandError as error:
            raise ConnectionSettingsError(
                f"the ledger cannot be brought to {SCHEMA_REVISION}: newer code than this made its schema"
            ) from error
    return SCHEMA_REVISION


def current(url: str) -> str | None:
    """Return the revision of the ledger's schema, or None when it has none yet."""
    engine = open_engine(url)
    try:
        return read_revision(engine)
    finally:
        engine.dispose()


def head() -> str | None:
    """Return the newest revision among the migrations."""
    return ScriptDirectory.from_config(migrations_config()).get_current_head()


def migrations_config() -> Config:
    """Return Alembic's configuration for the ledger.

    Raises:
        ConfigurationError: If the migrations are not beside the package.
    """
    if not (MIGRATIONS / "env.py").is_file():
        raise ConfigurationError(
            f"the migrations are not in {MIGRATIONS}: deploy the folder migrations/ beside plugins/"
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
    finally:
        engine.dispose()
