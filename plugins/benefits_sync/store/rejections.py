"""The ledger's rejections and their life: open, then settled by a later run or dismissed by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

import pandas as pd
from pydantic import JsonValue
from sqlalchemy import Connection, Engine, delete, insert, select, update

from benefits_sync.models.plans import REJECTION_COLUMNS
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.frames import frame_of, rows_of
from benefits_sync.store.tables import rejections, runs
from benefits_sync.store.upserts import in_portions, rows_among

LISTED_COLUMNS: Final = ("id", *REJECTION_COLUMNS, "status")


class RejectionStatus(StrEnum):
    """Life of a rejection."""

    OPEN = "open"
    RESOLVED = "resolved"
    REPEATED = "repeated"  # a later run refused the record again, and its rejection is the open one
    DISMISSED = "dismissed"


class Rejections:
    """Reads and writes rejections."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace(self, reference_id: str, integration: str, frame: pd.DataFrame, at: datetime) -> None:
        """Keep a run's rejections instead of those an earlier try of it left."""
        fixed = {
            "reference_id": reference_id,
            "integration": integration,
            "status": RejectionStatus.OPEN.value,
            "opened_at": at,
        }
        rows = [
            {**dict(zip(REJECTION_COLUMNS, row, strict=True)), **fixed}
            for row in rows_of(frame, REJECTION_COLUMNS)
        ]
        with writing(self._engine) as connection:
            connection.execute(delete(rejections).where(rejections.c.reference_id == reference_id))
            if rows:
                connection.execute(insert(rejections), rows)

    def settle(
        self,
        integration: str,
        reference_id: str,
        source_ids: Sequence[str],
        at: datetime,
        *,
        whole: bool = False,
        part: str | None = None,
    ) -> None:
        """Close what earlier runs refused about the people whom this run has read.

        A record that this run refuses again is repeated: only the newest rejection of it stays open. All else
        is resolved, as far as the runs that refused it had the same value of the option ``part``: this one
        has not judged other parts of the source. A run of the ``whole`` part has also read the records that
        do not say whose they are.
        """
        with writing(self._engine) as connection:
            again, options = _refused_by(connection, reference_id), _options_of(connection, reference_id)
            before = _open_before(connection, integration, reference_id, source_ids, whole=whole)
            repeated = [one.id for one in before if (one.source_id, one.source_row) in again]
            judged = [one for one in before if part is None or one.options.get(part) == options.get(part)]
            resolved = [one.id for one in judged if (one.source_id, one.source_row) not in again]
            _close(connection, repeated, RejectionStatus.REPEATED, reference_id, at)
            _close(connection, resolved, RejectionStatus.RESOLVED, reference_id, at)

    def open_sources(self, integration: str, rule: str) -> Sequence[str]:
        """Return the source ids of people with an open rejection by this rule."""
        query = (
            select(rejections.c.source_id)
            .where(
                rejections.c.integration == integration,
                rejections.c.status == RejectionStatus.OPEN.value,
                rejections.c.rule == rule,
                rejections.c.source_id.is_not(None),
            )
            .distinct()
            .order_by(rejections.c.source_id)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalars().all()

    def list(self, reference_id: str) -> pd.DataFrame:
        """Return a run's rejections with `LISTED_COLUMNS`."""
        query = (
            select(*(rejections.c[name] for name in LISTED_COLUMNS))
            .where(rejections.c.reference_id == reference_id)
            .order_by(rejections.c.record_key, rejections.c.id)
        )
        with reading(self._engine) as connection:
            return frame_of(connection.execute(query).all(), LISTED_COLUMNS)


def _refused_by(connection: Connection, reference_id: str) -> frozenset[tuple[str | None, str | None]]:
    query = select(rejections.c.source_id, rejections.c.source_row).where(
        rejections.c.reference_id == reference_id
    )
    return frozenset((source_id, source_row) for source_id, source_row in connection.execute(query))


def _options_of(connection: Connection, reference_id: str) -> Mapping[str, JsonValue]:
    query = select(runs.c.options).where(runs.c.reference_id == reference_id)
    found: Mapping[str, JsonValue] = connection.execute(query).scalar_one()
    return found


class _Open(NamedTuple):
    """An open rejection with the options of the run that refused the record."""

    id: int
    source_id: str | None
    source_row: str | None
    options: Mapping[str, JsonValue]


def _open_before(
    connection: Connection, integration: str, reference_id: str, source_ids: Sequence[str], *, whole: bool
) -> list[_Open]:
    query = (
        select(rejections.c.id, rejections.c.source_id, rejections.c.source_row, runs.c.options)
        .join(runs, runs.c.reference_id == rejections.c.reference_id)
        .where(
            rejections.c.integration == integration,
            rejections.c.status == RejectionStatus.OPEN.value,
            rejections.c.reference_id != reference_id,
        )
    )
    found = list(rows_among(connection, query, rejections.c.source_id, source_ids))
    if whole:
        found += connection.execute(query.where(rejections.c.source_id.is_(None))).all()
    return [_Open(*row) for row in found]


def _close(
    connection: Connection, numbers: Sequence[int], status: RejectionStatus, reference_id: str, at: datetime
) -> None:
    closing = {"status": status.value, "closed_at": at, "resolved_by_run": reference_id}
    for portion in in_portions(numbers):
        connection.execute(update(rejections).where(rejections.c.id.in_(portion)).values(closing))
