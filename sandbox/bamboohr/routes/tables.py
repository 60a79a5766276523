"""Employee tables: rows read, added, changed and deleted."""

from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import RefusedError
from sandbox.bamboohr.rows import RowWriter
from sandbox.bamboohr.tables import Table, find_table
from sandbox.bamboohr.writing import add_row, delete_row, update_row
from sandbox.company import Person, Row
from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.core.wire import Json


async def read(call: Call) -> web.Response:
    """Answer with the rows of one employee, or of everyone, in no particular order."""
    table = _table(call)
    people = call.people() if call.path["id"] == "all" else [call.person()]
    writer = RowWriter(call, table)
    rows = [writer.row(person, row) for person in people for row in person.rows(table.alias)]
    call.journal(f"{call.path['id']}/{table.alias}", Effect.NONE)
    return call.answer(rows, lambda: _xml(rows))


async def add(call: Call) -> web.Response:
    """Add a row; the answer does not say its id."""
    call.must_write()
    person, table = call.person(), _table(call)
    add_row(call, person, table, call.fields(), strict=call.version != "v1")
    return call.empty()


async def update(call: Call) -> web.Response:
    """Change the columns sent of one row."""
    call.must_write()
    person, table = call.person(), _table(call)
    row = _row(call, person, table)
    if row is not None and call.vendor.sandbox.faults.claim(call.request, Kind.ROW_GONE):
        delete_row(call, person, table, row)
        row = None
    if row is None:
        raise RefusedError(404, "Row not found")
    update_row(call, person, table, row, call.fields(), strict=call.version != "v1")
    return call.empty()


async def delete(call: Call) -> web.Response:
    """Delete one row; a row that is not there is told of with status 200."""
    call.must_write()
    person, table = call.person(), _table(call)
    row = _row(call, person, table)
    if row is None:
        return call.json({"success": False, "error": "Row not found"})
    delete_row(call, person, table, row)
    call.journal(person.id, Effect.UPDATED, ())
    return call.json({"success": True})


def _table(call: Call) -> Table:
    table = find_table(call.path["table"])
    if table is None or table not in call.vendor.tables():
        raise RefusedError(404, "Table not found")
    return table


def _row(call: Call, person: Person, table: Table) -> Row | None:
    return next((row for row in person.rows(table.alias) if row["id"] == call.path["row"]), None)


def _xml(rows: list[dict[str, Json]]) -> str:
    return markup.wrap("table", (_row_xml(row) for row in rows))


def _row_xml(row: dict[str, Json]) -> str:
    fields = (
        markup.money_or_text(name, value) for name, value in row.items() if name not in {"id", "employeeId"}
    )
    return markup.wrap("row", fields, id=row["id"], employeeId=row["employeeId"])


_ROWS = "employees/{id}/tables/{table}"

ENDPOINTS = (
    Endpoint("GET", f"/v1/{_ROWS}", read),
    *(Endpoint("POST", f"/{version}/{_ROWS}", add) for version in ("v1", "v1_1")),
    *(Endpoint("POST", f"/{version}/{_ROWS}/{{row}}", update) for version in ("v1", "v1_1")),
    Endpoint("DELETE", f"/v1/{_ROWS}/{{row}}", delete),
)
