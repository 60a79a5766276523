"""What happens when a row of a history table takes effect."""

from datetime import date

from sandbox.bamboohr.catalog import BY_NAME, FIELDS
from sandbox.bamboohr.state import Change, State, stamp
from sandbox.bamboohr.view import current_row
from sandbox.company import Person, Row
from sandbox.company.model import HISTORY_DATES
from sandbox.core.clock import midnight
from sandbox.core.journal import Effect


def take_effect(state: State, person: Person, table: str, row: Row, day: str) -> None:
    """Let a row that was entered ahead take effect on its day.

    Args:
        state: The company.
        person: Whose row it is.
        table: The table's name.
        row: The row.
        day: The day it takes effect, whose start the last change moves to.
    """
    before = row_before(person, table, row)
    names = changed_names(table, before, row)
    if table == "employmentStatus":
        names |= note_rehire(person, before, row)
    person.last_changed = max(person.last_changed, stamp(midnight(date.fromisoformat(day))))
    state.changes.append(Change(person.id, "Updated", frozenset(names)))


def row_before(person: Person, table: str, row: Row) -> Row | None:
    """Return the row that was in effect before this one, or None."""
    column = HISTORY_DATES[table]
    others = [other for other in person.rows(table) if other is not row]
    return current_row(others, column, row[column])


def changed_names(table: str, before: Row | None, after: Row) -> set[str]:
    """Return the aliases of the fields whose current value differs between two rows."""
    old = before or {}
    names = {
        field.alias
        for field in FIELDS
        if field.table == table and old.get(field.column) != after.get(field.column)
    }
    if "employmentHistoryStatus" in names and "Terminated" in {
        old.get("employmentStatus"),
        after.get("employmentStatus"),
    }:
        names |= {"status", "terminationDate"}
    return names


def note_rehire(person: Person, before: Row | None, after: Row) -> set[str]:
    """Move the hire date to the day somebody came back, and keep the earlier one.

    Returns:
        The aliases of the fields that changed.
    """
    left = before is not None and before.get("employmentStatus") == "Terminated"
    if not left or after.get("employmentStatus") == "Terminated":
        return set()
    if "originalHireDate" not in person.fields and "hireDate" in person.fields:
        person.fields["originalHireDate"] = person.fields["hireDate"]
    person.fields["hireDate"] = after["date"]
    return {"hireDate", "originalHireDate"}


def kind_of_change(table: str, before: Row | None, after: Row) -> Effect:
    """Say what adding a row does to an employment, for the journal."""
    ends = after.get("employmentStatus") == "Terminated"
    ended = before is not None and before.get("employmentStatus") == "Terminated"
    if table != "employmentStatus" or ends == ended:
        return Effect.UPDATED
    return Effect.TERMINATED if ends else Effect.REHIRED


HISTORY_FIELDS = {name: field for name, field in BY_NAME.items() if field.table in HISTORY_DATES}
"""The fields that show the current value of a history table, by alias and number."""
