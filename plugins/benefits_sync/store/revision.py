"""Which schema a ledger has, and whether this code can work with it."""

from sqlalchemy import Engine, inspect, text

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.store.engine import reading
from benefits_sync.store.tables import SCHEMA_REVISION

VERSION_TABLE = "alembic_version"


def read_revision(engine: Engine) -> str | None:
    """Return the ledger's schema revision, or None when it has no schema yet."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
        return revision


def require_current(engine: Engine) -> None:
    """Check that the ledger's schema is the one this code needs.

    Raises:
        ConnectionSettingsError: If it is not; the message says what to run.
    """
    found = read_revision(engine)
    if found != SCHEMA_REVISION:
        stands = "has no schema yet" if found is None else f"is at {found}"
        raise ConnectionSettingsError(
            f"ledger {stands}, code needs {SCHEMA_REVISION}: run benefits ledger upgrade"
        )
