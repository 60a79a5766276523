"""The ledger's audit: who looked at or changed what, and when. Rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, desc, insert, select

from benefits_sync.store.engine import reading, writing
from benefits_sync.store.tables import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act of one person. ``subject`` says what it was done to, never with which value."""

    at: datetime
    user: str
    action: str
    subject: str
    reference_id: str | None = None
    record_key: str | None = None
    field: str | None = None


_COLUMNS = tuple(audit.c[name] for name in AuditEntry.__dataclass_fields__)


class Audit:
    """Writes and reads the audit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, entry: AuditEntry) -> None:
        """Add one entry."""
        row = {name: getattr(entry, name) for name in AuditEntry.__dataclass_fields__}
        with writing(self._engine) as connection:
            connection.execute(insert(audit), row)

    def of_record(self, record_key: str) -> list[AuditEntry]:
        """Return what was done to one record, oldest first."""
        query = select(*_COLUMNS).where(audit.c.record_key == record_key).order_by(audit.c.id)
        with reading(self._engine) as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]

    def of_subject(self, subject: str) -> list[AuditEntry]:
        """Return what was done to one thing that has no record key, oldest first."""
        query = select(*_COLUMNS).where(audit.c.subject == subject).order_by(audit.c.id)
        with reading(self._engine) as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]

    def latest(self, n: int) -> list[AuditEntry]:
        """Return the last n entries, newest first."""
        query = select(*_COLUMNS).order_by(desc(audit.c.id)).limit(n)
        with reading(self._engine) as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]
