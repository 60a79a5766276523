"""The ledger's sync states: what each target last confirmed for each record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import Column, Connection, Engine, delete, func, select, update

from benefits_sync.models.plans import STATE_COLUMNS
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.frames import frame_of, rows_of
from benefits_sync.store.tables import states
from benefits_sync.store.upserts import Proposed, in_portions, rows_among, upsert

IN_DOUBT: Final = ""
"""Stands where the digest was of a record that has been written to since it was confirmed."""


class States:
    """Reads and writes sync states."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lookup(self, integration: str, keys: Sequence[str] | None) -> pd.DataFrame:
        """Return the states of these record keys, or of all for None, in no certain order."""
        return self._read(integration, states.c.record_key, keys)

    def by_source(self, integration: str, source_ids: Sequence[str]) -> pd.DataFrame:
        """Return the states of the records that came from these source ids."""
        return self._read(integration, states.c.source_id, source_ids)

    def confirm(
        self,
        integration: str,
        reference_id: str,
        frame: pd.DataFrame,
        confirmed_at: datetime,
        *,
        one_each: bool = True,
    ) -> None:
        """Keep what the target confirmed; an id the confirmation does not know stays as it was.

        Where a source id has one record each, a person confirmed under a new key is forgotten under the old.
        """
        fixed = {"integration": integration, "reference_id": reference_id, "confirmed_at": confirmed_at}
        rows = {
            key: {
                "record_key": key,
                "source_id": source,
                "remote_id": remote,
                "payload_hash": digest,
                **fixed,
            }
            for key, source, remote, digest in rows_of(frame, STATE_COLUMNS)
        }
        with writing(self._engine) as connection:
            upsert(connection, states, list(rows.values()), _confirmed)
            if one_each:
                now = {row["source_id"]: key for key, row in rows.items() if row["source_id"] is not None}
                _forget_old_keys(connection, integration, now)

    def doubt(self, integration: str, keys: Sequence[str]) -> None:
        """Note that writes of these records are on their way: what was confirmed may no longer be true.

        Until the next confirmation no digest of theirs equals the one kept, so that they are compared.
        """
        with writing(self._engine) as connection:
            for portion in in_portions(sorted(set(keys))):
                connection.execute(
                    update(states)
                    .where(states.c.integration == integration, states.c.record_key.in_(portion))
                    .values(payload_hash=IN_DOUBT)
                )

    def confirmed_since(self, integration: str, at: datetime, but_by: str) -> frozenset[str]:
        """Return the record keys confirmed after a moment by any run but one."""
        query = select(states.c.record_key).where(
            states.c.integration == integration, states.c.confirmed_at > at, states.c.reference_id != but_by
        )
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def count(self, integration: str) -> int:
        """Return how many records of an integration have a state."""
        query = select(func.count()).select_from(states).where(states.c.integration == integration)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def _read(self, integration: str, column: Column[Any], values: Sequence[str] | None) -> pd.DataFrame:
        query = select(*(states.c[name] for name in STATE_COLUMNS)).where(states.c.integration == integration)
        with reading(self._engine) as connection:
            if values is None:
                rows = list(connection.execute(query))
            else:
                wanted = sorted(set(values))
                rows = [
                    row
                    for portion in in_portions(wanted)
                    for row in connection.execute(query.where(column.in_(portion)))
                ]
        return frame_of(rows, STATE_COLUMNS)


def _confirmed(new: Proposed) -> dict[str, Any]:
    return {
        "source_id": func.coalesce(new.source_id, states.c.source_id),
        "remote_id": func.coalesce(new.remote_id, states.c.remote_id),
        "payload_hash": new.payload_hash,
        "reference_id": new.reference_id,
        "confirmed_at": new.confirmed_at,
    }


def _forget_old_keys(connection: Connection, integration: str, keys: Mapping[str, str]) -> None:
    mine = states.c.integration == integration
    twice = (
        select(states.c.source_id)
        .where(mine, states.c.source_id.is_not(None))
        .group_by(states.c.source_id)
        .having(func.count() > 1)
    )
    doubled = [row[0] for row in rows_among(connection, twice, states.c.source_id, keys)]
    for portion in in_portions(sorted(doubled)):
        query = select(states.c.record_key, states.c.source_id).where(mine, states.c.source_id.in_(portion))
        old = [key for key, source in connection.execute(query) if keys[source] != key]
        if old:
            connection.execute(delete(states).where(mine, states.c.record_key.in_(old)))
