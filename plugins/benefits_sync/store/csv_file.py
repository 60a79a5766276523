"""Frames as CSV for spreadsheets: masked columns, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Collection
from typing import Final

import pandas as pd

from benefits_sync.redaction import MASK

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(frame: pd.DataFrame, masked: Collection[str] = ()) -> bytes:
    """Return a frame as UTF-8 CSV with a header; None is an empty cell."""
    shown = [
        [MASK if value is not None else "" for value in frame[name].tolist()]
        if name in masked
        else [_cell(value) for value in frame[name].tolist()]
        for name in frame.columns
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*shown, strict=True))
    return text.getvalue().encode()


def _cell(value: str | None) -> str:
    if value is None:
        return ""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
