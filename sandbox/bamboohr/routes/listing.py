"""The cursor-paged employee list: its own field names, filters, sorting and cursors."""

import base64
import binascii
from collections.abc import Callable
from typing import NamedTuple

import orjson
from aiohttp import web

from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.listing_fields import ALWAYS, FIELDS, UNFILTERABLE, ListingField
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.bamboohr.view import Form, View
from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

_SORTABLE = ("employeeId", "firstName", "lastName", "preferredName", "jobTitleName", "status")
_LARGEST = 2_500
_EXACT = {"gender", "paidPer", "payType", "status"}
_CHOICES = {
    "status": {"active", "inactive"},
    "gender": {"Male", "Female", "Non-Binary"},
    "paidPer": {"Day", "Week", "Month", "Quarter", "Year", "PayPeriod", "Piece"},
    "payType": {"Hourly", "Salary", "Commission"},
}


class Order(NamedTuple):
    """One sort key: the name and whether it runs downwards."""

    name: str
    down: bool


async def listing(call: Call) -> web.Response:
    """Answer with one page of everyone who fits the filters."""
    query = call.request.query
    orders = _orders(query.get("sort", ""))
    columns = Columns(call)
    call.memory["filters"] = _filters(call)
    everyone = range(0 if _hidden_sort(call, orders) else len(columns.view.people))
    places = [place for place in everyone if _fits(call, columns, place)]
    places.sort(key=lambda place: columns.view.people[place].id)
    for order in reversed(orders):
        # Ascending puts missing values first, descending last: reversing does both.
        places.sort(key=_sort_key(columns, order.name), reverse=order.down)
    start, limit = _page(call, columns, places)
    page = places[start : start + limit]
    names = list(dict.fromkeys((*ALWAYS, *_asked(call))))
    call.journal("employees", Effect.NONE, names)
    more = start + limit < len(places)
    following = _cursor(call, columns.number(page[-1]), "after") if page and more else None
    previous = _cursor(call, columns.number(page[0]), "before") if page and start else None
    if start and page and call.vendor.sandbox.faults.claim(call.request, Kind.SHIFTED_PAGE):
        page = [places[start - 1], *page[:-1]]
    data = [_row(call, columns, names, place) for place in page]
    links = {"self": {"href": str(call.request.url)}}
    for name, cursor, parameter in (("next", following, "after"), ("prev", previous, "before")):
        if cursor is not None:
            links[name] = {"href": _link(call, parameter, cursor)}
    meta = {
        "total": len(places),
        "page": {"limit": limit, "nextCursor": following, "prevCursor": previous},
    }
    return call.json({"data": data, "meta": meta, "_links": links})


class Columns:
    """The values of everyone visible, read a column at a time and only when wanted."""

    def __init__(self, call: Call) -> None:
        self.view: View = call.view(call.people())
        self._read: dict[str, list[Json]] = {}

    def number(self, place: int) -> int:
        """Return the employee id at a place."""
        return self.view.people[place].id

    def value(self, name: str, place: int) -> Json:
        """Return one person's value of a field."""
        if name not in self._read:
            self._read[name] = _values(self.view, FIELDS[name])
        return self._read[name][place]


def _values(view: View, field: ListingField) -> list[Json]:
    if field.name in _RECKONED:
        return _RECKONED[field.name](view)
    if field.source is None:
        return [None] * len(view.people)
    values = view.column(field.source, Form.RAW)
    if field.source.type == "currency":
        return [{"amount": float(value), "currency": "USD"} if value else None for value in values]
    return [str(value) if value is not None else None for value in values]


def _managers(view: View) -> list[bool]:
    leads = {row.get("reportsTo") for row in view.current("jobInfo") if row}
    return [str(person.id) in leads for person in view.people]


_RECKONED: dict[str, Callable[[View], list[Json]]] = {
    "employeeId": lambda view: [str(person.id) for person in view.people],
    "isManager": _managers,
    "teams": lambda view: [[] for _ in view.people],
}


def _orders(text: str) -> list[Order]:
    orders = [Order(name.lstrip("-"), name.startswith("-")) for name in text.split(",") if name]
    for order in orders:
        if order.name not in _SORTABLE:
            raise RefusedError(400, f"Invalid sort field: {order.name}")
    return orders


