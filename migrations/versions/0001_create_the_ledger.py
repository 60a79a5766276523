"""Create the ledger: runs, sync states, writes, rejections, schedule, approvals and fill rates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables in an empty database."""
    _create_runs()
    _create_schedule()
    _create_approvals()
    _create_fill_rates()
    _create_rejections()
    _create_states()
    _create_writes()


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("dag_id", sa.String(), nullable=False),
        sa.Column("airflow_run_id", sa.String(), nullable=False),
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("run_name", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("delta", sa.Boolean(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("mapping_version", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String()),
        sa.Column("roster_size", sa.Integer()),
        sa.Column("active", sa.Integer()),
        sa.Column("employees_processed", sa.Integer(), nullable=False),
        sa.Column("records_read", sa.Integer(), nullable=False),
        sa.Column("records_created", sa.Integer(), nullable=False),
        sa.Column("records_updated", sa.Integer(), nullable=False),
        sa.Column("records_terminated", sa.Integer(), nullable=False),
        sa.Column("records_rehired", sa.Integer(), nullable=False),
        sa.Column("records_unchanged", sa.Integer(), nullable=False),
        sa.Column("records_excluded", sa.Integer(), nullable=False),
        sa.Column("records_rejected", sa.Integer(), nullable=False),
        sa.Column("exclusions", sa.JSON(), nullable=False),
        sa.Column("rejection_rules", sa.JSON(), nullable=False),
        sa.Column("scheduled", sa.Integer(), nullable=False),
        sa.Column("orphans", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("guards", sa.JSON(), nullable=False),
        sa.Column("approved_by", sa.String()),
        sa.Column("api_calls", sa.JSON(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("source_file", sa.Text()),
        sa.Column("output_file", sa.Text()),
        sa.Column("error_file", sa.Text()),
        sa.PrimaryKeyConstraint("reference_id", name="pk_runs"),
        sa.UniqueConstraint("dag_id", "airflow_run_id", name="uq_runs_dag_id_airflow_run_id"),
    )
    op.create_index("ix_runs_integration_started_at", "runs", ["integration", "started_at"])
    op.create_index("ix_runs_run_name", "runs", ["run_name"])


def _create_schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=False),
        sa.Column("record_key", sa.String()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("integration", "source_id", "kind", "effective_date", name="pk_schedule"),
    )
    op.create_index(
        "ix_schedule_integration_done_at_effective_date",
        "schedule",
        ["integration", "done_at", "effective_date"],
    )
    op.create_index("ix_schedule_record_key", "schedule", ["record_key"])


def _create_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("guards", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String()),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["runs.reference_id"], name="fk_approvals_reference_id_runs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_reference_id_plan_id", "approvals", ["reference_id", "plan_id"])


def _create_fill_rates() -> None:
    op.create_table(
        "fill_rates",
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["runs.reference_id"], name="fk_fill_rates_reference_id_runs"
        ),
        sa.PrimaryKeyConstraint("integration", "field", name="pk_fill_rates"),
    )


def _create_rejections() -> None:
    op.create_table(
        "rejections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("record_key", sa.String()),
        sa.Column("source_id", sa.String()),
        sa.Column("field", sa.String()),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_by_run", sa.String()),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["runs.reference_id"], name="fk_rejections_reference_id_runs"
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_run"], ["runs.reference_id"], name="fk_rejections_resolved_by_run_runs"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rejections"),
    )
    op.create_index(
        "ix_rejections_integration_status_record_key", "rejections", ["integration", "status", "record_key"]
    )
    op.create_index("ix_rejections_record_key", "rejections", ["record_key"])
    op.create_index("ix_rejections_reference_id", "rejections", ["reference_id"])


def _create_states() -> None:
    op.create_table(
        "states",
        sa.Column("integration", sa.String(), nullable=False),
        sa.Column("record_key", sa.String(), nullable=False),
        sa.Column("source_id", sa.String()),
        sa.Column("remote_id", sa.String()),
        sa.Column("payload_hash", sa.String(), nullable=False),
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reference_id"], ["runs.reference_id"], name="fk_states_reference_id_runs"),
        sa.PrimaryKeyConstraint("integration", "record_key", name="pk_states"),
    )
    op.create_index("ix_states_integration_source_id", "states", ["integration", "source_id"])


def _create_writes() -> None:
    op.create_table(
        "writes",
        sa.Column("reference_id", sa.String(), nullable=False),
        sa.Column("record_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("payload_hash", sa.String()),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String()),
        sa.Column("field", sa.String()),
        sa.Column("rule", sa.String()),
        sa.Column("message", sa.Text()),
        sa.Column("request_id", sa.String()),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["reference_id"], ["runs.reference_id"], name="fk_writes_reference_id_runs"),
        sa.PrimaryKeyConstraint("reference_id", "record_key", "kind", name="pk_writes"),
    )
    op.create_index("ix_writes_record_key", "writes", ["record_key"])
