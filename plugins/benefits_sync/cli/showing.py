"""Prints answers as tables for people or as JSON for programs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

import orjson
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE: Final = 250  # in a pipe, rather long lines than folded ones

IN_ONE_PIECE: Final = ("run", "employee")

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def print_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """Print rows under their headings: numbers to the right, moments and reference ids in one piece."""
    if not rows:
        typer.echo(empty)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, name in enumerate(columns):
        cells = [row[place] for row in rows]
        numbers = all(isinstance(cell, int) for cell in cells)
        whole = name in IN_ONE_PIECE or any(isinstance(cell, datetime) for cell in cells)
        table.add_column(Text(name), justify="right" if numbers else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        table.add_row(*(Text(shown(value)) for value in row))
    _console().print(table)


def print_facts(facts: Mapping[str, object]) -> None:
    """Print one fact a line, leaving out the empty ones."""
    table = Table(box=None, show_header=False)
    for name, value in facts.items():
        if value not in (None, "", {}, ()):
            table.add_row(Text(name.replace("_", " ")), Text(shown(value)))
    _console().print(table)


def shown(value: object) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {number}" for name, number in value.items() if number is not None)
    if isinstance(value, tuple):
        return "\n".join(str(part) for part in value)
    return str(value)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)
