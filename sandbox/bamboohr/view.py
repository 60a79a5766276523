"""People as they are on a day: current values picked out of the history tables, a column at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from sandbox.bamboohr import derived
from sandbox.bamboohr.catalog import Field
from sandbox.bamboohr.geography import STATE_NAMES
from sandbox.bamboohr.state import State
from sandbox.company import Person, Row
from sandbox.company.model import HISTORY_DATES
from sandbox.core.wire import Json

NO_DATE = "0000-00-00"


class Form(Enum):
    """Which spelling an answer wants: they differ in states, money and empty values."""

    EMPLOYEE = "employee"
    REPORT = "report"
    RAW = "raw"


def current_row(rows: Sequence[Row], column: str, last_day: str) -> Row | None:
    """Return the row with the greatest date up to a day; of equal dates the one entered last.

    Args:
        rows: The rows of one person and table, in the order they were entered.
        column: The column that dates a row; nothing for a table without history, whose first row counts.
        last_day: The day, or a text greater than any date when future rows count too.

    Returns:
        The row, or None when none is in effect.
    """
    if not column:
        return rows[0] if rows else None
    best: Row | None = None
    best_day = ""
    for row in rows:
        day = row.get(column, "")
        if best_day <= day <= last_day:
            best, best_day = row, day
    return best


@dataclass(slots=True)
class View:
    """Some people, seen on one day.

    Attributes:
        state: The company.
        people: Whom to look at.
        today: The day, ``YYYY-MM-DD``.
        only_current: Whether rows dated after the day are left out.
    """

    state: State
    people: Sequence[Person]
    today: str
    only_current: bool = True
    _rows: dict[str, list[Row | None]] = field(default_factory=dict)

    def current(self, table: str) -> list[Row | None]:
        """Return each person's current row of a table."""
        if table not in self._rows:
            column = HISTORY_DATES.get(table, "date" if table in {"bonus", "commission"} else "")
            last_day = self.today if self.only_current else "9999-12-31"
            self._rows[table] = [current_row(p.tables.get(table, ()), column, last_day) for p in self.people]
        return self._rows[table]

    def values(self, what: Field) -> list[Json]:
        """Return the bare values of a field, None where there is none."""
        if what.derived:
            return self._forced(what.alias, derived.REGISTRY[what.alias](self))
        if what.table:
            name = what.column
            values = [row.get(name) if row else None for row in self.current(what.table)]
            return self.names(values) if what.type == "employee" else values
        name = what.plain
        return [person.fields.get(name) for person in self.people]

    def column(self, what: Field, form: Form) -> list[Json]:
        """Return the values of a field as an answer of the given form spells them."""
        values = self.values(what)
        if form is Form.RAW:
            return values
        if what.type == "date":
            return [value or NO_DATE for value in values]
        if what.type == "currency":
            codes = [row.get("currency", "USD") if row else "USD" for row in self.current(what.table)]
            empty = form is Form.EMPLOYEE
            return [
                f"{value or ''} {code}" if value or empty else None
                for value, code in zip(values, codes, strict=True)
            ]
        if what.type == "state" and form is Form.REPORT:
            return [STATE_NAMES.get(value, value) if value else None for value in values]
        if what.type == "bool":
            return [value in {True, "true", "yes"} for value in values]
        return values

    def names(self, numbers: Sequence[Json]) -> list[str | None]:
        """Turn employee ids into ``Last, First``."""
        people = self.state.company.people
        return [
            derived.last_first(people[int(number)]) if number and int(number) in people else None
            for number in numbers
        ]

    def _forced(self, alias: str, values: list[Json]) -> list[Json]:
        if not self.state.overrides:
            return values
        forced = self.state.overrides
        return [
            forced.get(person.id, {}).get(alias, value)
            for person, value in zip(self.people, values, strict=True)
        ]
