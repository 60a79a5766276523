"""Future-dated changes: kept, and read again on their day; nothing is written before it."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, cells_of, later, places, present, taken
from benefits_sync.domain.employment import Employment
from benefits_sync.models.plans import SCHEDULE_COLUMNS

HIRE: Final = "hire"
TERMINATION: Final = "termination"
REHIRE: Final = "rehire"
TENURE: Final = "tenure"


def schedule(
    future: pd.DataFrame,
    source_id: Cells,
    record_key: Cells,
    owed: pd.DataFrame,
    as_of: date,
) -> pd.DataFrame:
    """Return one row per person, kind and day: from the source's tables and from what its fields imply.

    A tenure only wakes the person, which any other change of that day does too.
    """
    told = future[["source_id", "kind", "effective_date"]]
    every = pd.concat([told, owed], ignore_index=True).astype(object)
    every = every[later(cells_of(every, "effective_date"), as_of.isoformat())].drop_duplicates(
        ignore_index=True
    )
    woken = every.duplicated(["source_id", "effective_date"]) & (every["kind"] == TENURE)
    every = every[~woken].reset_index(drop=True)
    every["record_key"] = taken(record_key, places(cells_of(every, "source_id"), source_id))
    return every[list(SCHEDULE_COLUMNS)].astype(object)


def implied(
    work: Employment,
    source_id: Cells,
    gone: Mask,
    excluded: Mask,
    turns: Cells,
    as_of: date,
    horizon_days: int,
) -> pd.DataFrame:
    """Return the future-dated changes that show in the fields themselves.

    A hire beyond the horizon is due on the day it comes within, and the mapping's tenures on the days
    ``turns``: nothing changes in the HR system on those days, so nobody else would bring the person back.
    """
    beyond = work.starts_later & excluded
    first_sent = np.full(len(source_id), None, dtype=object)
    first_sent[beyond] = [_first_sent(day, as_of, horizon_days) for day in work.hired_on[beyond]]
    frames = [
        _rows(source_id, TERMINATION, work.ended_on, work.leaves_later),
        _rows(source_id, REHIRE, work.hired_on, work.starts_later & gone),
        _rows(source_id, HIRE, first_sent, beyond),
        _rows(source_id, TENURE, turns, present(turns)),
    ]
    return pd.concat(frames, ignore_index=True)


def _rows(source_id: Cells, kind: str, day: Cells, rows: Mask) -> pd.DataFrame:
    where = np.flatnonzero(rows)
    return pd.DataFrame(
        {"source_id": source_id[where], "kind": kind, "effective_date": day[where]}, dtype=object
    )


def _first_sent(hired_on: str, as_of: date, horizon_days: int) -> str:
    enters = date.fromisoformat(hired_on) - timedelta(days=horizon_days)
    return enters.isoformat() if enters > as_of else hired_on
