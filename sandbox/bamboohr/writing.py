"""Writes to employees and to their tables, with everything that follows from them."""

from sandbox.bamboohr.catalog import BY_NAME, Field
from sandbox.bamboohr.effects import (
    HISTORY_FIELDS,
    changed_names,
    kind_of_change,
    note_rehire,
    row_before,
)
from sandbox.bamboohr.endpoint import Call
from sandbox.bamboohr.refusals import RefusedError
from sandbox.bamboohr.state import stamp
from sandbox.bamboohr.tables import Column, Table
from sandbox.bamboohr.values import IGNORE, UnfitValueError, accept, currency_of
from sandbox.bamboohr.view import current_row
from sandbox.company import Person, Row
from sandbox.company.model import HISTORY_DATES
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

ADDRESS_FIELDS = {"address1", "address2", "city", "state", "zipcode"}


def create_employee(call: Call, sent: dict[str, Json]) -> Person:
    """Create an employee, with the first rows of the history tables.

    Args:
        call: The request.
        sent: The values by alias or number.

    Returns:
        The new employee.

    Raises:
        RefusedError: When a name is missing or a value is unfit.
    """
    state = call.vendor.state
    if not sent.get("firstName") or not sent.get("lastName"):
        raise RefusedError(400, "Invalid or Missing Argument")
    person = Person(state.next_id(), {}, {})
    plain, history = _sorted_out(call, person, sent)
    state.company.people[person.id] = person
    _write_plain(person, plain)
    day = person.fields.get("hireDate", call.today)
    for table, values in history.items():
        _enter(call, person, table, {HISTORY_DATES[table]: day, **values})
    now = call.vendor.now()
    state.record(person, (), now, "Created")
    state.record(person, set(plain) | {field.alias for field in _named(sent)}, now)
    state.inserted[person.id] = stamp(now)
    call.journal(person.id, Effect.CREATED, sent)
    return person


def update_employee(call: Call, person: Person, sent: dict[str, Json]) -> None:
    """Change the fields sent; a field backed by a history table gets a row dated today.

    Raises:
        RefusedError: When a value is unfit, or none of the fields may be changed.
    """
    permitted = {name: value for name, value in sent.items() if _permitted(call, name)}
    if sent and not permitted:
        raise RefusedError(403, "You do not have permission to change these fields")
    plain, history = _sorted_out(call, person, permitted)
    changed = {name for name, value in plain.items() if person.fields.get(name) != value}
    _write_plain(person, plain)
    for table, values in history.items():
        column = HISTORY_DATES[table]
        present = current_row(person.rows(table), column, call.today) or {}
        kept = {name: value for name, value in present.items() if name not in {"id", "endDate"}}
        changed |= _enter(call, person, table, {**kept, **values, column: call.today})
    call.vendor.state.record(person, changed or {"lastChanged"}, call.vendor.now())
    call.journal(person.id, Effect.UPDATED, sent)


def add_row(call: Call, person: Person, table: Table, sent: dict[str, Json], *, strict: bool) -> Row:
    """Add a row to a table.

    Args:
        call: The request.
        person: Whose table.
        table: The table.
        sent: The values by column.
        strict: Whether unfit values and missing columns are refused, as version 1.1 does.

    Returns:
        The row as entered.

    Raises:
        RefusedError: When a value is unfit or a required column is missing.
    """
    values = _row_values(call, table, sent, strict=strict)
    if strict:
        _require(table, values)
    for column in table.columns:
        if column.required and column.type == "date" and column.alias not in values:
            values[column.alias] = call.today
    before = _before_adding(person, table, values)
    names = _enter(call, person, table.alias, {key: value for key, value in values.items() if value})
    row = person.tables[table.alias][-1]
    call.vendor.state.record(person, names, call.vendor.now())
    call.journal(person.id, kind_of_change(table.alias, before, row), sent)
    return row


def update_row(
    call: Call, person: Person, table: Table, row: Row, sent: dict[str, Json], *, strict: bool
) -> None:
    """Change the columns sent of a row.

    Raises:
        RefusedError: When a value is unfit.
    """
    old = dict(row)
    for name, value in _row_values(call, table, sent, strict=strict).items():
        if value:
            row[name] = value
        else:
            row.pop(name, None)
    names = _names_of(table.alias, old, row, call.today)
    if table.alias == "employmentStatus" and row.get("date", "") <= call.today:
        names |= note_rehire(person, row_before(person, table.alias, row), row)
    call.vendor.state.expect(person, table.alias, row, call.today)
    call.vendor.state.record(person, names, call.vendor.now())
    call.journal(person.id, kind_of_change(table.alias, old, row), sent)


