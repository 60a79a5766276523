"""Effective-dated tables: the row that counts today, and what is still to come.

The vendor leaves a future hire's job and pay fields empty until they take effect, so these are taken from the
rows dated at most at the hire date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from benefits_sync.clients.bamboohr.frames import column
from benefits_sync.clients.bamboohr.shapes import Row

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
        now = self.rows["date"] <= as_of
        upcoming = started.notna() & (self.rows["date"] <= started.fillna(""))
        found = self.rows.assign(now=now)[now | upcoming].sort_values(["now", "date", "row"], kind="stable")
        return found.drop_duplicates("source_id", keep="last").set_index("source_id")


def history(table: str, rows: Sequence[Row], wanted: Iterable[str]) -> History:
    """Build a table's history with the columns wanted besides those that employee fields show."""
    columns = dict.fromkeys([*HISTORIES.get(table, {}).values(), *wanted])
    frame = pd.DataFrame(
        {
            "source_id": pd.Series([str(row.get("employeeId")) for row in rows], dtype=object),
            "row": _row_numbers(rows),
            "date": column(rows, _DATES.get(table, "date")).fillna(""),
        }
    )
    for name in columns:
        frame[f"column.{name}"] = column(rows, name)
    returned = frozenset().union(*(row.keys() for row in rows)) if rows else frozenset(columns)
    return History(table, frame, returned)


def fill_future_hires(
    frame: pd.DataFrame, histories: Iterable[History], as_of: str, hires: "pd.Series[str]"
) -> None:
    """Fill empty job and pay fields of people in ``hires`` from the rows that count on their first day."""
    waiting = frame["source_id"].isin(hires.index)
    for known in histories:
        shown = {name: col for name, col in HISTORIES.get(known.table, {}).items() if name in frame}
        rows = known.current(as_of, hires)
        for name, col in shown.items():
            values = frame["source_id"].map(rows[f"column.{col}"])
            gaps = waiting & frame[name].isna() & values.notna()
            frame[name] = frame[name].where(~gaps, values)


def future_changes(histories: Iterable[History], as_of: str, hires: "pd.Series[str]") -> pd.DataFrame:
    """List what takes effect after ``as_of``: hires, rehires, terminations, and changes of job and pay."""
    by_table = {known.table: known.rows for known in histories}
    status = by_table[STATUS]
    employed = frozenset(status.loc[status["date"] <= as_of, "source_id"])
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
    ordered = status.sort_values(["source_id", "date", "row"], kind="stable")
    ended = ordered["column.employmentStatus"] == TERMINATED
    after_end = ended.groupby(ordered["source_id"]).shift(fill_value=False)
    kind = pd.Series("job", index=ordered.index, dtype=object)
    kind = kind.where(~after_end, "rehire").where(~ended, "termination")
    return ordered.assign(kind=kind).loc[ordered["date"] > as_of, ["source_id", "date", "kind"]]


def _row_numbers(rows: Sequence[Row]) -> "pd.Series[int]":
    """Return row ids as numbers; where the vendor leaves them out, the order of the answer."""
    numbers = [
        int(row["id"]) if str(row.get("id", "")).isdecimal() else place for place, row in enumerate(rows)
    ]
    return pd.Series(numbers, dtype="int64")
