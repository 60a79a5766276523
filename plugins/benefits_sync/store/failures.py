"""Turns what a database raises into our two kinds of trouble: try later, or fix a setting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError, StoreUnavailableError

_NO_SCHEMA: Final = ("no such table", "no such column", "has no column", "does not exist")

_NO_CONNECTION: Final = (
    "the ledger's database does not answer or dropped the connection; run the task again later"
)
_LEDGER_TROUBLE: Final = (
    ("not currently accepting connections", _NO_CONNECTION),
    ("database is locked", "another process has held the ledger's lock for too long; run the task again"),
    ("database or disk is full", "the ledger's disk is full; make room, then run the task again"),
    ("no space left", "the ledger's disk is full; make room, then run the task again"),
    ("disk i/o error", "the ledger's disk cannot be read or written; check it, then run the task again"),
    ("readonly database", "the ledger's file or folder may not be written; check its owner and permissions"),
    ("unable to open database file", "the ledger's file cannot be opened; check the folder and permissions"),
)
_NOT_A_LEDGER: Final = ("file is not a database", "disk image is malformed")
_REFUSED: Final = ("password authentication failed", "no password supplied", 'role "', 'database "')


@contextmanager
def ledger_failures() -> Iterator[None]:
    """Raise `StoreUnavailableError` or `ConnectionSettingsError` for what the database raises."""
    try:
        yield
    except DBAPIError as error:
        found = _ledger_error(error)
        if found is None:
            raise
        raise found from error


def _ledger_error(error: DBAPIError) -> BenefitsSyncError | None:
    """Return our error, or None for a mistake of ours that is to stay visible."""
    told = str(error.orig).lower()
    for sign, sentence in _LEDGER_TROUBLE:
        if sign in told:
            return StoreUnavailableError(sentence)
    if any(sign in told for sign in _NOT_A_LEDGER):
        return ConnectionSettingsError(
            "the ledger's file is not a database or is damaged: restore it from a backup"
        )
    if any(sign in told for sign in _REFUSED):
        return ConnectionSettingsError(
            "the ledger's database refuses the log-in or has no such role or database: check its URL"
        )
    if any(sign in told for sign in _NO_SCHEMA):
        return ConnectionSettingsError("the ledger lacks a table or column: run `benefits ledger upgrade`")
    if error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError)):
        return StoreUnavailableError(_NO_CONNECTION)
    return None
