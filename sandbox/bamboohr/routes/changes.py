"""The change feeds: who changed since an instant, and the table rows of those who did."""

from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.instants import instant
from sandbox.bamboohr.refusals import RefusedError
from sandbox.bamboohr.rows import RowWriter
from sandbox.bamboohr.state import stamp
from sandbox.bamboohr.tables import find_table
from sandbox.company import Person
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

_TYPES = {"inserted", "updated", "deleted", "all"}
_WIDE = {"public.user", "public.integration"}


async def changed(call: Call) -> web.Response:
    """Answer with the newest change of everyone changed at or after ``since``."""
    if call.rights.scopes is not None and not _WIDE & call.rights.scopes:
        raise RefusedError(403, "The token lacks the scope public.integration")
    since = _since(call)
    kind = call.request.query.get("type", "all").lower()
    if kind not in _TYPES:
        raise RefusedError(400, "Invalid or Missing Argument")
    inserted, deleted = call.vendor.state.inserted, call.vendor.state.deleted
    entries = {
        str(person.id): _entry(person, inserted.get(person.id)) for person in _changed_people(call, since)
    }
    for number, when in deleted.items():
        if when >= since and call.rights.sees_employee(number):
            entries[str(number)] = {"id": str(number), "action": "Deleted", "lastChanged": when}
    if kind != "all":
        entries = {key: entry for key, entry in entries.items() if entry["action"].lower() == kind}
    latest = max((entry["lastChanged"] for entry in entries.values()), default=since)
    call.journal("changed", Effect.NONE)
    as_list = not entries and call.vendor.switches.empty_change_map == "list"
    body = {"latest": latest, "employees": [] if as_list else entries}
    return call.answer(body, lambda: _changed_xml(latest, entries))


async def changed_tables(call: Call) -> web.Response:
    """Answer with all rows of one table of everyone changed at or after ``since``."""
    table = find_table(call.path["table"])
    if table is None:
        raise RefusedError(404, "Table not found")
    since = _since(call)
    people = _changed_people(call, since)
    writer = RowWriter(call, table)
    entries = {
        str(person.id): {
            "lastChanged": person.last_changed,
            "rows": [writer.without_employee(person, row) for row in person.rows(table.alias)],
        }
        for person in people
    }
    call.journal(f"changed/{table.alias}", Effect.NONE)
    as_list = not entries and call.vendor.switches.empty_change_map == "list"
    body = {"table": call.path["table"], "employees": [] if as_list else entries}
    return call.answer(body, lambda: _tables_xml(call.path["table"], entries))


def _since(call: Call) -> str:
    since = instant(call.request.query.get("since", ""))
    if since is None:
        raise RefusedError(400, "Invalid or Missing Argument")
    return stamp(since)


def _changed_people(call: Call, since: str) -> list[Person]:
    return [person for person in call.people() if person.last_changed >= since]


def _entry(person: Person, inserted: str | None) -> dict[str, str]:
    action = "Inserted" if inserted == person.last_changed else "Updated"
    return {"id": str(person.id), "action": action, "lastChanged": person.last_changed}


def _changed_xml(latest: str, entries: dict[str, dict[str, str]]) -> str:
    employees = (markup.element("employee", **entry) for entry in entries.values())
    return markup.wrap("changeList", (markup.element("latest", latest), *employees))


def _tables_xml(table: str, entries: dict[str, dict[str, Json]]) -> str:
    employees = (
        markup.wrap(
            "employee",
            (_row_xml(row) for row in entry["rows"]),
            id=number,
            lastChanged=entry["lastChanged"],
        )
        for number, entry in entries.items()
    )
    return markup.wrap("table", employees, id=table)


def _row_xml(row: dict[str, Json]) -> str:
    fields = (markup.money_or_text(name, value) for name, value in row.items() if name != "id")
    return markup.wrap("row", fields, id=row["id"])


ENDPOINTS = (
    Endpoint("GET", "/v1/employees/changed", changed),
    Endpoint("GET", "/v1/employees/changed/tables/{table}", changed_tables),
)
