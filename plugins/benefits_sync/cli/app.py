"""The command line ``benefits``.

Exit codes: 0 done; 1 it was tried and failed, or problems were found; 2 what was typed or set cannot be used.
"""

import io
import os
import sys
from typing import Final, NoReturn

import typer

from benefits_sync.cli import upkeep
from benefits_sync.cli.check_mappings import check_mappings
from benefits_sync.cli.explain import explain
from benefits_sync.cli.reconciliation import reconciliation
from benefits_sync.cli.roles import roles
from benefits_sync.cli.runs import rejections, runs, summary
from benefits_sync.cli.x12 import x12_app
from benefits_sync.errors import BenefitsSyncError, ConfigurationError

FAILED: Final = 1
CANNOT_BE_USED: Final = 2

app = typer.Typer(
    name="benefits",
    help="Look at the runs, records and files of the benefits integrations, and keep their stores in order.",
    no_args_is_help=True,
    # A trace of a mistake of ours must not show the values of local variables.
    pretty_exceptions_enable=False,
)
for command in (runs, summary, rejections, reconciliation, explain, upkeep.purge, upkeep.keygen, roles):
    app.command()(command)
app.command("check-mappings")(check_mappings)
app.add_typer(upkeep.ledger_app, name="ledger")
app.add_typer(x12_app, name="x12")


def main() -> None:
    """Run a command, and end with a sentence instead of a stack trace when something is amiss."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another encoding shows what it can
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BenefitsSyncError as error:
        _end(str(error), CANNOT_BE_USED if isinstance(error, ConfigurationError) else FAILED)
    except OSError as error:  # commands tell of the files they read; what is left is what they print to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's end is quiet, too
        _end(f"the output cannot be written: {error.strerror}; write it somewhere else", CANNOT_BE_USED)


def _end(sentence: str, code: int) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    sys.exit(code)
