"""Frames of text and None: the one form in which records travel between our parts."""

import pandas as pd

TextRecord = dict[str, str | None]


def none_for_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with object columns and None, never NaN, where nothing is."""
    cells = frame.astype(object)
    cells[cells.isna()] = None
    return cells


def records_of(frame: pd.DataFrame) -> list[TextRecord]:
    """Return the rows as dicts, in order."""
    names = [str(name) for name in frame.columns]
    # Several times as fast as to_dict("records"), which looks at every cell's type.
    return [
        dict(zip(names, row, strict=True))
        for row in zip(*(frame[name].tolist() for name in names), strict=True)
    ]


def records_by_key(frame: pd.DataFrame) -> dict[str, TextRecord]:
    """Return the rows as dicts by their record key."""
    return {str(record["record_key"]): record for record in records_of(frame)}
