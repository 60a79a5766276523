"""Keep what people do about refused records, and what integrations have of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns to runs and rejections, and the tables of corrections, resubmissions and audit."""
    _widen_runs()
    _widen_rejections()
    _create_corrections()
    _create_additions()
    _create_resubmissions()
    _create_audit()


def _widen_runs() -> None:
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("options", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("resubmission", sa.Integer()))
        table.add_column(sa.Column("measures", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("differences", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("corrected", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("overtaken", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("runs") as table:
        for name in ("options", "measures", "differences", "corrected", "overtaken"):
            table.alter_column(name, server_default=None)


def _widen_rejections() -> None:
    with op.batch_alter_table("rejections") as table:
        table.add_column(sa.Column("source_row", sa.String()))
        table.add_column(sa.Column("dismissed_by", sa.String()))
        table.add_column(sa.Column("reason", sa.Text()))
    op.create_index(
        "ix_rejections_integration_status_source_id", "rejections", ["integration", "status", "source_id"]
    )


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("source_row", sa.String()),
        sa.Column("record_key", sa.String()),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index(
        "ix_corrections_integration_status_source_id", "corrections", ["integration", "status", "source_id"]
    )
    op.create_index("ix_corrections_record_key", "corrections", ["record_key"])


def _create_additions() -> None:
    op.create_table(
        "additions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("lookup", sa.String(), nullable=False),
        sa.Column("source_value", sa.String(), nullable=False),
        sa.Column("target_value", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_additions"),
    )
    op.create_index("ix_additions_integration_status", "additions", ["integration", "status"])


def _create_resubmissions() -> None:
    op.create_table(
        "resubmissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", _MOMENT, nullable=False),
        sa.Column("dag_id", sa.String()),
        sa.Column("airflow_run_id", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_resubmissions"),
        sa.UniqueConstraint("token", name="uq_resubmissions_token"),
    )
    op.create_table(
        "resubmitted",
        sa.Column("resubmission", sa.Integer(), nullable=False),
        sa.Column("rejection", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resubmission"], ["resubmissions.id"], name="fk_resubmitted_resubmission_resubmissions"
        ),
        sa.ForeignKeyConstraint(
            ["rejection"], ["rejections.id"], name="fk_resubmitted_rejection_rejections", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resubmission", "rejection", name="pk_resubmitted"),
    )
    op.create_index("ix_resubmitted_rejection", "resubmitted", ["rejection"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reference_id", sa.String()),
        sa.Column("record_key", sa.String()),
        sa.Column("field", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_record_key", "audit", ["record_key"])
