"""``benefits ledger``, ``purge`` and ``keygen``: keep the stores in order."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer

from benefits_sync.cli.opening import ArtifactsOption, LedgerOption, ledger_url, open_artifacts
from benefits_sync.cli.showing import JsonOption, print_json
from benefits_sync.store import migrate
from benefits_sync.store.keys import generate_key
from benefits_sync.store.tables import SCHEMA_REVISION

CARRIER_FILE_DAYS: Final = 7 * 366
"""How long the bytes of carrier files are kept: the retention of records under HIPAA, and a year."""

ledger_app = typer.Typer(no_args_is_help=True, help="Look at the ledger's schema, or bring it up to date.")


@ledger_app.command()
def upgrade(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Create the ledger, or bring its schema to the revision this code needs; data stays."""
    revision = migrate.upgrade(ledger_url(ledger))
    if as_json:
        print_json({"revision": revision})
    else:
        typer.echo(f"the ledger is at {revision}")


@ledger_app.command()
def current(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Show the revision of the ledger's schema; exit with 1 when this code needs another."""
    revision = migrate.current(ledger_url(ledger))
    if as_json:
        print_json({"revision": revision, "needed": SCHEMA_REVISION})
    else:
        stands = f"is at {revision}" if revision else "has no schema yet"
        typer.echo(f"the ledger {stands}, this code needs {SCHEMA_REVISION}")
    if revision != SCHEMA_REVISION:
        raise typer.Exit(1)


def purge(
    older_than: Annotated[int, typer.Option(min=1, metavar="DAYS", help="Keep runs of the last DAYS days.")],
    carrier_files: Annotated[
        int,
        typer.Option(min=1, metavar="DAYS", help="Keep what went to carriers and came back for DAYS days."),
    ] = CARRIER_FILE_DAYS,
    artifacts: ArtifactsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete the artifacts of old runs, and very old carrier files; the ledger keeps what happened."""
    store, now = open_artifacts(artifacts), datetime.now(UTC)
    removed = store.purge(now - timedelta(days=older_than))
    files = store.vault.purge(now - timedelta(days=carrier_files))
    if as_json:
        print_json({"removed": removed, "carrier_files": files})
    else:
        typer.echo(f"artifacts of {removed} {'run' if removed == 1 else 'runs'} removed")
        if files:
            typer.echo(f"{files} carrier {'file' if files == 1 else 'files'} removed")


def keygen(as_json: JsonOption = False) -> None:
    """Make a new key for the ledger and the artifacts; without it nothing stored can be read."""
    key = generate_key()
    if as_json:
        print_json({"key": key})
    else:
        typer.echo(key)
