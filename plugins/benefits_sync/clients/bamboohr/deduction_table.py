"""The custom table that holds deduction lines: its columns, and how a line is spelled in a row."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import pandas as pd

from benefits_sync.clients.bamboohr.frames import column
from benefits_sync.clients.bamboohr.shapes import Row
from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.models.deductions import LINE_AMOUNTS, LINE_FIELDS, amount_text, cents_of, line_key
from benefits_sync.models.subscriber import canonical

TABLE: Final = "customDeductions"

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan_year": "planYear",
        "benefit": "benefit",
        "code": "deductionCode",
        "kind": "kind",
        "start_date": "startDate",
        "end_date": "endDate",
        "amount": "amount",
        "annual_amount": "annualAmount",
        "frequency": "frequency",
    }
)
"""Line field -> column of the table; the employee is whose table it is."""

KIND: Final = "kind"
"""The line field whose column is a list."""

_WAY_OUT: Final = (
    f"a BambooHR administrator makes the table {TABLE} under Settings > Employee Fields with the columns "
    "planYear, startDate and endDate (date), benefit, deductionCode and frequency (text), kind (list: "
    "pretax, posttax, employer, earning), amount and annualAmount (currency), and lets the access level of "
    "the API key's user edit it"
)


def no_table() -> ConnectionSettingsError:
    """Return the error of a company without the table."""
    return ConnectionSettingsError(
        f"BambooHR has no table {TABLE}, or the API key may not see it: {_WAY_OUT}"
    )


def require_columns(found: Iterable[str]) -> None:
    """Refuse a table that lacks columns.

    Raises:
        ConnectionSettingsError: Names them.
    """
    known = frozenset(found)
    missing = [name for name in COLUMNS.values() if name not in known]
    if missing:
        raise ConnectionSettingsError(
            f"BambooHR's table {TABLE} lacks {', '.join(missing)}, or the API key may not see "
            f"{'it' if len(missing) == 1 else 'them'}: {_WAY_OUT}"
        )


def row_of(members: Mapping[str, object]) -> Row:
    """Return the columns to send for members of a line; an empty text clears a column."""
    return {
        COLUMNS[name]: value if value is not None else ""
        for name, value in members.items()
        if name in COLUMNS
    }


def lines_of(rows: Sequence[Row], numbers: Mapping[str, str]) -> pd.DataFrame:
    """Return the lines that rows hold, oldest row first, repeated lines included.

    Args:
        rows: Rows as the vendor gives them.
        numbers: BambooHR id -> employee number; rows of others are left out.

    Returns:
        ``record_key``, ``remote_id``, ``employee_id`` and `LINE_FIELDS` as canonical text.

    Raises:
        ConnectionSettingsError: If a column is missing from every row.
    """
    if rows:
        require_columns(frozenset().union(*rows))
    known = sorted((row for row in rows if str(row.get("employeeId")) in numbers), key=_age)
    ids = [str(row["employeeId"]) for row in known]
    texts = {name: _spelled(name, column(known, COLUMNS[name])) for name in COLUMNS}
    employees = [numbers[one] for one in ids]
    parts = (employees, *(texts[name] for name in ("plan_year", "benefit", "code", "start_date")))
    keys = [line_key(*(part or "" for part in line)) for line in zip(*parts, strict=True)]
    found = {
        "record_key": keys,
        "remote_id": [str(row.get("id")) for row in known],
        "employee_id": ids,
        "employee": employees,
        **texts,
    }
    return pd.DataFrame(found, dtype=object)


def _age(row: Row) -> tuple[int, str]:
    """Order row ids, which are numbers that grow."""
    text = str(row.get("id"))
    return (int(text) if text.isdecimal() else 0, text)


def _spelled(name: str, values: pd.Series) -> list[str | None]:
    spelled = {value: _canonical(name, value) for value in values.unique()}
    return [spelled[value] for value in values]


def _canonical(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    if name in LINE_AMOUNTS:
        cents = cents_of(value.partition(" ")[0])  # money in a table is read as "52.10 USD"
        return value if cents is None else amount_text(cents)
    # A list shows its options as the company spells them.
    return canonical(LINE_FIELDS[name], value.casefold() if name == KIND else value)
