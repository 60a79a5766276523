"""Payroll rows as the frame in which they travel: canonical text, and a key for each row of an employee."""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any, Final

import pandas as pd

from benefits_sync.clients.columns import Columns, joined
from benefits_sync.clients.plansource.payroll_rows import CODE
from benefits_sync.models.deductions import PAYROLL_FIELDS
from benefits_sync.models.frames import text_frame
from benefits_sync.models.subscriber import FieldKind, canonical_cells

_KEY_PARTS: Final = ("benefit_lookup_code", "org_plan_year_starts", "change_effective_date")
_TEXT: Final = frozenset({str, NoneType})


class Spelling:
    """Spells pages of rows in canonical text; equal values of a field become one object."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str | None, str | None]] = {name: {} for name in PAYROLL_FIELDS}

    def of(self, rows: Columns) -> Columns:
        """Return rows in canonical text."""
        cells: Mapping[str, Sequence[str | None]] = {
            CODE: canonical_cells(FieldKind.TEXT, rows.cells[CODE]),
            **{name: self._spelled(name, kind, rows.cells[name]) for name, kind in PAYROLL_FIELDS.items()},
        }
        return Columns(rows.size, cells, rows.told)

    def _spelled(self, name: str, kind: FieldKind, values: Sequence[Any]) -> Sequence[str | None]:
        if not _TEXT.issuperset(map(type, values)):
            return canonical_cells(kind, values)
        known = self._known[name]
        new = list(set(values) - known.keys())
        known |= zip(new, canonical_cells(kind, new), strict=True)
        return [known[value] for value in values]


def payroll_frame(parts: Sequence[Columns]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return rows as a frame, and the fields that none of them has.

    The frame has ``source_id``, ``source_row`` and the fields that came back, all of them when no row did.
    """
    rows = joined(parts, (CODE, *PAYROLL_FIELDS))
    withheld = tuple(name for name in PAYROLL_FIELDS if rows.size and name not in rows.told)
    frame = text_frame({"source_id": rows.cells[CODE], "source_row": [None] * rows.size})
    frame[list(PAYROLL_FIELDS)] = text_frame({name: rows.cells[name] for name in PAYROLL_FIELDS})
    frame["source_row"] = _numbered(frame)
    return frame.drop(columns=list(withheld)), withheld


def _numbered(frame: pd.DataFrame) -> pd.Series:
    """Return what tells the rows of an employee apart: benefit, plan year, date, and a number for equals."""
    benefit, year, change = (frame[name].fillna("") for name in _KEY_PARTS)
    key = benefit + "|" + year + "|" + change
    nth = frame.assign(key=key).groupby(["source_id", "key"], dropna=False, sort=False).cumcount() + 1
    return (key + "|" + nth.astype(str)).astype(object)
