"""Frames out of query results and rows out of frames: text or None, never NaN."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from benefits_sync.models.frames import text_frame


def frame_of(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return query rows as a frame of object columns."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return text_frame(dict(zip(columns, cells, strict=True)))


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the named columns of a frame row by row."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"the frame lacks the columns {', '.join(missing)}")
    return zip(*(frame[column].tolist() for column in columns), strict=True)
