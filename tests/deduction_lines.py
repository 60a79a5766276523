"""Deduction lines, their keys, and writes of them, as the tests of every layer invent them."""

from collections.abc import Mapping

from benefits_sync.models.deductions import line_key
from benefits_sync.models.writes import WriteKind, WriteOp

Line = dict[str, str | None]
KEY_PARTS = ("employee", "plan_year", "benefit", "code", "start_date")


def key_of_line(line: Mapping[str, str | None]) -> str:
    """Return the key of a line given as a record."""
    return line_key(**{part: line[part] or "" for part in KEY_PARTS})


def line(employee: str = "E10002", **other: str | None) -> Line:
    """Invent one line; ``other`` overrides its fields."""
    return {
        "employee": employee,
        "plan_year": "2026-01-01",
        "benefit": "medical",
        "code": "MED125",
        "kind": "pretax",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "amount": "52.10",
        "annual_amount": None,
        "frequency": "Biweekly",
        **other,
    }


def create(wanted: Line) -> WriteOp:
    """Return the write that adds a line."""
    return WriteOp(key_of_line(wanted), WriteKind.CREATE, dict(wanted))


def change(wanted: Line, kind: WriteKind = WriteKind.UPDATE, **members: str | None) -> WriteOp:
    """Return a write to members of a line that is there."""
    return WriteOp(key_of_line(wanted), kind, dict(members))
