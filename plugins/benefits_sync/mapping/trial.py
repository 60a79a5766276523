"""What would become of one source record if some of its values were others: the mapping's own rules say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from benefits_sync.mapping.records import MappedRecords, MappingContext

Mapper = Callable[[Any, pd.DataFrame, MappingContext], MappedRecords]
Values = Mapping[str, str | None]


class BrokenRule(NamedTuple):
    """A rule that a record breaks; the message holds no value."""

    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a mapper made of one source record.

    ``made`` has the values of each target member, one for each record that came of the source record.
    """

    broken: tuple[BrokenRule, ...]
    exclusion: str | None
    made: Mapping[str, Sequence[str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bench:
    """A mapper with its mapping, and the source records that it has to see to judge one of them.

    ``rows`` are all the records of one person: a mapper may look at them together. ``source_row`` names the
    one that is tried, and is None where a person has only one.
    """

    mapper: Mapper = field(repr=False)
    mapping: Any = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    context: MappingContext = field(repr=False)
    source_row: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether the record that is tried is among the rows."""
        return bool(self._tried(self.rows).any())

    @property
    def record(self) -> dict[str, str | None]:
        """The record as the source has it."""
        row = self.rows[self._tried(self.rows)].iloc[0]
        return {str(name): None if pd.isna(value) else str(value) for name, value in row.items()}

    def with_values(self, values: Values) -> "Bench":
        """Return the same with other values in the record that is tried."""
        rows = self.rows.copy()
        for name, value in values.items():
            rows.loc[self._tried(rows), name] = value
        return Bench(self.mapper, self.mapping, rows.astype(object), self.context, self.source_row)

    def attempt(self) -> Trial:
        """Map the record."""
        done = self.mapper(self.mapping, self.rows, self.context)
        mine = done.records.index[self._tried(done.records)]
        issues = done.mapped.issues[done.mapped.issues["row"].isin(mine)]
        left_out = done.mapped.exclusions.loc[mine].dropna()
        payload = done.mapped.payload.loc[mine]
        return Trial(
            broken=tuple(
                BrokenRule(*row) for row in issues[["field", "rule", "message"]].itertuples(index=False)
            ),
            exclusion=None if left_out.empty else str(left_out.iloc[0]),
            made={str(name): payload[name].dropna().tolist() for name in payload.columns},
        )

    def _tried(self, frame: pd.DataFrame) -> "pd.Series[bool]":
        if self.source_row is None:
            return pd.Series(data=True, index=frame.index)
        return frame["source_row"].eq(self.source_row)
