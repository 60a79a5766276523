"""Runs, states and outcomes to put into a ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from benefits_sync.models.plans import REJECTION_COLUMNS, SCHEDULE_COLUMNS, STATE_COLUMNS
from benefits_sync.models.runs import IntegrationType
from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus
from benefits_sync.store.ledger import Ledger

KEY = b"0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EXPORT = "demographic_export"


def hours(number: float) -> datetime:
    """Return the moment so many hours after `NOW`."""
    return NOW + timedelta(hours=number)


def begin(ledger: Ledger, airflow_run_id: str = "scheduled__1", **changed: Any) -> str:
    facts: dict[str, Any] = {
        "dag_id": EXPORT,
        "airflow_run_id": airflow_run_id,
        "integration": EXPORT,
        "type": IntegrationType.EXPORT,
        "run_name": f"Demographic export {airflow_run_id}",
        "user": "dana",
        "delta": True,
        "dry_run": False,
        "mapping_version": "3-1a2b3c4d",
        "started_at": NOW,
        "since": None,
    }
    return ledger.runs.begin(**{**facts, **changed}).reference_id


def states(*rows: Sequence[str | None]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(STATE_COLUMNS), dtype=object)


def rejections(*rows: Sequence[str | None]) -> pd.DataFrame:
    """Return rejections; the source row, last, may be left out."""
    width = len(REJECTION_COLUMNS)
    padded = [(*row, *[None] * (width - len(row))) for row in rows]
    return pd.DataFrame(padded, columns=list(REJECTION_COLUMNS), dtype=object)


def schedule(*rows: Sequence[str | None]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SCHEDULE_COLUMNS), dtype=object)


def confirmed(key: str, kind: WriteKind = WriteKind.UPDATE, **more: Any) -> WriteOutcome:
    return WriteOutcome(key, kind, WriteStatus.CONFIRMED, **more)


def keys(number: int) -> list[str]:
    return [f"E{10001 + place}" for place in range(number)]
