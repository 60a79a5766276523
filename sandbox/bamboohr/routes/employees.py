"""One employee: read, create, change, delete; and the directory."""

from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.catalog import BY_NAME, Field
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import RefusedError
from sandbox.bamboohr.state import stamp
from sandbox.bamboohr.tables import find_field
from sandbox.bamboohr.view import Form
from sandbox.bamboohr.writing import create_employee, update_employee
from sandbox.company import Person
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

MOST_FIELDS = 400

DIRECTORY = (
    "displayName firstName lastName preferredName jobTitle workPhone workPhoneExtension mobilePhone "
    "workEmail department location division linkedIn pronouns supervisor photoUploaded photoUrl"
)
_DIRECTORY_FIELDS = tuple(BY_NAME[alias] for alias in DIRECTORY.split())


async def get_employee(call: Call) -> web.Response:
    """Answer with the fields asked for; unknown and forbidden ones are left out silently."""
    if call.path["id"] == "0" and not call.rights.employee:
        return call.answer({"id": "0"}, lambda: markup.wrap("employee", (), id="0"))
    person = call.person()
    names = [name.strip() for name in call.request.query.get("fields", "").split(",") if name.strip()]
    if len(names) > MOST_FIELDS:
        raise RefusedError(400, "Too many fields")
    call.journal(person.id, Effect.NONE, names)
    found = {"id": str(person.id), **_read(call, person, names)}
    return call.answer(found, lambda: _employee_xml(found))


def _read(call: Call, person: Person, names: list[str]) -> dict[str, Json]:
    view = call.view([person], only_current=call.only_current())
    found: dict[str, Json] = {}
    for name in names:
        field = find_field(name)
        if field is not None and call.rights.sees_field(field):
            found[name] = view.column(field, Form.EMPLOYEE)[0]
    return found


def _employee_xml(found: dict[str, Json]) -> str:
    fields = (markup.money_or_text(name, value) for name, value in found.items() if name != "id")
    return markup.wrap("employee", fields, id=found["id"])


async def directory(call: Call) -> web.Response:
    """Answer with everyone active; with ``onlyCurrent=false`` also with who is still to start."""
    only_current = call.only_current()
    everyone = call.people()
    view = call.view(everyone)
    status = view.values(BY_NAME["status"])
    started = view.current("employmentStatus")
    shown = [
        person
        for person, state, row in zip(everyone, status, started, strict=True)
        if state == "Active" and (row is not None or not only_current or not person.rows("employmentStatus"))
    ]
    if not shown:
        raise RefusedError(404, "Directory is empty")
    fields = [field for field in _DIRECTORY_FIELDS if call.rights.sees_field(field)]
    view = call.view(shown, only_current=only_current)
    columns = [view.column(field, Form.EMPLOYEE) for field in fields]
    keys = ["id", *(field.alias for field in fields), "canUploadPhoto"]
    ids = [str(person.id) for person in shown]
    rows = [dict(zip(keys, row, strict=True)) for row in zip(ids, *columns, [0] * len(shown), strict=True)]
    heads = [{"id": each.alias, "type": each.type, "name": each.name} for each in fields]
    heads.append({"id": "canUploadPhoto", "type": "bool", "name": ""})
    return call.answer({"fields": heads, "employees": rows}, lambda: _directory_xml(heads, rows))


def _directory_xml(heads: list[dict[str, str]], rows: list[dict[str, Json]]) -> str:
    fieldset = (markup.element("field", head["name"], id=head["id"]) for head in heads)
    employees = (
        markup.wrap(
            "employee",
            (
                markup.element("field", "no" if name == "canUploadPhoto" else value, id=name)
                for name, value in row.items()
                if name != "id"
            ),
            id=row["id"],
        )
        for row in rows
    )
    return markup.wrap("directory", (markup.wrap("fieldset", fieldset), markup.wrap("employees", employees)))


async def create(call: Call) -> web.Response:
    """Create an employee; the new id is the end of ``Location``."""
    call.must_write()
    person = create_employee(call, call.fields())
    location = f"{call.base}/{call.version}/employees/{person.id}"
    if call.vendor.switches.create_body == "empty":
        return call.empty(201, Location=location)
    answer = call.json({"id": str(person.id)}, 201)
    answer.headers["Location"] = location
    return answer


async def update(call: Call) -> web.Response:
    """Change the fields sent."""
    call.must_write()
    person = call.person()
    sent = call.fields()
    update_employee(call, person, sent)
    if call.vendor.switches.update_body == "empty":
        return call.empty()
    return call.json({"id": str(person.id), **_read(call, person, list(sent))})


async def delete(call: Call) -> web.Response:
    """Delete an employee for good; the change feed says ``Deleted``."""
    call.must_write()
    person = call.person()
    state, now = call.vendor.state, call.vendor.now()
    state.record(person, (), now, "Deleted")
    state.deleted[person.id] = stamp(now)
    del state.company.people[person.id]
    call.journal(person.id, Effect.DELETED)
    return web.Response(status=204)


def visible(call: Call, names: list[str]) -> list[tuple[str, Field]]:
    """Return the fields of those names that exist and the caller may see, with the names."""
    found = ((name, find_field(name)) for name in names)
    return [(name, field) for name, field in found if field is not None and call.rights.sees_field(field)]


ENDPOINTS = (
    Endpoint("GET", "/v1/employees/directory", directory),
    Endpoint("GET", "/v1/employees/{id}", get_employee),
    Endpoint("POST", "/v1/employees", create),
    Endpoint("POST", "/v1/employees/{id}", update),
    Endpoint("DELETE", "/v1/employees/{id}", delete, oauth_only=True, scope="employee.write"),
)
