"""Frames of text and None: the one form in which records travel between our parts."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

TextRecord = dict[str, str | None]


def none_for_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with object columns and None, never NaN, where nothing is."""
    cells = frame.astype(object)
    cells[cells.isna()] = None
    return cells


def as_cells(values: Sequence[str | None]) -> npt.NDArray[np.object_]:
    """Return texts as the array in which a frame keeps them."""
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells


def text_frame(columns: Mapping[str, Sequence[str | None] | npt.NDArray[np.object_]]) -> pd.DataFrame:
    """Return columns of text or None as a frame, without copying what is an array already."""
    cells = {
        name: column if isinstance(column, np.ndarray) else as_cells(column)
        for name, column in columns.items()
    }
    return pd.DataFrame(cells, columns=list(columns), dtype=object, copy=False)


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