def delete_row(call: Call, person: Person, table: Table, row: Row) -> None:
    """Take a row out of a table."""
    person.tables[table.alias].remove(row)
    call.vendor.state.record(person, _names_of(table.alias, row, {}, call.today), call.vendor.now())


def _sorted_out(
    call: Call, person: Person, sent: dict[str, Json]
) -> tuple[dict[str, str | None], dict[str, Row]]:
    plain: dict[str, str | None] = {}
    history: dict[str, Row] = {}
    for name, value in sent.items():
        field = BY_NAME.get(name)
        if field is None or field.derived:
            continue
        kept = _accepted(call, field, value)
        if kept is IGNORE:
            continue
        if field.table in HISTORY_DATES and name in HISTORY_FIELDS:
            history.setdefault(field.table, {})[field.column] = kept or ""
            if field.type == "currency":
                history[field.table]["currency"] = currency_of(value) or "USD"
        elif not field.table:
            plain[field.plain] = kept
    _check_address(sent)
    _check_mailbox(call, person, plain.get("workEmail"))
    return plain, history


def _accepted(call: Call, field: Field, value: Json) -> Json:
    try:
        return accept(call.vendor.state, field.type, field.source or field.alias, value)
    except UnfitValueError as error:
        if not call.vendor.switches.strict_lists:
            return IGNORE
        raise RefusedError(409, f"{field.alias} {error}") from None


def _check_address(sent: dict[str, Json]) -> None:
    if {"state"} & sent.keys() and sent.get("state") and not sent.get("country"):
        raise RefusedError(409, "A country must accompany an address")


def _check_mailbox(call: Call, person: Person, mailbox: str | None) -> None:
    if mailbox is None:
        return
    for other in call.vendor.state.company.people.values():
        if other is not person and other.fields.get("workEmail", "").lower() == mailbox.lower():
            raise RefusedError(409, "Duplicate email")


def _write_plain(person: Person, values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            person.fields.pop(name, None)
        else:
            person.fields[name] = value


def _permitted(call: Call, name: str) -> bool:
    field = BY_NAME.get(name)
    return field is None or call.rights.sees_field(field)


def _named(sent: dict[str, Json]) -> list[Field]:
    return [BY_NAME[name] for name in sent if name in BY_NAME]


def _enter(call: Call, person: Person, table: str, values: Row) -> set[str]:
    """Enter a row and return the aliases whose current value it changes today."""
    state = call.vendor.state
    row = state.company.add_row(person, table, {name: value for name, value in values.items() if value})
    state.expect(person, table, row, call.today)
    column = HISTORY_DATES.get(table)
    if column is None:
        return {table}
    if row.get(column, "") > call.today:
        return set()
    before = row_before(person, table, row)
    names = changed_names(table, before, row)
    return names | note_rehire(person, before, row) if table == "employmentStatus" else names


def _names_of(table: str, before: Row, after: Row, today: str) -> set[str]:
    column = HISTORY_DATES.get(table)
    if column is None:
        return {table}
    day = min(before.get(column, today), after.get(column, today))
    return changed_names(table, before, after) if day <= today else set()


def _before_adding(person: Person, table: Table, values: dict[str, Json]) -> Row | None:
    column = HISTORY_DATES.get(table.alias)
    return current_row(person.rows(table.alias), column, values.get(column) or "") if column else None


def _row_values(call: Call, table: Table, sent: dict[str, Json], *, strict: bool) -> dict[str, Json]:
    values: dict[str, Json] = {}
    for name, value in sent.items():
        column = table.column(name)
        if column is None:
            if strict:
                raise RefusedError(406, f"{name} is not a column of {table.alias}")
            continue
        kept = _accepted_column(call, table, column, value, strict=strict)
        if kept is IGNORE:
            continue
        values[name] = kept
        if column.type == "currency" and kept is not None:
            values["currency"] = currency_of(value) or "USD"
    return values


def _accepted_column(call: Call, table: Table, column: Column, value: Json, *, strict: bool) -> Json:
    try:
        return accept(call.vendor.state, column.type, f"{table.alias}.{column.alias}", value)
    except UnfitValueError as error:
        if not strict or not call.vendor.switches.strict_lists:
            return IGNORE
        raise RefusedError(406, f"{column.alias} {error}") from None


def _require(table: Table, values: dict[str, Json]) -> None:
    missing = [column.alias for column in table.columns if column.required and not values.get(column.alias)]
    if table.alias == "employmentStatus" and values.get("employmentStatus") == "Terminated":
        wanted = ("terminationTypeId", "terminationRehireId")
        missing += [name for name in wanted if not values.get(name)]
    if missing:
        raise RefusedError(400, f"Required columns are missing: {', '.join(missing)}")
