"""Carrier files to and from rows of the ledger."""

from dataclasses import asdict
from typing import Any, Final

from pydantic import JsonValue
from sqlalchemy import Connection, RowMapping, insert, select

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_files import FileEvent, FileRow, NewFile
from benefits_sync.models.carriers import (
    Due,
    FileKind,
    FileMeasures,
    FileState,
    GateOutcome,
    Pair,
    Usage,
)
from benefits_sync.store.carriers.tables import carrier_file_events as events
from benefits_sync.store.carriers.tables import carrier_files as files

PLAIN: Final = frozenset(files.c.keys()) & frozenset(FileRow.__dataclass_fields__)
"""What a row and a file call by one name."""


def pair_of(file: NewFile) -> Pair:
    """Return between whom a file's control numbers are unique."""
    return Pair(file.sender, file.receiver, file.usage)


def row_of(new: NewFile) -> dict[str, Any]:
    """Return the columns that say what a new file is."""
    row = {name: getattr(new, name) for name in NewFile.__dataclass_fields__}
    row["gates"] = [outcome.model_dump(mode="json") for outcome in new.gates]
    row["measures"] = None if new.measures is None else new.measures.model_dump(mode="json")
    return row


def file_of(row: RowMapping) -> FileRow:
    """Return the file that a row keeps."""
    values: dict[str, Any] = {name: row[files.c[name]] for name in PLAIN}
    measures = values["measures"]
    values |= {
        "usage": Usage(values["usage"]),
        "kind": FileKind(values["kind"]),
        "state": FileState(values["state"]),
        "gates": tuple(GateOutcome.model_validate(outcome) for outcome in values["gates"]),
        "measures": None if measures is None else FileMeasures.model_validate(measures),
        "receipts": tuple(values["receipts"]),
        "due": Due(row[files.c.ta1_due], row[files.c.functional_due], row[files.c.report_due]),
    }
    return FileRow(**values)


def file_by_id(connection: Connection, number: int, *, to_change: bool = False) -> FileRow:
    """Return a file, locked until the transaction ends where it is to be changed.

    Raises:
        ParameterError: If there is none with this number.
    """
    query = select(files).where(files.c.id == number)
    found = connection.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    if found is None:
        raise ParameterError(f"the ledger has no carrier file {number}")
    return file_of(found)


def add_event(connection: Connection, event: FileEvent) -> None:
    """Add a line to a file's history."""
    connection.execute(insert(events), asdict(event))


def event_of(row: RowMapping) -> FileEvent:
    """Return the line of history that a row keeps."""
    before: str | None = row[events.c.from_state]
    detail: dict[str, JsonValue] = row[events.c.detail]
    return FileEvent(
        row[events.c.file],
        row[events.c.at],
        None if before is None else FileState(before),
        FileState(row[events.c.to_state]),
        row[events.c.who],
        row[events.c.what],
        detail,
    )
