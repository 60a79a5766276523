"""Send files to carriers: control numbers, files, their people and history, answers and messages."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables of carrier files."""
    _create_control_numbers()
    _create_files()
    _create_numbers()
    _create_history()
    _create_people()
    _create_answers()
    _create_answer_events()
    _create_alarms()
    _create_messages()


def _create_control_numbers() -> None:
    op.create_table(
        "carrier_control_numbers",
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "receiver", "usage", "kind", name="pk_carrier_control_numbers"),
    )


def _create_files() -> None:
    op.create_table(
        "carrier_files",
        sa.Column("id", sa.Integer(), nullable=False),
        *_what_a_file_is(),
        *_what_became_of_it(),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_files"),
        sa.UniqueConstraint(
            "carrier", "usage", "interchange", name="uq_carrier_files_carrier_usage_interchange"
        ),
        sa.UniqueConstraint("slot", name="uq_carrier_files_slot"),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["carrier_files.id"], name="fk_carrier_files_supersedes_carrier_files"
        ),
    )
    op.create_index(
        "ix_carrier_files_carrier_usage_group_name_id",
        "carrier_files",
        ["carrier", "usage", "group_name", "id"],
    )
    op.create_index("ix_carrier_files_state", "carrier_files", ["state"])
    op.create_index("ix_carrier_files_created_at", "carrier_files", ["created_at"])


def _what_a_file_is() -> list[sa.Column]:
    return [
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("plan_year", sa.Date()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("interchange", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("size", "segments", "subscribers", "dependents", "coverages")
        ),
        sa.Column("profile_version", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("slot", sa.String()),
        sa.Column("forced_reason", sa.Text()),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON()),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("picture_uri", sa.Text()),
        sa.Column("picture_sha256", sa.String()),
    ]


def _what_became_of_it() -> list[sa.Column]:
    return [
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_name", sa.String()),
        sa.Column("sent_sha256", sa.String()),
        sa.Column("sent_size", sa.Integer()),
        sa.Column("sent_uri", sa.Text()),
        sa.Column("delivered_at", _MOMENT),
        sa.Column("receipts", sa.JSON(), nullable=False),
        sa.Column("ta1_due", _MOMENT),
        sa.Column("functional_due", _MOMENT),
        sa.Column("report_due", _MOMENT),
        sa.Column("supersedes", sa.Integer()),
    ]


def _create_numbers() -> None:
    op.create_table(
        "carrier_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.Column("interchange", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String()),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("file", sa.Integer()),
        sa.Column("skipped_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_numbers"),
        _of_file("carrier_numbers"),
        sa.UniqueConstraint(
            "sender",
            "receiver",
            "usage",
            "purpose",
            name="uq_carrier_numbers_sender_receiver_usage_purpose",
        ),
    )
    op.create_index(
        "ix_carrier_numbers_sender_receiver_usage_interchange",
        "carrier_numbers",
        ["sender", "receiver", "usage", "interchange"],
    )


def _create_history() -> None:
    op.create_table(
        "carrier_file_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("from_state", sa.String()),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_file_events"),
        _of_file("carrier_file_events"),
    )
    op.create_index("ix_carrier_file_events_file_id", "carrier_file_events", ["file", "id"])


def _create_people() -> None:
    op.create_table(
        "carrier_file_people",
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.String(), nullable=False),
        sa.Column("subscriber_code", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("transaction_number", sa.String(), nullable=False),
        sa.Column("first_segment", sa.Integer(), nullable=False),
        sa.Column("last_segment", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file", "place", name="pk_carrier_file_people"),
        _of_file("carrier_file_people"),
    )
    for name in ("person_ref", "subscriber_code"):
        op.create_index(f"ix_carrier_file_people_{name}", "carrier_file_people", [name])


def _create_answers() -> None:
    op.create_table(
        "carrier_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("file", sa.Integer()),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("set_aside_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_answers"),
        _of_file("carrier_answers"),
        sa.UniqueConstraint(
            "carrier",
            "sha256",
            "name",
            "mark",
            "part",
            name="uq_carrier_answers_carrier_sha256_name_mark_part",
        ),
    )
    for name in ("file", "received_at"):
        op.create_index(f"ix_carrier_answers_{name}", "carrier_answers", [name])


def _create_answer_events() -> None:
    op.create_table(
        "carrier_answer_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_answer_events"),
        sa.ForeignKeyConstraint(
            ["answer"], ["carrier_answers.id"], name="fk_carrier_answer_events_answer_carrier_answers"
        ),
    )
    op.create_index("ix_carrier_answer_events_answer_id", "carrier_answer_events", ["answer", "id"])


def _create_alarms() -> None:
    op.create_table(
        "carrier_alarms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("file", sa.Integer()),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_alarms"),
        _of_file("carrier_alarms"),
    )
    op.create_index("ix_carrier_alarms_carrier_told_at", "carrier_alarms", ["carrier", "told_at"])


def _create_messages() -> None:
    op.create_table(
        "carrier_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("answer", sa.Integer()),
        sa.Column("file", sa.Integer()),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("person_ref", sa.String()),
        sa.Column("subscriber_code", sa.String()),
        sa.Column("line", sa.String()),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("segment", sa.Integer()),
        sa.Column("element", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("closed_by", sa.String()),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_carrier_messages"),
        _of_file("carrier_messages"),
        sa.ForeignKeyConstraint(
            ["answer"], ["carrier_answers.id"], name="fk_carrier_messages_answer_carrier_answers"
        ),
    )
    for names in (["answer"], ["file", "state"], ["carrier", "state"], ["person_ref"]):
        op.create_index(f"ix_carrier_messages_{'_'.join(names)}", "carrier_messages", names)


def _of_file(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["file"], ["carrier_files.id"], name=f"fk_{table}_file_carrier_files")
