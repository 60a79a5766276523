"""Frames as CSV for spreadsheets: masked columns, and no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import pandas as pd

from benefits_sync.redaction import MASK

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")


def csv_of(frame: pd.DataFrame, masked: Collection[str] = ()) -> bytes:
    """Return a frame as UTF-8 CSV with a header; None is an empty cell."""
    return b"".join(csv_parts([frame], masked))


def csv_parts(frames: Iterable[pd.DataFrame], masked: Collection[str] = ()) -> Iterator[bytes]:
    """Yield frames of the same columns as one CSV file, a part for each, the header in the first."""
    for place, frame in enumerate(frames):
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        if place == 0:
            writer.writerow(frame.columns)
        writer.writerows(zip(*(_cells(frame, name, masked) for name in frame.columns), strict=True))
        yield text.getvalue().encode()


def _cells(frame: pd.DataFrame, name: str, masked: Collection[str]) -> list[str]:
    values = frame[name].tolist()
    if name in masked:
        return [MASK if value is not None else "" for value in values]
    shown = {value: _cell(value) for value in set(values)}
    return list(map(shown.__getitem__, values))


def _cell(value: str | None) -> str:
    if value is None:
        return ""
    harmless = not value.startswith(_FORMULA_STARTS) or _NUMBER.fullmatch(value)
    return value if harmless else f"'{value}"
