"""Alembic's environment for the ledger; `benefits ledger upgrade` gives it the connection."""

from alembic import context

from benefits_sync.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("the ledger is migrated with: benefits ledger upgrade")

context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
