"""The ledger's writes: a row before anything leaves the machine, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import Engine, case, func, or_, select, update

from benefits_sync.models.writes import WriteOutcome, WriteStatus, listed_names
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.frames import frame_of
from benefits_sync.store.tables import runs, writes
from benefits_sync.store.upserts import Proposed, in_portions, upsert

WRITE_COLUMNS: Final = (
    "record_key",
    "kind",
    "status",
    "payload_hash",
    "remote_id",
    "field",
    "rule",
    "message",
    "request_id",
)

UNSETTLED: Final = (WriteStatus.SENT, WriteStatus.ACCEPTED, WriteStatus.UNKNOWN)
"""Statuses of a write that only a read of the target can settle."""


class Writes:
    """Reads and writes the outcomes of writes; one row for each record and kind of write in a run."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sending(
        self,
        reference_id: str,
        planned: Sequence[tuple[str, str, str | None, Sequence[str]]],
        at: datetime,
    ) -> None:
        """Note writes about to be sent: record key, kind, digest of the payload, names of the members.

        A write noted before counts one more attempt and is open again.
        """
        rows = {
            (key, kind): {
                "reference_id": reference_id,
                "record_key": key,
                "kind": str(kind),
                "status": WriteStatus.SENT.value,
                "payload_hash": digest,
                "members": listed_names(tuple(members)),
                "attempts": 1,
                "sent_at": at,
            }
            for key, kind, digest, members in planned
        }
        with writing(self._engine) as connection:
            upsert(connection, writes, list(rows.values()), _sent)

    def settle(self, reference_id: str, outcomes: Sequence[WriteOutcome], at: datetime) -> None:
        """Keep what became of writes; of several outcomes for one write the last holds.

        Settling the same again changes nothing. An outcome of a write that was never noted (refused before it
        was sent) gets a row of its own.
        """
        rows = {
            (outcome.record_key, outcome.kind): _outcome_row(reference_id, outcome, at)
            for outcome in outcomes
        }
        with writing(self._engine) as connection:
            upsert(connection, writes, list(rows.values()), _settled)

    def confirm(self, reference_id: str, keys: Sequence[str], at: datetime) -> None:
        """Note that a read showed what was written of these records, whatever the answers had said."""
        told = {"status": WriteStatus.CONFIRMED.value, "settled_at": at}
        with writing(self._engine) as connection:
            for portion in in_portions(sorted(set(keys))):
                connection.execute(
                    update(writes)
                    .where(
                        writes.c.reference_id == reference_id,
                        writes.c.record_key.in_(portion),
                        writes.c.status != WriteStatus.CONFIRMED.value,
                    )
                    .values(told | dict.fromkeys(("field", "rule", "message")))
                )

    def begun(self, reference_id: str) -> frozenset[str]:
        """Return the keys of all records that a run has announced a write of."""
        query = select(writes.c.record_key).where(writes.c.reference_id == reference_id)
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def unsettled(self, reference_id: str) -> list[str]:
        """Return the keys of records of which it is not known whether a run's writes took effect."""
        query = (
            select(writes.c.record_key)
            .where(
                writes.c.reference_id == reference_id,
                writes.c.status.in_([status.value for status in UNSETTLED]),
            )
            .distinct()
            .order_by(writes.c.record_key)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def since(self, integration: str, moment: datetime) -> dict[str, datetime | None]:
        """Return what an integration wrote since: record key -> when it was settled, None if it is not."""
        settled = func.max(writes.c.settled_at)
        pending = func.count() - func.count(writes.c.settled_at)
        query = (
            select(writes.c.record_key, settled.label("settled"), pending.label("pending"))
            .join(runs, runs.c.reference_id == writes.c.reference_id)
            .where(runs.c.integration == integration)
            .where(or_(writes.c.sent_at >= moment, writes.c.settled_at >= moment))
            .group_by(writes.c.record_key)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        return {row.record_key: None if row.pending else row.settled for row in found}

    def of_run(self, reference_id: str) -> pd.DataFrame:
        """Return a run's writes with `WRITE_COLUMNS`, in the order of their record keys."""
        query = (
            select(*(writes.c[name] for name in WRITE_COLUMNS))
            .where(writes.c.reference_id == reference_id)
            .order_by(writes.c.record_key, writes.c.kind)
        )
        with reading(self._engine) as connection:
            return frame_of(connection.execute(query).all(), WRITE_COLUMNS)


def _outcome_row(reference_id: str, outcome: WriteOutcome, at: datetime) -> dict[str, Any]:
    return {
        "reference_id": reference_id,
        "record_key": outcome.record_key,
        "kind": str(outcome.kind),
        "status": str(outcome.status),
        "members": "",
        "attempts": outcome.attempts,
        "remote_id": outcome.remote_id,
        "field": outcome.field,
        "rule": outcome.rule,
        "message": outcome.message,
        "request_id": outcome.request_id,
        "settled_at": at,
    }


def _sent(new: Proposed) -> dict[str, Any]:
    cleared = dict.fromkeys(("field", "rule", "message", "settled_at"))
    kept = {name: new[name] for name in ("status", "payload_hash", "members", "sent_at")}
    return {**kept, **cleared, "attempts": writes.c.attempts + 1}


def _settled(new: Proposed) -> dict[str, Any]:
    told = ("status", "field", "rule", "message", "request_id", "settled_at")
    remote = func.coalesce(new.remote_id, writes.c.remote_id)
    more = case((new.attempts > writes.c.attempts, new.attempts), else_=writes.c.attempts)
    return {**{name: new[name] for name in told}, "remote_id": remote, "attempts": more}
