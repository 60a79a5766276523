"""Everything the emulated BambooHR remembers about the company, and what moves when something changes."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from sandbox.bamboohr.lists import ListField, lists_from_json, lists_to_json, seeded_lists
from sandbox.company import Company, Person, Row
from sandbox.company.model import HISTORY_DATES
from sandbox.core.wire import Json

Pending = tuple[str, int, str, str]
"""A row that is still to take effect: day, employee, table, row id."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that webhooks may be told of."""

    employee: int
    action: str
    names: frozenset[str]


@dataclass(slots=True)
class State:
    """The company as the vendor holds it.

    Attributes:
        company: The people and their tables.
        lists: The company's lists by field number.
        overrides: Reckoned values forced by a drill, by employee.
        inserted: When a person was created through the API, by employee.
        deleted: When a person was deleted, by employee.
        pending: The rows still to take effect, as a heap.
        changes: What happened since webhooks were last told.
    """

    company: Company
    lists: dict[str, ListField] = field(default_factory=seeded_lists)
    overrides: dict[int, dict[str, Json]] = field(default_factory=dict)
    inserted: dict[int, str] = field(default_factory=dict)
    deleted: dict[int, str] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of_company(cls, company: Company) -> "State":
        """Return the state of a company nothing has happened to yet."""
        state = cls(company)
        today = company.today.isoformat()
        for person in company.people.values():
            for table in HISTORY_DATES:
                for row in person.rows(table):
                    state.expect(person, table, row, today)
        return state

    def next_id(self) -> int:
        """Return the id of the next employee; ids are never used again."""
        taken = max(self.company.people, default=100)
        return max(taken, max(self.deleted, default=100)) + 1

    def list_for(self, source: str) -> ListField | None:
        """Return the list a plain value or a ``table.column`` takes its values from."""
        return next((each for each in self.lists.values() if source in each.sources), None)

    def record(self, person: Person, names: Iterable[str], now: datetime, action: str = "Updated") -> None:
        """Move a person's last change to now and remember it for webhooks.

        Args:
            person: Who changed.
            names: The aliases whose current value changed; none for a change that is still to take effect.
            now: The present.
            action: ``Created``, ``Updated`` or ``Deleted``.
        """
        person.last_changed = stamp(now)
        changed = frozenset(names)
        if changed or action != "Updated":
            self.changes.append(Change(person.id, action, changed))

    def expect(self, person: Person, table: str, row: Row, today: str) -> None:
        """Keep in mind that a row dated in the future takes effect on its day."""
        day = row.get(HISTORY_DATES.get(table, ""), "")
        if day > today:
            heapq.heappush(self.pending, (day, person.id, table, row["id"]))

    def due(self, today: str) -> list[tuple[str, Person, str, Row]]:
        """Take out the rows that have taken effect by today, those changed or deleted since left out."""
        found = []
        while self.pending and self.pending[0][0] <= today:
            day, number, table, row_id = heapq.heappop(self.pending)
            person = self.company.people.get(number)
            row = person and next((row for row in person.rows(table) if row["id"] == row_id), None)
            if person and row and row.get(HISTORY_DATES[table]) == day:
                found.append((day, person, table, row))
        return found

    def snapshot(self) -> dict[str, Json]:
        """Return the state as plain JSON values."""
        next_row = next(self.company.row_ids)
        self.company.row_ids = count(next_row)
        return {
            "people": [[p.id, p.fields, p.tables, p.last_changed] for p in self.company.people.values()],
            "next_row": next_row,
            "lists": lists_to_json(self.lists),
            "overrides": {str(number): value for number, value in self.overrides.items()},
            "inserted": {str(number): value for number, value in self.inserted.items()},
            "deleted": {str(number): value for number, value in self.deleted.items()},
            "pending": self.pending,
        }

    def restore(self, saved: dict[str, Json]) -> None:
        """Take over a state that `snapshot` returned."""
        self.company.people = {entry[0]: Person(*entry) for entry in saved["people"]}
        self.company.row_ids = count(saved["next_row"])
        self.lists = lists_from_json(saved["lists"])
        self.overrides = {int(number): value for number, value in saved["overrides"].items()}
        self.inserted = {int(number): value for number, value in saved["inserted"].items()}
        self.deleted = {int(number): value for number, value in saved["deleted"].items()}
        self.pending = [(day, number, table, row) for day, number, table, row in saved["pending"]]
        self.changes = []


def stamp(now: datetime) -> str:
    """Spell an instant the way the vendor's feeds do."""
    return now.strftime("%Y-%m-%dT%H:%M:%S+00:00")
