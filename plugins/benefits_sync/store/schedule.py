"""The ledger's schedule: changes with a future date, kept until their day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, delete, select, update

from benefits_sync.models.plans import SCHEDULE_COLUMNS
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.frames import rows_of
from benefits_sync.store.tables import schedule
from benefits_sync.store.upserts import Proposed, in_portions, rows_among, upsert


class Schedule:
    """Reads and writes future-dated changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def replace(self, integration: str, source_ids: Sequence[str], frame: pd.DataFrame, at: datetime) -> None:
        """Keep what the source says now about the future of these people.

        A change the source no longer tells disappears; one already applied stays as history.
        """
        told = {
            (source_id, kind, _day(effective)): {
                "integration": integration,
                "source_id": source_id,
                "kind": kind,
                "effective_date": _day(effective),
                "record_key": key,
            }
            for source_id, key, kind, effective in rows_of(frame, SCHEDULE_COLUMNS)
        }
        with writing(self._engine) as connection:
            known = _forget_pending(connection, integration, source_ids)
            rows = [{**row, "recorded_at": known.get(change, at)} for change, row in told.items()]
            upsert(connection, schedule, rows, _pending)

    def due(self, integration: str, as_of: date) -> list[str]:
        """Return the source ids with a change whose day has come and which was not applied yet."""
        query = (
            select(schedule.c.source_id)
            .where(
                schedule.c.integration == integration,
                schedule.c.done_at.is_(None),
                schedule.c.effective_date <= as_of,
            )
            .distinct()
            .order_by(schedule.c.source_id)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def done(self, integration: str, source_ids: Sequence[str], as_of: date, at: datetime) -> None:
        """Note that all changes of these people up to a day were applied."""
        due = (
            schedule.c.integration == integration,
            schedule.c.done_at.is_(None),
            schedule.c.effective_date <= as_of,
        )
        with writing(self._engine) as connection:
            query = select(schedule.c.source_id).where(*due)
            found = {row[0] for row in rows_among(connection, query, schedule.c.source_id, source_ids)}
            for portion in in_portions(sorted(found)):
                connection.execute(
                    update(schedule).where(*due, schedule.c.source_id.in_(portion)).values(done_at=at)
                )


def _forget_pending(
    connection: Connection, integration: str, source_ids: Sequence[str]
) -> dict[tuple[str, str, date], datetime]:
    """Remove the pending changes of people, and return when each was first recorded."""
    pending = (schedule.c.integration == integration, schedule.c.done_at.is_(None))
    change = (schedule.c.source_id, schedule.c.kind, schedule.c.effective_date, schedule.c.recorded_at)
    query = select(*change).where(*pending)
    found = rows_among(connection, query, schedule.c.source_id, source_ids)
    for portion in in_portions(sorted({row[0] for row in found})):
        connection.execute(delete(schedule).where(*pending, schedule.c.source_id.in_(portion)))
    return {(row[0], row[1], row[2]): row[3] for row in found}


def _pending(new: Proposed) -> dict[str, Any]:
    return {"record_key": new.record_key, "recorded_at": new.recorded_at, "done_at": None}


def _day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)
