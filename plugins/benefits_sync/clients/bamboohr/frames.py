"""From the vendor's columns to frames of text or None."""

from collections.abc import Sequence
from types import NoneType
from typing import Any, Final, cast

import pandas as pd

from benefits_sync.clients.bamboohr.shapes import NO_DATE, Row, plain_value
from benefits_sync.clients.bamboohr.states import state_code
from benefits_sync.clients.columns import Columns
from benefits_sync.models.frames import text_frame

_TEXT: Final = frozenset({str, NoneType})
_NO_BLANK: Final = "!"
"""Sorts before every text that does not begin with a blank."""

Texts = Sequence[str | None]


def texts(values: Sequence[Any]) -> Texts:
    """Return values as text or None; a column that needs nothing, the rule, is returned as it is."""
    if _all_plain(values):
        return values
    if _TEXT.issuperset(map(type, values)):
        # Most columns hold few different texts, so each is looked at once.
        plain = {value: plain_value(value) for value in set(values)}
        return list(map(plain.__getitem__, values))
    return [plain_value(value) for value in values]


def column(rows: Sequence[Row], name: str) -> pd.Series:
    """Return one column of a few rows as text or None; a row without it has None."""
    return pd.Series(texts([row.get(name) for row in rows]), dtype=object)


def people(found: Columns, fields: Sequence[str]) -> pd.DataFrame:
    """Return ``source_id`` and the given fields of each row, in the vendor's order, repeated ids included."""
    columns: dict[str, Texts] = {"source_id": list(map(str, found.cells["id"]))}
    columns |= {field: texts(found.cells[field]) for field in fields}
    if "state" in columns:
        codes = {name: state_code(name) for name in set(columns["state"])}
        columns["state"] = list(map(codes.__getitem__, columns["state"]))
    return text_frame(columns)


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the parts of a report of many fields side by side; a repeated id meets its own repetition."""
    whole, *others = (part.assign(nth=part.groupby("source_id").cumcount()) for part in parts)
    for other in others:
        whole = whole.merge(other, on=["source_id", "nth"], validate="one_to_one")
    return whole.drop(columns="nth")


def _all_plain(values: Sequence[Any]) -> bool:
    """Tell whether values are texts none of which stands for nothing, or None."""
    filled = cast("list[str]", list(filter(None, values)))
    if len(filled) < len(values) and len(filled) + values.count(None) < len(values):
        return False  # some empty text, 0 or false
    try:
        # What stands for nothing begins with a blank or is the date of zeros.
        return min(filled, default=_NO_BLANK) >= _NO_BLANK and NO_DATE not in filled
    except TypeError:
        return False
