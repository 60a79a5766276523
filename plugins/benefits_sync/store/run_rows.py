"""Run summaries to and from rows of the ledger's table of runs."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping

from benefits_sync.models.runs import Counts, RunSummary
from benefits_sync.store.tables import runs

IDENTITY: Final = frozenset({"reference_id", "dag_id", "airflow_run_id", "integration"})
UPDATABLE: Final = frozenset(column.key for column in runs.columns) - IDENTITY | {"counts"}

_OUTCOMES: Final = tuple(Counts.model_fields)
_SUMMARY_COLUMNS: Final = tuple(name for name in RunSummary.model_fields if name != "counts")


def reference_id_of(dag_id: str, airflow_run_id: str, started_at: datetime) -> str:
    """Return a run's reference id: its day and a digest, such as ``20261120-5f0c1a2b3d4e``."""
    digest = hashlib.blake2b(f"{dag_id}\n{airflow_run_id}".encode(), digest_size=6).hexdigest()
    return f"{started_at:%Y%m%d}-{digest}"


def plain(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return fields as values of columns: ``counts`` spread out, tuples as lists."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    counts = values.pop("counts", None)
    return values if counts is None else {**values, **Counts.model_validate(counts).model_dump()}


def row_of(summary: RunSummary) -> dict[str, Any]:
    """Return the row that keeps a summary."""
    return plain({**summary.model_dump(exclude={"counts"}), "counts": summary.counts})


def counts_of(row: RowMapping) -> Counts:
    """Return the counts that a row keeps."""
    return Counts(**{outcome: row[runs.c[outcome]] for outcome in _OUTCOMES})


def summary_of(row: RowMapping) -> RunSummary:
    """Return the summary that a row keeps."""
    values = {name: row[runs.c[name]] for name in _SUMMARY_COLUMNS}
    return RunSummary(**values, counts=counts_of(row))
