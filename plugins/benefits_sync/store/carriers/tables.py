"""The ledger's tables of carrier files.

People are in them by keyed references and employee numbers; what a file says is in the vault, sealed.
"""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from benefits_sync.store.metadata import metadata
from benefits_sync.store.moments import UtcDateTime

PAIR: Final = ("sender", "receiver", "usage")


def _pair(**options: Any) -> tuple[Column[str], ...]:
    return tuple(Column(name, String, nullable=False, **options) for name in PAIR)


def _file(name: str = "file", *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey("carrier_files.id"), nullable=nullable)


carrier_control_numbers = Table(
    "carrier_control_numbers",
    metadata,
    *_pair(primary_key=True),
    Column("kind", String, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number of each kind that was taken between two parties, in test and in production."""

carrier_numbers = Table(
    "carrier_numbers",
    metadata,
    Column("id", Integer, primary_key=True),
    *_pair(),
    Column("interchange", Integer, nullable=False),
    Column("group_number", Integer, nullable=False),
    Column("purpose", String),
    Column("taken_at", UtcDateTime, nullable=False),
    _file(nullable=True),
    Column("skipped_reason", Text),
    UniqueConstraint(*PAIR, "purpose"),
    Index(None, *PAIR, "interchange"),
)
"""What became of each number: the file that carries it, or why none does."""

carrier_files = Table(
    "carrier_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("carrier", String, nullable=False),
    Column("group_name", String, key="group", nullable=False),
    Column("usage", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("plan_year", Date),
    Column("state", String, nullable=False),
    Column("sender", String, nullable=False),
    Column("receiver", String, nullable=False),
    Column("interchange", Integer, nullable=False),
    Column("group_number", Integer, nullable=False),
    Column("reference", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("subscribers", Integer, nullable=False),
    Column("dependents", Integer, nullable=False),
    Column("coverages", Integer, nullable=False),
    Column("profile_version", String, nullable=False),
    Column("run_id", String, nullable=False),
    Column("business_day", Date, nullable=False),
    Column("slot", String),
    Column("forced_reason", Text),
    Column("gates", JSON, nullable=False),
    Column("measures", JSON),
    Column("uri", Text, nullable=False),
    Column("picture_uri", Text),
    Column("picture_sha256", String),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_name", String),
    Column("sent_sha256", String),
    Column("sent_size", Integer),
    Column("sent_uri", Text),
    Column("delivered_at", UtcDateTime),
    Column("receipts", JSON, nullable=False),
    Column("ta1_due", UtcDateTime),
    Column("functional_due", UtcDateTime),
    Column("report_due", UtcDateTime),
    _file("supersedes", nullable=True),
    UniqueConstraint("carrier", "usage", "interchange"),
    UniqueConstraint("slot"),
    Index(None, "carrier", "usage", "group", "id"),
    Index(None, "state"),
    Index(None, "created_at"),
)
"""One row for each file. ``slot`` is set where no second file may take its place on its business day."""

carrier_file_events = Table(
    "carrier_file_events",
    metadata,
    Column("id", Integer, primary_key=True),
    _file(),
    Column("at", UtcDateTime, nullable=False),
    Column("from_state", String),
    Column("to_state", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Index(None, "file", "id"),
)
"""The history of each file and its delivery log. Rows are only ever added."""

carrier_file_people = Table(
    "carrier_file_people",
    metadata,
    Column("file", Integer, ForeignKey("carrier_files.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("person_ref", String, nullable=False),
    Column("subscriber_code", String, nullable=False),
    Column("event", String, nullable=False),
    Column("transaction_number", String, key="transaction", nullable=False),
    Column("first_segment", Integer, nullable=False),
    Column("last_segment", Integer, nullable=False),
    Index(None, "person_ref"),
    Index(None, "subscriber_code"),
)
"""Where each person is in a file, so that an answer about a segment is one about a person."""

carrier_answers = Table(
    "carrier_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("carrier", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("mark", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("verdict", String, nullable=False),
    _file(nullable=True),
    Column("uri", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("set_aside_at", UtcDateTime),
    UniqueConstraint("carrier", "sha256", "name", "mark", "part"),
    Index(None, "file"),
    Index(None, "received_at"),
)

carrier_answer_events = Table(
    "carrier_answer_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer", Integer, ForeignKey("carrier_answers.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Index(None, "answer", "id"),
)
"""What people did about answers that have no file. Rows are only ever added."""

carrier_alarms = Table(
    "carrier_alarms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("carrier", String, nullable=False),
    _file(nullable=True),
    Column("sentence", Text, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Index(None, "carrier", "told_at"),
)
"""What people are to be told at once; ``told_at`` is empty until they were."""

carrier_messages = Table(
    "carrier_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("origin", String, nullable=False),
    Column("answer", Integer, ForeignKey("carrier_answers.id")),
    _file(nullable=True),
    Column("carrier", String, nullable=False),
    Column("person_ref", String),
    Column("subscriber_code", String),
    Column("line", String),
    Column("severity", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("code", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("segment", Integer),
    Column("element", String),
    Column("state", String, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String),
    Column("reason", Text),
    Index(None, "answer"),
    Index(None, "file", "state"),
    Index(None, "carrier", "state"),
    Index(None, "person_ref"),
)
"""What builds, checks and answers say of people and files, in one form whatever the carrier."""
