"""What a seeded company is made of: people, their plain fields and their history tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

Row = dict[str, str]

HISTORY_DATES = {"jobInfo": "date", "employmentStatus": "date", "compensation": "startDate"}
"""The tables whose rows take effect on a day, and the column that names the day."""


@dataclass(slots=True)
class Person:
    """One employee record; a value that is not set is a key that is not there."""

    id: int
    fields: dict[str, str]
    tables: dict[str, list[Row]]
    last_changed: str = ""

    def rows(self, table: str) -> list[Row]:
        """Return the rows of one table, in the order they were entered."""
        return self.tables.get(table, [])


@dataclass(slots=True)
class Company:
    """A whole invented company, ready to be served by an emulated HR system."""

    seed: int
    today: date
    people: dict[int, Person]
    row_ids: Iterator[int]

    def add_row(self, person: Person, table: str, row: Row) -> Row:
        """Enter a row into a person's table under the next row id.

        Args:
            person: Whose table it is.
            table: The table's name.
            row: The columns that hold a value.

        Returns:
            The row as it was stored, with its ``id``.
        """
        stored = {"id": str(next(self.row_ids)), **row}
        person.tables.setdefault(table, []).append(stored)
        return stored


def empty_company(seed: int, today: date) -> Company:
    """Return a company nobody works for yet."""
    return Company(seed, today, {}, count(9001))


@lru_cache(maxsize=65_536)
def iso(ordinal: int) -> str:
    """Spell the day with this proleptic ordinal as ``YYYY-MM-DD``; equal days share one string."""
    return date.fromordinal(ordinal).isoformat()
