"""``benefits x12``: looks at carrier files. Nothing it prints is a value of a person."""

import typer

from benefits_sync.cli.x12.ack import ack
from benefits_sync.cli.x12.check import check
from benefits_sync.cli.x12.diff import diff
from benefits_sync.cli.x12.show import show

x12_app = typer.Typer(
    help="Look at carrier files: X12 834, and the answers to them.",
    no_args_is_help=True,
)
for command in (check, diff, show, ack):
    x12_app.command()(command)
