"""From the vendor's rows to frames of text or None, a column at a time."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from benefits_sync.clients.bamboohr.shapes import Row, plain_value
from benefits_sync.clients.bamboohr.states import state_code

_TEXT: Final = frozenset({str, type(None)})


def column(rows: Sequence[Row], name: str) -> pd.Series:
    """Return one column of the rows as text or None; a row without it has None."""
    values = [row.get(name) for row in rows]
    if _TEXT.issuperset(map(type, values)):
        # Most columns hold few different texts, so each is looked at once.
        plain = {value: plain_value(value) for value in set(values)}
        found = [plain[value] for value in values]
    else:
        found = [plain_value(value) for value in values]
    return pd.Series(found, dtype=object)


def people(rows: Sequence[Row], fields: Sequence[str]) -> pd.DataFrame:
    """Return ``source_id`` and the given fields of each row, in the vendor's order, repeated ids included."""
    columns = {"source_id": pd.Series([str(row["id"]) for row in rows], dtype=object)}
    columns |= {field: column(rows, field) for field in fields}
    frame = pd.DataFrame(columns)
    if "state" in frame:
        codes = {name: state_code(name) for name in frame["state"].unique()}
        frame["state"] = text(frame["state"].map(codes))
    return frame


def text(values: pd.Series) -> pd.Series:
    """Return the values with None wherever there is no text."""
    found = [value if isinstance(value, str) else None for value in values]
    return pd.Series(found, index=values.index, dtype=object)


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the parts of a report of many fields side by side; a repeated id meets its own repetition."""
    whole, *others = (part.assign(nth=part.groupby("source_id").cumcount()) for part in parts)
    for other in others:
        whole = whole.merge(other, on=["source_id", "nth"], validate="one_to_one")
    return whole.drop(columns="nth")
