"""Source columns as places among their distinct values, so that each of these is looked at once.

Mapping and planning ask many questions of the same few columns.
"""

from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.mapping.conditions import Condition, When, as_day

Cells = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
DayNumbers = npt.NDArray[np.int64]

NO_DAY = -(10**9)
"""Stands where a value is no date."""


class Distinct:
    """The distinct values of one column; the place -1, the last, stands for none."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._met: dict[int, tuple[Condition, Mask]] = {}

    @cached_property
    def days(self) -> DayNumbers:
        """Day numbers of the values that are dates, `NO_DAY` for all others."""
        days = map(as_day, self.texts)
        return np.array([*(NO_DAY if day is None else day.toordinal() for day in days), NO_DAY])

    def meets(self, condition: Condition) -> Mask:
        """Tell which values satisfy a condition, its tenures left aside."""
        if id(condition) not in self._met:  # a condition is slow to hash; kept alive, its id is its own
            met = [*map(condition.matches_undated, self.texts), condition.matches_undated(None)]
            self._met[id(condition)] = condition, np.array(met, dtype=np.bool_)
        return self._met[id(condition)][1]


class Coded:
    """Source records, column by column, as far as anybody asks.

    Args:
        source: The records.
    """

    def __init__(self, source: pd.DataFrame) -> None:
        self._source = source
        self._columns: dict[str, tuple[Places, Distinct]] = {}

    def __len__(self) -> int:
        return len(self._source)

    def cells(self, alias: str) -> Cells:
        """Return a column's values; one that the source did not return counts as empty."""
        if alias not in self._source.columns:
            return np.full(len(self), None, dtype=object)
        return self._source[alias].to_numpy(dtype=object)

    def column(self, alias: str) -> tuple[Places, Distinct]:
        """Return where each record's value stands among the distinct values of a column."""
        if alias not in self._columns:
            self._columns[alias] = coded(self.cells(alias))
        return self._columns[alias]

    def matching(self, when: When, as_of: date | DayNumbers, rows: Places | None = None) -> Mask:
        """Tell for each record, or each of ``rows``, whether all conditions hold.

        Args:
            when: Conditions by column.
            as_of: The day on which they are to hold, or one day number for each row.
            rows: Places of records; one may be asked about several times.
        """
        today = as_of.toordinal() if isinstance(as_of, date) else as_of
        held = np.ones(len(self) if rows is None else len(rows), dtype=np.bool_)
        for alias, condition in when.items():
            places, distinct = self.column(alias)
            places = places if rows is None else places[rows]
            held &= distinct.meets(condition)[places]
            if condition.tenures:
                days = distinct.days[places]
                held &= (days != NO_DAY) & condition.matches_days(today - days)
        return held


def coded(values: Cells) -> tuple[Places, Distinct]:
    """Return where each value stands among the distinct ones, and those."""
    places, texts = pd.factorize(values)
    return places, Distinct(texts.tolist())
