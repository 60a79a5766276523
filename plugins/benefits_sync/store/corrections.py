"""The ledger's corrections: source values that a person replaced for one record, sealed.

A correction stands for the value that the source had when it was made, of which a keyed digest is kept: it is
used as long as the source still has that value. Digest and seal are bound to the correction's place, so that
neither tells whether two people have the same value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select, update

from benefits_sync.redaction import keyed_digest
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.keys import derive_key
from benefits_sync.store.sealed import seal, unseal
from benefits_sync.store.tables import corrections
from benefits_sync.store.upserts import in_portions


class CorrectionStatus(StrEnum):
    """Life of a correction."""

    ACTIVE = "active"
    REPLACED = "replaced"  # by a later correction of the same value
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # the source changed, and its value is used again


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record of the source: a person's, or one of several rows of a person's."""

    integration: str
    source_id: str
    source_row: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected field (``name``) of a record; its ``value`` may be personal."""

    id: int
    record: SourceRecord
    name: str
    value: str | None = field(repr=False)
    replaces: str
    made_by: str
    made_at: datetime


_COLUMNS: Final = tuple(
    corrections.c[name]
    for name in ("id", "integration", "source_id", "source_row", "field", "sealed", "replaces", "made_by",
                 "made_at")
)  # fmt: skip


class Corrections:
    """Writes and reads corrections.

    Args:
        engine: Connections to the ledger.
        key: The ledger's key.
    """

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._seal_key = derive_key(key, "ledger/corrections")
        self._digest_key = derive_key(key, "ledger/corrected-values")

    def digest(self, record: SourceRecord, name: str, value: str | None) -> str:
        """Return what stands for a source value: the same for the same value at the same place only."""
        told = b"" if value is None else b"=" + value.encode()
        return keyed_digest(self._digest_key, _place(record, name).encode(), told)

    def make(
        self,
        record: SourceRecord,
        record_key: str | None,
        values: Sequence[tuple[str, str | None, str]],
        instead_of: Iterable[int],
        by: tuple[str, datetime],
    ) -> bool:
        """Correct fields of a record, all or none; return no when somebody else has corrected them meanwhile.

        Args:
            record: Whose values they are.
            record_key: The record's key in the target, where it has one.
            values: Field, new value, and digest of the source value that it replaces.
            instead_of: The corrections of these fields that their author knew of.
            by: Who corrects, and when.
        """
        user, at = by
        fields = [name for name, _, _ in values]
        with writing(self._engine) as connection:
            current = [row.id for row in _active(connection, record) if row.field in fields]
            if set(current) != set(instead_of):
                return False
            _end(connection, current, CorrectionStatus.REPLACED, user, at)
            connection.execute(
                insert(corrections),
                [
                    {
                        "integration": record.integration,
                        "source_id": record.source_id,
                        "source_row": record.source_row,
                        "record_key": record_key,
                        "field": name,
                        "sealed": seal(value, self._seal_key, _place(record, name)),
                        "replaces": replaces,
                        "status": CorrectionStatus.ACTIVE.value,
                        "made_by": user,
                        "made_at": at,
                    }
                    for name, value, replaces in values
                ],
            )
        return True

    def of_record(self, record: SourceRecord) -> list[Correction]:
        """Return the corrections in force for one record."""
        with reading(self._engine) as connection:
            return [self._opened(row) for row in _active(connection, record)]

    def of_people(self, integration: str, source_ids: Sequence[str]) -> list[Correction]:
        """Return the corrections in force for all records of some people."""
        found: list[Correction] = []
        with reading(self._engine) as connection:
            for portion in in_portions(source_ids):
                query = select(*_COLUMNS).where(
                    corrections.c.integration == integration, corrections.c.source_id.in_(portion), _IN_FORCE
                )
                found += map(self._opened, connection.execute(query.order_by(corrections.c.id)))
        return found

    def get(self, number: int) -> Correction | None:
        """Return a correction in force, or None."""
        query = select(*_COLUMNS).where(corrections.c.id == number, _IN_FORCE)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else self._opened(row)

    def in_force(self, integration: str, reference_id: str) -> list[Correction]:
        """Return an integration's corrections in force for a run: those it ended at its last try too."""
        ended_by_it = and_(
            corrections.c.status == CorrectionStatus.OVERTAKEN.value, corrections.c.ended_by == reference_id
        )
        query = select(*_COLUMNS).where(corrections.c.integration == integration, or_(_IN_FORCE, ended_by_it))
        with reading(self._engine) as connection:
            return [self._opened(row) for row in connection.execute(query.order_by(corrections.c.id))]

    def withdraw(self, number: int, user: str, at: datetime) -> bool:
        """Let the source's value hold again; return no when the correction was not in force any more."""
        with writing(self._engine) as connection:
            return _end(connection, [number], CorrectionStatus.WITHDRAWN, user, at) == 1

    def overtake(self, numbers: Sequence[int], reference_id: str, at: datetime) -> None:
        """Give corrections up because a run found that the source has changed."""
        with writing(self._engine) as connection:
            _end(connection, numbers, CorrectionStatus.OVERTAKEN, reference_id, at)

    def _opened(self, row: Row[tuple[object, ...]]) -> Correction:
        record = SourceRecord(row.integration, row.source_id, row.source_row)
        value = unseal(row.sealed, self._seal_key, _place(record, row.field))
        return Correction(row.id, record, row.field, value, row.replaces, row.made_by, row.made_at)


_IN_FORCE: Final[ColumnElement[bool]] = corrections.c.status == CorrectionStatus.ACTIVE.value


def _place(record: SourceRecord, name: str) -> str:
    return "\n".join((record.integration, record.source_id, record.source_row or "", name))


def _active(connection: Connection, record: SourceRecord) -> Sequence[Row[tuple[object, ...]]]:
    query = select(*_COLUMNS).where(
        corrections.c.integration == record.integration,
        corrections.c.source_id == record.source_id,
        corrections.c.source_row.is_not_distinct_from(record.source_row),
        _IN_FORCE,
    )
    return connection.execute(query.order_by(corrections.c.id)).all()


def _end(
    connection: Connection, numbers: Sequence[int], status: CorrectionStatus, by: str, at: datetime
) -> int:
    ended = 0
    for portion in in_portions(numbers):
        ended += connection.execute(
            update(corrections)
            .where(corrections.c.id.in_(portion), _IN_FORCE)
            .values(status=status.value, ended_at=at, ended_by=by)
        ).rowcount
    return ended
