"""The ledger's tables.

None holds a personal value in clear: only keys, names of fields, digests and counts. The values with which a
person corrects a record are sealed with the key of the artifacts. The tables of carrier files are in
`benefits_sync.store.carriers.tables`.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

import benefits_sync.store.carriers.tables  # noqa: F401 - registers its tables
from benefits_sync.store.metadata import metadata
from benefits_sync.store.moments import UtcDateTime

SCHEMA_REVISION: Final = "0003"
"""The migration this code needs; a test holds it equal to the newest one in ``migrations/versions``."""


def _run() -> Column[str]:
    return Column("reference_id", String, ForeignKey("runs.reference_id"), nullable=False)


runs = Table(
    "runs",
    metadata,
    Column("reference_id", String, primary_key=True),
    Column("dag_id", String, nullable=False),
    Column("airflow_run_id", String, nullable=False),
    Column("integration", String, nullable=False),
    Column("type", String, nullable=False),
    Column("run_name", String, nullable=False),
    Column("user_name", String, key="user", nullable=False),
    Column("status", String, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("delta", Boolean, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("options", JSON, nullable=False),
    Column("resubmission", Integer),
    Column("since", UtcDateTime),
    Column("mapping_version", String, nullable=False),
    Column("plan_id", String),
    Column("roster_size", Integer),
    Column("active", Integer),
    Column("measures", JSON, nullable=False, default=dict),
    Column("employees_processed", Integer, nullable=False),
    *(
        Column(f"records_{outcome}", Integer, key=outcome, nullable=False)
        for outcome in (
            "read",
            "created",
            "updated",
            "terminated",
            "rehired",
            "unchanged",
            "excluded",
            "rejected",
        )
    ),
    Column("exclusions", JSON, nullable=False),
    Column("rejection_rules", JSON, nullable=False),
    Column("differences", JSON, nullable=False),
    Column("scheduled", Integer, nullable=False),
    Column("orphans", Integer, nullable=False),
    Column("hidden", Integer, nullable=False),
    Column("deleted", Integer, nullable=False),
    Column("guards", JSON, nullable=False),
    Column("corrected", Integer, nullable=False),
    Column("overtaken", Integer, nullable=False),
    Column("approved_by", String),
    Column("api_calls", JSON, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("failure", Text),
    Column("source_file", Text),
    Column("output_file", Text),
    Column("error_file", Text),
    UniqueConstraint("dag_id", "airflow_run_id"),
    Index(None, "integration", "started_at"),
    Index(None, "run_name"),
)

states = Table(
    "states",
    metadata,
    Column("integration", String, primary_key=True),
    Column("record_key", String, primary_key=True),
    Column("source_id", String),
    Column("remote_id", String),
    Column("payload_hash", String, nullable=False),
    _run(),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Index(None, "integration", "source_id"),
)

writes = Table(
    "writes",
    metadata,
    Column("reference_id", String, ForeignKey("runs.reference_id"), primary_key=True),
    Column("record_key", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("payload_hash", String),
    Column("members", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("remote_id", String),
    Column("field", String),
    Column("rule", String),
    Column("message", Text),
    Column("request_id", String),
    Column("sent_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Index(None, "record_key"),
)

rejections = Table(
    "rejections",
    metadata,
    Column("id", Integer, primary_key=True),
    _run(),
    Column("integration", String, nullable=False),
    Column("record_key", String),
    Column("source_id", String),
    Column("source_row", String),
    Column("field", String),
    Column("rule", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("resolved_by_run", String),
    Column("dismissed_by", String),
    Column("reason", Text),
    ForeignKeyConstraint(["resolved_by_run"], ["runs.reference_id"]),
    Index(None, "reference_id"),
    Index(None, "integration", "status", "record_key"),
    Index(None, "integration", "status", "source_id"),
    Index(None, "record_key"),
)

schedule = Table(
    "schedule",
    metadata,
    Column("integration", String, primary_key=True),
    Column("source_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("effective_date", Date, primary_key=True),
    Column("record_key", String),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Index(None, "integration", "done_at", "effective_date"),
    Index(None, "record_key"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    _run(),
    Column("plan_id", String, nullable=False),
    Column("guards", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("decision", String),
    Column("answered_by", String),
    Column("answered_at", UtcDateTime),
    Index(None, "reference_id", "plan_id"),
)

fill_rates = Table(
    "fill_rates",
    metadata,
    Column("integration", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("rate", Float, nullable=False),
    _run(),
    Column("recorded_at", UtcDateTime, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("integration", String, nullable=False),
    Column("source_id", String, nullable=False),
    Column("source_row", String),
    Column("record_key", String),
    Column("field", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("replaces", String, nullable=False),
    Column("status", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String),
    Index(None, "integration", "status", "source_id"),
    Index(None, "record_key"),
)
"""What a person put in place of a source value; ``replaces`` is the digest of the value it stands for."""

additions = Table(
    "additions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("integration", String, nullable=False),
    Column("lookup", String, nullable=False),
    Column("source_value", String, nullable=False),
    Column("target_value", String),
    Column("status", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String),
    Index(None, "integration", "status"),
)
"""Values that a mapping's lookup lacked and a person added; they hold for everyone."""

resubmissions = Table(
    "resubmissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String, nullable=False),
    Column("integration", String, nullable=False),
    Column("requested_by", String, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("dag_id", String),
    Column("airflow_run_id", String),
    UniqueConstraint("token"),
)
"""Requests to send refused records again; ``token`` is the form's, so that a second click is the same one."""

resubmitted = Table(
    "resubmitted",
    metadata,
    Column("resubmission", Integer, ForeignKey("resubmissions.id"), primary_key=True),
    Column("rejection", Integer, ForeignKey("rejections.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", String, nullable=False),
    Index(None, "rejection"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("user_name", String, key="user", nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("reference_id", String),
    Column("record_key", String),
    Column("field", String),
    Index(None, "at"),
    Index(None, "record_key"),
)
"""Who looked at or changed what, and when; never the value."""
