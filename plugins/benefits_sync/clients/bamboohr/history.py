"""Effective-dated tables: the row that counts today, and what is still to come.

The vendor leaves a future hire's job and pay fields empty until they take effect, so these are taken from the
rows dated at most at the hire date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.clients.bamboohr.frames import texts
from benefits_sync.clients.columns import Columns
from benefits_sync.models.frames import as_cells

TERMINATED: Final = "Terminated"
FUTURE_COLUMNS: Final = ("source_id", "kind", "effective_date")

STATUS: Final = "employmentStatus"
HISTORIES: Final[Mapping[str, Mapping[str, str]]] = {
    STATUS: {"employmentHistoryStatus": "employmentStatus", "employeeStatusDate": "date"},
    "jobInfo": {
        "jobTitle": "jobTitle",
        "department": "department",
        "division": "division",
        "location": "location",
        "reportsTo": "reportsTo",
    },
    "compensation": {
        "payRate": "rate",
        "payRateEffectiveDate": "startDate",
        "payType": "type",
        "payPer": "paidPer",
        "paySchedule": "paySchedule",
        "payChangeReason": "reason",
        "exempt": "exempt",
        "overtimeRate": "overtimeRate",
    },
}
"""Table -> employee field -> the column that it shows the current value of."""
_KINDS: Final = {"jobInfo": "job", "compensation": "pay"}
_DATES: Final = {"compensation": "startDate"}


@dataclass(frozen=True, slots=True)
class History:
    """One table; ``rows`` has source_id, row (a number that grows), date ('' for none) and the columns."""

    table: str
    rows: pd.DataFrame = field(repr=False)
    returned: frozenset[str]
    """Columns that came back; one that the key may not see does not."""

    def current(self, as_of: str, hires: "pd.Series[str]") -> pd.DataFrame:
        """Return each person's row of greatest date not after ``as_of``, ties by row, indexed by source_id.

        A person without one who is in ``hires`` (source_id -> hire date) has the last up to that date.
        """
        started = self.rows["source_id"].map(hires)
        now = self.rows["date"].le(as_of).to_numpy()
        upcoming = started.notna() & (self.rows["date"] <= started.fillna(""))
        days, _ = pd.factorize(self.rows["date"], sort=True)
        order = np.lexsort((self.rows["row"], days, now))
        found = self.rows.take(order[(now | upcoming.to_numpy())[order]])
        return found.drop_duplicates("source_id", keep="last").set_index("source_id")

    def of(self, people: Iterable[str]) -> "History":
        """Return the history of these people."""
        return replace(self, rows=self.rows[self.rows["source_id"].isin(list(people))])


def shown_columns(table: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of a table that employee fields show, and those wanted besides."""
    return tuple(dict.fromkeys([*HISTORIES.get(table, {}).values(), *wanted]))


def table_columns(table: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return every column of a table that its history is made of."""
    own = ("id", "employeeId", _DATES.get(table, "date"))
    return tuple(dict.fromkeys([*own, *shown_columns(table, wanted)]))


def history(table: str, found: Columns, wanted: Iterable[str]) -> History:
    """Build a table's history out of its `table_columns`."""
    columns = shown_columns(table, wanted)
    days = texts(found.cells[_DATES.get(table, "date")])
    cells: dict[str, npt.NDArray[Any]] = {
        "source_id": as_cells(list(map(str, found.cells["employeeId"]))),
        "row": _row_numbers(found.cells["id"]),
        "date": as_cells(["" if day is None else day for day in days]),
    }
    cells |= {f"column.{name}": as_cells(texts(found.cells[name])) for name in columns}
    returned = found.told.intersection(columns) if found.size else frozenset(columns)
    return History(table, pd.DataFrame(cells, copy=False), returned)


def fill_future_hires(
    frame: pd.DataFrame, histories: Iterable[History], as_of: str, hires: "pd.Series[str]"
) -> None:
    """Fill empty job and pay fields of people in ``hires`` from the rows that count on their first day."""
    waiting = frame.loc[frame["source_id"].isin(hires.index), "source_id"]
    for known in histories:
        shown = {name: col for name, col in HISTORIES.get(known.table, {}).items() if name in frame}
        rows = known.of(hires.index).current(as_of, hires)
        for name, col in shown.items():
            values = waiting.map(rows[f"column.{col}"]).dropna()
            gaps = values.index[frame.loc[values.index, name].isna()]
            frame.loc[gaps, name] = values.loc[gaps]


def future_changes(histories: Iterable[History], as_of: str, hires: "pd.Series[str]") -> pd.DataFrame:
    """List what takes effect after ``as_of``: hires, rehires, terminations, and changes of job and pay."""
    by_table = {known.table: known.rows for known in histories}
    status = by_table[STATUS]
    first_rows = status[status["source_id"].isin(hires.index)]
    employed = frozenset(first_rows.loc[first_rows["date"] <= as_of, "source_id"])
    first_days = pd.DataFrame({"source_id": hires.index, "effective_date": hires.to_numpy()}, dtype=object)
    rehired = first_days["source_id"].isin(employed)
    first_days["kind"] = rehired.map({True: "rehire", False: "hire"}).astype(object)
    coming = [_status_changes(status, as_of)]
    coming += [
        rows.loc[rows["date"] > as_of, ["source_id", "date"]].assign(kind=_KINDS[table])
        for table, rows in by_table.items()
        if table in _KINDS
    ]
    later = pd.concat(coming, ignore_index=True).rename(columns={"date": "effective_date"})
    # What begins with the hire is part of the hire.
    begin = later["source_id"].map(hires.drop(labels=list(employed & set(hires.index))))
    later = later[~(later["effective_date"] <= begin.fillna(""))]
    found = pd.concat([first_days, later], ignore_index=True).drop_duplicates()
    found = found.sort_values(["effective_date", "source_id", "kind"], kind="stable", ignore_index=True)
    return found[list(FUTURE_COLUMNS)].astype(object)


def _status_changes(status: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Name each later row of the status table by what it does after the row before it."""
    moving = status["source_id"].isin(status.loc[status["date"] > as_of, "source_id"])
    ordered = status[moving].sort_values(["source_id", "date", "row"], kind="stable")
    ended = ordered["column.employmentStatus"] == TERMINATED
    after_end = ended.groupby(ordered["source_id"]).shift(fill_value=False)
    kind = pd.Series("job", index=ordered.index, dtype=object)
    kind = kind.where(~after_end, "rehire").where(~ended, "termination")
    return ordered.assign(kind=kind).loc[ordered["date"] > as_of, ["source_id", "date", "kind"]]


def _row_numbers(ids: Sequence[object]) -> npt.NDArray[np.int64]:
    """Return row ids as numbers; where the vendor leaves them out, the order of the answer."""
    spelled = map(str, ids)
    numbers = [int(own) if own.isdecimal() else place for place, own in enumerate(spelled)]
    return np.array(numbers, dtype=np.int64)
