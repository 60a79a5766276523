"""The text of a payroll file: deduction lines written by a layout, and read back as they were."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from benefits_sync.clients.errands import Refusal
from benefits_sync.clients.payroll_file.formats import format_named
from benefits_sync.clients.payroll_file.layout import Column, Layout
from benefits_sync.errors import VendorContractError
from benefits_sync.models.deductions import LINE_FIELDS, line_key

VENDOR: Final = "Payroll file"

_ORDER: Final = ["employee", "plan_year", "benefit", "code", "start_date"]
_LINE_END: Final = "\n"
_WAY_OUT: Final = (
    "restore the file as it was delivered, or move it away and run the import with Delta off, which writes "
    "it anew"
)


def written(layout: Layout, lines: pd.DataFrame) -> bytes:
    """Return the file that holds the lines; the same lines in any order give the same bytes.

    Args:
        layout: How the file looks.
        lines: `LINE_FIELDS` as canonical text, each line fit for the layout (`unfit`).
    """
    ordered = lines.sort_values(_ORDER, kind="stable")
    cells = [_cells(layout, column, ordered) for column in layout.columns]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator=_LINE_END)
    if layout.header:
        writer.writerow(layout.headers)
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode(layout.encoding)


def read(layout: Layout, content: bytes) -> pd.DataFrame:
    """Return the lines that a file holds: ``record_key`` and `LINE_FIELDS` as canonical text.

    A line that stands there more than once is returned as often.

    Raises:
        VendorContractError: The file is none that this layout writes; says where, quotes no cell.
    """
    rows = _rows(layout, content)
    numbers = [number for number, _ in rows]
    by_column = list(zip(*(cells for _, cells in rows), strict=True)) or [()] * len(layout.columns)
    found: dict[str, list[str | None]] = {}
    for column, header, cells in zip(layout.columns, layout.headers, by_column, strict=True):
        if column.from_ is not None:
            found[column.from_] = _values(layout, column, header, cells, numbers)
    keys = [
        line_key(*(part or "" for part in parts))
        for parts in zip(*(found[name] for name in _ORDER), strict=True)
    ]
    return pd.DataFrame({"record_key": keys, **{name: found[name] for name in LINE_FIELDS}}, dtype=object)


def unfit(layout: Layout, line: Mapping[str, str | None]) -> Refusal | None:
    """Return why a line cannot be written in a layout; None when it can."""
    for column in layout.columns:
        value = line.get(column.from_) if column.from_ is not None else None
        if value is None:
            continue
        if not value.isprintable() or format_named(layout.format_of(column)).write(value) is None:
            message = f"the payroll file cannot hold this {column.from_}; correct it in PlanSource"
            return Refusal("file.format", message, column.from_)
        if not _encodes(value, layout.encoding):
            letter = f"{column.from_} has a letter that the payroll file's {layout.encoding} lacks"
            message = f"{letter}; correct it in PlanSource, or have the file's encoding changed"
            return Refusal("file.encoding", message, column.from_)
    return None


def _encodes(value: str, encoding: str) -> bool:
    try:
        value.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cells(layout: Layout, column: Column, lines: pd.DataFrame) -> Sequence[str]:
    if column.from_ is None:
        return [column.constant or ""] * len(lines)
    write = format_named(layout.format_of(column)).write
    values = lines[column.from_]
    spelled = {value: write(value) or "" for value in values.dropna().unique()}
    return [spelled.get(value, "") for value in values]


def _rows(layout: Layout, content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows below the header with the line each ends on."""
    try:
        text = io.StringIO(content.decode(layout.encoding), newline="")
    except UnicodeDecodeError:
        raise _unreadable(layout, f"it is not {layout.encoding} text") from None
    reader = csv.reader(text, delimiter=layout.delimiter, strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise _unreadable(layout, f"line {reader.line_num} is cut off or quoted wrongly") from None
    if layout.header:
        if not rows or tuple(rows[0][1]) != layout.headers:
            raise _unreadable(layout, "its first line is not the header of the layout")
        rows = rows[1:]
    width = len(layout.columns)
    for number, cells in rows:
        if len(cells) != width:
            raise _unreadable(layout, f"line {number} has {len(cells)} cells, the layout {width} columns")
    return rows


def _values(
    layout: Layout, column: Column, header: str, cells: Sequence[str], numbers: Sequence[int]
) -> list[str | None]:
    read_cell = format_named(layout.format_of(column)).read
    # Most columns hold few different texts, so each is looked at once.
    known = {cell: read_cell(cell) if cell else None for cell in set(cells)}
    wrong = {cell for cell, value in known.items() if value is None and cell}
    if wrong:
        number = next(number for number, cell in zip(numbers, cells, strict=True) if cell in wrong)
        problem = f"line {number}, column {header}: the cell is not {layout.format_of(column)}"
        raise _unreadable(layout, problem)
    return list(map(known.__getitem__, cells))


def _unreadable(layout: Layout, why: str) -> VendorContractError:
    return VendorContractError(f"{why}; {_WAY_OUT}", vendor=VENDOR, operation=f"read {layout.file}")
