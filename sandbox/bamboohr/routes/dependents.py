"""Employees' dependents, the way the benefits pages have them: masked numbers, a key with a blank in it."""

from collections.abc import Iterable

from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.geography import STATE_NAMES, country_name, state_code
from sandbox.bamboohr.refusals import RefusedError
from sandbox.company import Person, Row
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

WRAPPER = "Employee Dependents"
RELATIONSHIPS = {"spouse", "child", "domestic partner", "domestic_partner", "step child", "foster child"}
_COLUMNS = {
    "firstName": "firstName",
    "middleName": "middleName",
    "lastName": "lastName",
    "relationship": "relationship",
    "gender": "gender",
    "dateOfBirth": "dateOfBirth",
    "addressLine1": "addressLine1",
    "addressLine2": "addressLine2",
    "city": "city",
    "state": "state",
    "zipCode": "zipcode",
    "homePhone": "homePhone",
    "country": "country",
    "isUsCitizen": "isUsCitizen",
    "isStudent": "isStudent",
}


async def listing(call: Call) -> web.Response:
    """Answer with the dependents of one employee, or of everyone."""
    _must_administer(call)
    wanted = call.request.query.get("employeeid")
    people = [person for person in call.people() if wanted in {None, str(person.id)}]
    found = [_described(person, row) for person in people for row in person.rows("dependents")]
    call.journal("dependents", Effect.NONE)
    return _answer(call, found, as_json=call.wants_json())


async def single(call: Call) -> web.Response:
    """Answer with one dependent, wrapped like a list; an unknown id is a bad request."""
    _must_administer(call)
    person, row = _find(call)
    call.journal(person.id, Effect.NONE)
    return _answer(call, [_described(person, row)], as_json=call.wants_json())


async def create(call: Call) -> web.Response:
    """Add a dependent."""
    _must_administer(call)
    call.must_write()
    sent = _sent(call)
    number = str(sent.get("employeeId", ""))
    person = call.vendor.state.company.people.get(int(number)) if number.isdigit() else None
    if person is None:
        raise RefusedError(400, "Invalid data")
    values = _values(sent)
    if any(_same(row, values) for row in person.rows("dependents")):
        raise RefusedError(409, "Duplicate dependent")
    row = call.vendor.state.company.add_row(person, "dependents", values)
    return _written(call, person, row, sent)


async def replace(call: Call) -> web.Response:
    """Replace a dependent as a whole: what is not sent is emptied."""
    _must_administer(call)
    call.must_write()
    person, row = _find(call)
    sent = _sent(call)
    values = _values(sent)
    kept = row["id"]
    row.clear()
    row.update({"id": kept, **values})
    return _written(call, person, row, sent)


def _written(call: Call, person: Person, row: Row, sent: dict[str, Json]) -> web.Response:
    call.vendor.state.record(person, {"dependents"}, call.vendor.now())
    call.journal(person.id, Effect.UPDATED, sent)
    return _answer(call, [_described(person, row)], as_json=_is_json(call))


def _must_administer(call: Call) -> None:
    if not call.rights.benefit_admin:
        raise RefusedError(403, "Benefit administration rights are needed")


def _find(call: Call) -> tuple[Person, Row]:
    for person in call.people():
        for row in person.rows("dependents"):
            if row["id"] == call.path["id"]:
                return person, row
    raise RefusedError(400, "Invalid data")


def _is_json(call: Call) -> bool:
    return "json" in call.request.headers.get("Content-Type", "")


def _sent(call: Call) -> dict[str, Json]:
    if _is_json(call):
        return call.json_object()
    try:
        root = markup.parse(call.body)
    except markup.MalformedError as error:
        raise RefusedError(400, str(error)) from None
    return {child.tag: (child.text or "").strip() for child in root.iter() if child is not root}


def _values(sent: dict[str, Json]) -> Row:
    if not sent.get("firstName") or not sent.get("lastName"):
        raise RefusedError(400, "Invalid data")
    if sent.get("relationship") and str(sent["relationship"]) not in RELATIONSHIPS:
        raise RefusedError(400, "Invalid data")
    values = {column: str(sent[key]) for key, column in _COLUMNS.items() if sent.get(key)}
    values |= {name: str(sent[name]) for name in ("ssn", "sin") if sent.get(name)}
    for column, read in (("state", state_code), ("country", country_name)):
        if column in values:
            kept = read(values[column])
            if kept is None:
                raise RefusedError(400, "Invalid data")
            values[column] = kept
    return values


def _same(row: Row, values: Row) -> bool:
    return all(row.get(name) == values.get(name) for name in ("firstName", "lastName", "dateOfBirth"))


def _described(person: Person, row: Row) -> dict[str, Json]:
    described: dict[str, Json] = {"id": row["id"], "employeeId": str(person.id)}
    for key, column in _COLUMNS.items():
        described[key] = row.get(column)
        if key == "gender":
            described["maskedSSN"] = f"xxx-xx-{row['ssn'][-4:]}" if row.get("ssn") else None
            described["maskedSIN"] = f"xxx-xxx-{row['sin'][-3:]}" if row.get("sin") else None
    described["state"] = STATE_NAMES.get(row.get("state", ""), row.get("state"))
    return described


def _answer(call: Call, found: Iterable[dict[str, Json]], *, as_json: bool) -> web.Response:
    if as_json:
        return call.json({WRAPPER: list(found)})
    elements = (markup.element("employeeDependent", **entry) for entry in found)
    body = markup.HEAD + markup.wrap("employeeDependents", elements)
    return web.Response(body=body.encode(), headers={"Content-Type": "text/xml; charset=UTF-8"})


ENDPOINTS = (
    Endpoint("GET", "/v1/employeedependents", listing),
    Endpoint("GET", "/v1/employeedependents/{id}", single),
    Endpoint("POST", "/v1/employeedependents", create),
    Endpoint("PUT", "/v1/employeedependents/{id}", replace),
)
