"""The ledger's rejections and their life: open, then resolved by a later run or dismissed by a person."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from sqlalchemy import Column, Connection, Engine, delete, insert, select, update

from benefits_sync.models.plans import REJECTION_COLUMNS
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.frames import frame_of, rows_of
from benefits_sync.store.tables import rejections
from benefits_sync.store.upserts import in_portions

LISTED_COLUMNS: Final = (*REJECTION_COLUMNS, "status")


class RejectionStatus(StrEnum):
    """Life of a rejection."""

    OPEN = "open"
    RESOLVED = "resolved"
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

    def resolve(
        self,
        integration: str,
        record_keys: Sequence[str],
        reference_id: str,
        at: datetime,
        source_ids: Sequence[str] = (),
    ) -> None:
        """Close what earlier runs refused about records that this run did not refuse.

        ``source_ids`` closes rejections of people who had no record key at the time.
        """
        closing = {"status": RejectionStatus.RESOLVED.value, "closed_at": at, "resolved_by_run": reference_id}
        with writing(self._engine) as connection:
            _close(connection, rejections.c.record_key, record_keys, integration, closing)
            _close(connection, rejections.c.source_id, source_ids, integration, closing)

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


def _close(
    connection: Connection,
    column: Column[Any],
    values: Sequence[str],
    integration: str,
    closing: dict[str, Any],
) -> None:
    for portion in in_portions(sorted(set(values))):
        connection.execute(
            update(rejections)
            .where(
                rejections.c.integration == integration,
                rejections.c.status == RejectionStatus.OPEN.value,
                rejections.c.reference_id != closing["resolved_by_run"],
                column.in_(portion),
            )
            .values(closing)
        )
