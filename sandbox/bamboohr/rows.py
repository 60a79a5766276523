"""Table rows on the wire."""

from datetime import date, timedelta

from sandbox.bamboohr.derived import last_first
from sandbox.bamboohr.endpoint import Call
from sandbox.bamboohr.tables import Column, Table
from sandbox.company import Person, Row
from sandbox.core.wire import Json

_EMPTY_AS_NULL = {"date", "currency"}


class RowWriter:
    """Writes the rows of one table as one caller may see them.

    Args:
        call: The request, for the caller's rights.
        table: The table.
    """

    def __init__(self, call: Call, table: Table) -> None:
        self._people = call.vendor.state.company.people
        self._table = table
        self._columns = [
            column for column in table.columns if call.rights.sees_column(table.alias, column.alias)
        ]

    def row(self, person: Person, row: Row) -> dict[str, Json]:
        """Return a row with its own id and the employee's."""
        return {"id": row["id"], "employeeId": str(person.id), **self._values(person, row)}

    def without_employee(self, person: Person, row: Row) -> dict[str, Json]:
        """Return a row as the change feed has it, which names the employee elsewhere."""
        return {"id": row["id"], **self._values(person, row)}

    def _values(self, person: Person, row: Row) -> dict[str, Json]:
        return {column.alias: self._value(person, row, column) for column in self._columns}

    def _value(self, person: Person, row: Row, column: Column) -> Json:
        if column.alias == "endDate" and self._table.alias == "compensation":
            return _end_of(person, row)
        value = row.get(column.alias)
        if value is None:
            return None if column.type in _EMPTY_AS_NULL else ""
        if column.type == "currency":
            return {"currency": row.get("currency", "USD"), "value": value}
        if column.type == "employee":
            superior = self._people.get(int(value))
            return last_first(superior) if superior else ""
        return value


def _end_of(person: Person, row: Row) -> str | None:
    later = [
        other["startDate"] for other in person.rows("compensation") if other["startDate"] > row["startDate"]
    ]
    return (date.fromisoformat(min(later)) - timedelta(days=1)).isoformat() if later else None
