"""Frames out of query results and rows out of frames: text or None, never NaN."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd


def frame_of(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return query rows as a frame of object columns."""
    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the named columns of a frame row by row."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"the frame lacks the columns {', '.join(missing)}")
    return zip(*(frame[column].tolist() for column in columns), strict=True)
