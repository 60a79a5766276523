"""Disasters on demand: any field of anybody set to anything, past every rule and history."""

from sandbox.bamboohr.catalog import BY_NAME
from sandbox.bamboohr.vendor import BambooHR
from sandbox.bamboohr.view import current_row
from sandbox.company import Person
from sandbox.company.model import HISTORY_DATES
from sandbox.core.wire import Json


class DrillError(ValueError):
    """A field cannot be set; the message names it."""


def change_person(vendor: BambooHR, person: Person, fields: dict[str, Json]) -> None:
    """Set fields of a person.

    A plain field is written, a field shown from a history table is written into the current row (the
    newest where none is current yet), and a reckoned field is forced; null takes the value, or the force,
    away.

    Args:
        vendor: The emulated vendor.
        person: Whom to change.
        fields: The values by alias or number.

    Raises:
        DrillError: When a field is unknown.
    """
    if unknown := sorted(name for name in fields if name not in BY_NAME):
        raise DrillError(f"no field {', '.join(unknown)}")
    for name, value in fields.items():
        field = BY_NAME[name]
        if field.derived:
            _set(vendor.state.overrides.setdefault(person.id, {}), field.alias, value)
        elif field.table:
            rows = person.rows(field.table)
            today = vendor.sandbox.clock.today().isoformat()
            row = current_row(rows, HISTORY_DATES.get(field.table, ""), today) or (rows[-1] if rows else {})
            _set(row, field.column, value)
        else:
            _set(person.fields, field.plain, value)
    vendor.state.record(person, {BY_NAME[name].alias for name in fields}, vendor.now())


def _set(record: dict[str, Json], name: str, value: Json) -> None:
    if value is None:
        record.pop(name, None)
    else:
        record[name] = value if isinstance(value, (bool, int)) else str(value)
