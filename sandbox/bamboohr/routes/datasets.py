"""Datasets: what there is to ask for, and the query with its filter, order and pages."""

from typing import NamedTuple

from aiohttp import web

from sandbox.bamboohr.dataset_fields import EMPLOYEE, DatasetField
from sandbox.bamboohr.dataset_filter import Filter, FilterError, read_filter
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.bamboohr.view import Form, View
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

NAME, LABEL = "employee", "Employee"
_DEFAULT_SIZE, _LARGEST_SIZE = 100, 1_000


class Query(NamedTuple):
    """A query, read and checked."""

    fields: list[str]
    filter: Filter
    order: list[tuple[str, bool]]
    page: int
    size: int


async def datasets(call: Call) -> web.Response:
    """List the datasets."""
    return _tagged(call, {"datasets": [{"name": NAME, "label": LABEL}]})


async def fields(call: Call) -> web.Response:
    """List the fields of a dataset, a page at a time."""
    _must_exist(call, 422)
    page, size = _number(call.request.query.get("page"), 1), _number(call.request.query.get("page_size"), 500)
    found = [_described(field) for field in _visible(call).values()]
    last = max(1, -(-len(found) // size))
    pagination = {
        "total_records": len(found),
        "current_page": page,
        "total_pages": last,
        "next_page": str(call.request.url.update_query(page=page + 1)) if page < last else None,
        "prev_page": str(call.request.url.update_query(page=page - 1)) if page > 1 else None,
    }
    shown = found[(page - 1) * size : page * size]
    return _tagged(call, {"pagination": pagination, "name": NAME, "label": LABEL, "fields": shown})


async def field_options(call: Call) -> web.Response:
    """List the values that occur in some fields."""
    _must_exist(call, 422)
    wanted = call.json_object().get("fields") or []
    view = call.view(call.people())
    answer: dict[str, Json] = {}
    for name in wanted:
        if name not in _visible(call):
            return web.Response(status=500, text="Internal Server Error", content_type="text/plain")
        values = sorted({str(value) for value in _column(view, EMPLOYEE[name]) if value is not None})
        answer[name] = [{"id": value, "value": value} for value in values]
    return _tagged(call, answer)


async def query(call: Call) -> web.Response:
    """Answer with one page of a query."""
    _must_exist(call, 404)
    wanted = _read(call)
    view = call.view(call.people())
    used = {*wanted.fields, *(clause.field for clause in wanted.filter.clauses)}
    columns = {name: _column(view, EMPLOYEE[name]) for name in used}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    rows = [row for row in rows if wanted.filter.holds(row)]
    for name, down in reversed(wanted.order):
        rows.sort(key=lambda row: (row[name] is not None, str(row[name] or "").lower()), reverse=down)
    start = (wanted.page - 1) * wanted.size
    data = [
        {"fields": {name: row[name] for name in wanted.fields}} for row in rows[start : start + wanted.size]
    ]
    last = max(1, -(-len(rows) // wanted.size))
    meta = {
        "page": wanted.page,
        "pageSize": wanted.size,
        "totalPages": last,
        "totalItems": len(rows),
    }
    call.journal("dataset", Effect.NONE, used)
    return _tagged(call, {"data": data, "links": _links(call, wanted.page, last), "meta": meta})


def _read(call: Call) -> Query:
    body = call.json_object()
    names = [str(name) for name in body.get("fields") or []]
    visible = _visible(call)
    if not names:
        raise RefusedError(400, "fields is required", "MISSING_FIELDS")
    unknown = [name for name in names if name not in EMPLOYEE]
    if unknown:
        raise RefusedError(422, f"Unknown fields: {', '.join(unknown)}", "INVALID_FIELD")
    if not set(names) <= visible.keys():
        raise RefusedError(403, "A field is not permitted", "FORBIDDEN_FIELD")
    try:
        found = read_filter(str(body.get("filter") or ""), visible)
    except FilterError as error:
        raise RefusedError(422, str(error), "INVALID_FILTER") from None
    page, size = body.get("page", 1), body.get("pageSize", _DEFAULT_SIZE)
    if not (isinstance(page, int) and isinstance(size, int) and page >= 1 and 1 <= size <= _LARGEST_SIZE):
        raise RefusedError(422, "page or pageSize is not valid", "INVALID_PAGINATION")
    return Query(names, found, _order(str(body.get("orderBy") or ""), names), page, size)


def _order(text: str, names: list[str]) -> list[tuple[str, bool]]:
    order = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(" ")
        if name and name not in names:
            raise RefusedError(400, "orderBy speaks of a field that is not asked for", "UE-1001")
        if name:
            order.append((name, direction.strip().lower() == "desc"))
    return order


def _column(view: View, field: DatasetField) -> list[Json]:
    if field.name == "status":
        # A dataset counts as inactive whoever is still to start.
        started = view.current("employmentStatus")
        values = view.values(field.source)
        return [value if row else "Inactive" for value, row in zip(values, started, strict=True)]
    if field.type == "int":
        return [float(value) if value else None for value in view.values(field.source)]
    return view.column(field.source, Form.RAW)


def _visible(call: Call) -> dict[str, DatasetField]:
    return {name: field for name, field in EMPLOYEE.items() if call.rights.sees_field(field.source)}


def _must_exist(call: Call, status: int) -> None:
    if call.path["name"] != NAME:
        raise RefusedError(status, "Dataset not found", "DATASET_NOT_FOUND")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and int(text) > 0 else otherwise


def _described(field: DatasetField) -> dict[str, Json]:
    return {
        "name": field.name,
        "label": field.label,
        "parentType": "page",
        "parentName": field.parent,
        "entityName": field.parent.lower(),
        "type": field.type,
        "id": int(field.source.id) if field.source.id.lstrip("-").isdigit() else field.source.id or None,
    }


def _links(call: Call, page: int, last: int) -> dict[str, str]:
    links = {"next": page + 1, "prev": page - 1}
    return {
        name: str(call.request.url.with_query(page=number))
        for name, number in links.items()
        if 1 <= number <= last
    }


def _tagged(call: Call, value: Json) -> web.Response:
    """Answer with the caller's request id, or a fresh one."""
    answer = call.json(value)
    answer.headers["X-Request-ID"] = call.request_id
    return answer


ENDPOINTS = (
    Endpoint("GET", "/v1_2/datasets", datasets, Family.PROBLEM),
    Endpoint("GET", "/v1_2/datasets/{name}/fields", fields, Family.PROBLEM),
    Endpoint("POST", "/v1_2/datasets/{name}/field-options", field_options, Family.PROBLEM),
    Endpoint("POST", "/v2/datasets/{name}/data", query, Family.PROBLEM),
)
