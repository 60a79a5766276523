"""Metadata: fields, tables, lists and users."""

from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.catalog import FIELDS
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.lists import FIRST_OPTION, ListField, Option
from sandbox.bamboohr.refusals import RefusedError
from sandbox.company.model import Company
from sandbox.core.journal import Effect
from sandbox.core.wire import Json


async def fields(call: Call) -> web.Response:
    """List the fields; ones the caller may not see included, as the vendor does not say otherwise."""
    found: list[dict[str, Json]] = []
    for field in FIELDS:
        number: int | str = field.id if "." in field.id else int(field.id)
        entry = {"id": number, "name": field.name, "type": field.type, "alias": field.alias}
        found.append({**entry, "deprecated": True} if field.deprecated else entry)
    for table in call.vendor.tables():
        found += [
            {"id": int(each.id), "name": each.name, "type": each.type}
            for each in table.columns
            if each.id not in {field.id for field in FIELDS}
        ]
    return call.answer(found, lambda: markup.wrap("fields", (_field_xml(entry) for entry in found)))


async def tables(call: Call) -> web.Response:
    """List the employee tables and their columns."""
    found = [
        {
            "alias": table.alias,
            "fields": [
                {"id": int(each.id), "name": each.name, "alias": each.alias, "type": each.type}
                for each in table.columns
            ],
        }
        for table in call.vendor.tables()
    ]
    return call.answer(found, lambda: _tables_xml(found))


async def lists(call: Call) -> web.Response:
    """List the company's lists with all their options, archived ones too."""
    found = [_list(each) for each in call.vendor.state.lists.values()]
    return call.answer(found, lambda: markup.wrap("lists", (_list_xml(entry) for entry in found)))


async def change_list(call: Call) -> web.Response:
    """Add, rename or archive options; a new name shows in every row that used the old one."""
    call.must_write()
    each = call.vendor.state.lists.get(call.path["id"])
    if each is None:
        raise RefusedError(404, "List not found")
    if not each.manageable:
        raise RefusedError(405, "List is not manageable")
    wanted = call.json_object().get("options")
    if not isinstance(wanted, list):
        raise RefusedError(400, "Malformed JSON")
    for entry in wanted:
        _change_option(call, each, entry)
    call.journal(f"lists/{each.id}", Effect.UPDATED, ("options",))
    found = _list(each)
    return call.answer(found, lambda: _list_xml(found))


async def users(call: Call) -> web.Response:
    """List the users, by their number."""
    wanted = set(call.request.query.get("status", "enabled,disabled").split(","))
    found: dict[str, dict[str, Json]] = {}
    for name, rights in call.vendor.rights.items():
        person = call.vendor.state.company.people.get(rights.employee)
        entry = {
            "id": rights.user,
            "employeeId": rights.employee if person else 0,
            "firstName": person.fields.get("firstName") if person else name.capitalize(),
            "lastName": person.fields.get("lastName") if person else "Account",
            "email": person.fields.get("workEmail") if person else None,
            "status": "enabled",
        }
        if person:
            entry["lastLogin"] = f"{call.today}T00:00:00+00:00"
        if "enabled" in wanted:
            found[str(rights.user)] = entry
    answer = call.answer(found, lambda: _users_xml(found))
    del answer.headers["Cache-Control"]
    return answer


def _list(each: ListField) -> dict[str, Json]:
    return {
        "id": int(each.id),
        "fieldId": int(each.id),
        "name": each.name,
        "alias": each.alias,
        "manageable": "yes" if each.manageable else "no",
        "multiple": "no",
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "archived": "yes" if option.archived else "no",
                "createdDate": None,
                "archivedDate": option.archived_date,
                "manageable": "yes" if each.manageable else "no",
            }
            for option in each.options
        ],
    }


def _change_option(call: Call, each: ListField, entry: dict[str, Json]) -> None:
    text = str(entry.get("value", "")).strip()
    if "id" not in entry:
        _refuse_duplicate(each, text)
        every = call.vendor.state.lists.values()
        number = max((option.id for one in every for option in one.options), default=FIRST_OPTION) + 1
        each.options.append(Option(number, text))
        return
    option = next((option for option in each.options if str(option.id) == str(entry["id"])), None)
    if option is None:
        raise RefusedError(404, "Option not found")
    if text and text != option.name:
        _refuse_duplicate(each, text)
        for source in each.sources:
            rename(call.vendor.state.company, source, option.name, text)
        option.name = text
    if "archived" in entry:
        option.archived = entry["archived"] == "yes"
        option.archived_date = call.today if option.archived else option.archived_date


def _refuse_duplicate(each: ListField, text: str) -> None:
    if not text:
        raise RefusedError(400, "Invalid or Missing Argument")
    if each.match(text) is not None:
        raise RefusedError(409, "Duplicate option")


def rename(company: Company, source: str, old: str, new: str) -> None:
    """Give an option a new name wherever it is used."""
    table, _, column = source.rpartition(".")
    for person in company.people.values():
        for record in person.rows(table) if table else [person.fields]:
            if record.get(column) == old:
                record[column] = new


def _field_xml(entry: dict[str, Json]) -> str:
    alias = entry.get("alias")
    return markup.element("field", entry["name"], id=entry["id"], type=entry["type"], alias=alias)


def _tables_xml(found: list[dict[str, Json]]) -> str:
    return markup.wrap(
        "tables",
        (
            markup.wrap("table", (_field_xml(each) for each in table["fields"]), alias=table["alias"])
            for table in found
        ),
    )


def _list_xml(entry: dict[str, Json]) -> str:
    options = (
        markup.element(
            "option",
            each["name"],
            id=each["id"],
            archived=each["archived"],
            createdDate=each["createdDate"] or "",
            archivedDate=each["archivedDate"] or "",
        )
        for each in entry["options"]
    )
    named = (markup.element("name", entry["name"]), markup.wrap("options", options))
    return markup.wrap(
        "list", named, fieldId=entry["fieldId"], manageable=entry["manageable"], multiple=entry["multiple"]
    )


def _users_xml(found: dict[str, dict[str, Json]]) -> str:
    return markup.wrap(
        "users",
        (
            markup.wrap(
                "user",
                (
                    markup.element(name, value)
                    for name, value in entry.items()
                    if name not in {"id", "employeeId"}
                ),
                id=entry["id"],
                employeeId=entry["employeeId"],
            )
            for entry in found.values()
        ),
    )


ENDPOINTS = (
    Endpoint("GET", "/v1/meta/fields", fields),
    Endpoint("GET", "/v1/meta/tables", tables),
    Endpoint("GET", "/v1/meta/lists", lists),
    Endpoint("PUT", "/v1/meta/lists/{id}", change_list),
    Endpoint("GET", "/v1/meta/users", users),
)