def _sort_key(columns: Columns, name: str) -> Callable[[int], tuple[bool, Json]]:
    def key(place: int) -> tuple[bool, Json]:
        value = columns.value(name, place)
        if name == "employeeId":
            return (True, int(value))
        return (value is not None, (value or "").lower())

    return key


def _asked(call: Call) -> list[str]:
    query = call.request.query
    names = query.getall("fields[]", []) or query.getall("fields", [""])[-1].split(",")
    return [name for name in names if name in FIELDS]


def _filters(call: Call) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for key, value in call.request.query.items():
        if key.startswith("filter[") and "]" in key:
            name = key[len("filter[") : key.index("]")]
            values = value.split(",") if name == "ids" else [value]
            filters.setdefault(name, []).extend(values)
    for name, values in filters.items():
        if name == "ids":
            continue
        if name not in FIELDS or name in UNFILTERABLE:
            raise RefusedError(422, f"Field is not filterable: {name}")
        if name in _CHOICES and not set(values) <= _CHOICES[name]:
            raise RefusedError(400, f"Invalid filter value for {name}")
    return filters


def _fits(call: Call, columns: Columns, place: int) -> bool:
    for name, wanted in call.memory["filters"].items():
        if name == "ids":
            if str(columns.number(place)) not in wanted:
                return False
        elif not _shown(call, name) or not _matches(name, columns.value(name, place), wanted[-1]):
            return False
    return True


def _matches(name: str, value: Json, wanted: str) -> bool:
    if name == "status":
        return bool(value.lower() == wanted)
    if isinstance(value, bool):
        return value == (wanted.lower() in {"true", "1"})
    if value is None:
        return False
    field = FIELDS[name]
    kind = field.source.type if field.source else ""
    if name in _EXACT or name.endswith("Id") or kind in {"date", "int"}:
        return bool(value == wanted)
    return wanted.lower() in str(value).lower()


def _shown(call: Call, name: str) -> bool:
    source = FIELDS[name].source
    return source is None or call.rights.sees_field(source)


def _hidden_sort(call: Call, orders: list[Order]) -> bool:
    return any(not _shown(call, order.name) for order in orders)


def _row(call: Call, columns: Columns, names: list[str], place: int) -> dict[str, Json]:
    hidden = [name for name in names if not _shown(call, name)]
    row = {name: None if name in hidden else columns.value(name, place) for name in names}
    return {**row, "_restrictedFields": hidden}


def _page(call: Call, columns: Columns, places: list[int]) -> tuple[int, int]:
    query = call.request.query
    text = query.get("page[limit]", "250")
    if not text.isdigit() or not 1 <= int(text) <= _LARGEST:
        raise RefusedError(400, "page[limit] must be between 1 and 2500", "BadPage")
    limit = int(text)
    after, before = query.get("page[after]"), query.get("page[before]")
    if after and before:
        raise RefusedError(400, "page[after] and page[before] exclude each other", "BadPage")
    if not after and not before:
        return 0, limit
    number = _read_cursor(call, after or before or "", "after" if after else "before")
    place = next((spot for spot, each in enumerate(places) if columns.number(each) == number), None)
    if place is None:
        raise RefusedError(400, "The cursor's employee is no longer in the list", "BadPage")
    return (place + 1, limit) if after else (max(0, place - limit), min(limit, place))


def _shape(call: Call) -> str:
    """Return what a cursor belongs to: filters and sorting, in one text."""
    query = call.request.query
    parts = sorted(f"{key}={value}" for key, value in query.items() if key.startswith(("filter[", "sort")))
    return "&".join(parts)


def _cursor(call: Call, number: int, direction: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([direction, _shape(call), number])).decode().rstrip("=")


def _read_cursor(call: Call, cursor: str, direction: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, shape, number = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise RefusedError(400, "Unknown cursor", "BadPage") from None
    if (made_for, shape) != (direction, _shape(call)):
        raise RefusedError(400, "The cursor belongs to another list", "BadPage")
    return int(number)


def _link(call: Call, parameter: str, cursor: str) -> str:
    kept = [
        (key, value)
        for key, value in call.request.query.items()
        if key not in {"page[after]", "page[before]"}
    ]
    return str(call.request.url.with_query([*kept, (f"page[{parameter}]", cursor)]))


ENDPOINTS = (Endpoint("GET", "/v1/employees", listing, Family.CODED),)
