"""Custom and saved reports: one answer with everyone, in JSON, XML or CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import orjson
from aiohttp import web

from sandbox.bamboohr import markup
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.instants import instant
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.bamboohr.routes.employees import MOST_FIELDS, visible
from sandbox.bamboohr.state import stamp
from sandbox.bamboohr.view import Form
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

_HEADERS = {
    "Expires": "0",
    "Cache-Control": "must-revalidate, post-check=0,pre-check=0",
    "Pragma": "public",
}
_ACCEPTED = {"application/json": "json", "text/xml": "xml", "text/csv": "csv"}
_FORMATS = {"json", "xml", "csv"}
_SLICE = 2_000

SAVED = {
    "1": ("Roster", ["employeeNumber", "firstName", "lastName", "status", "hireDate", "department"]),
    "2": ("Leavers", ["employeeNumber", "terminationDate", "employmentHistoryStatus"]),
}
"""The reports somebody at the company saved."""


@dataclass(slots=True)
class Wanted:
    """What a report asks for."""

    title: str
    fields: list[str]
    since: datetime | None = None
    employees: set[int] | None = None


@dataclass(slots=True)
class Report:
    """A report's answer, a column at a time."""

    title: str
    heads: list[dict[str, str]]
    ids: list[str]
    columns: list[list[Json]] = field(default_factory=list)

    def rows(self) -> Iterator[dict[str, Json]]:
        """Yield one object per employee."""
        keys = ["id", *(head["id"] for head in self.heads)]
        return (dict(zip(keys, row, strict=True)) for row in zip(self.ids, *self.columns, strict=True))

    def json(self) -> bytes:
        """Return the report in JSON, written in slices so that a large one needs little memory."""
        rows = self.rows()
        slices = iter(lambda: list(islice(rows, _SLICE)), [])
        written = b",".join(orjson.dumps(some)[1:-1] for some in slices)
        head = orjson.dumps({"title": self.title, "fields": self.heads})[:-1]
        return b"".join((head, b',"employees":[', written, b"]}"))


async def custom_report(call: Call) -> web.Response:
    """Answer with an ad-hoc report over everyone the caller may see."""
    form = _format(call)
    wanted = _from_json(call) if _is_json(call) else _from_xml(call)
    if len(wanted.fields) > MOST_FIELDS:
        raise RefusedError(400, "Too many fields")
    if not wanted.fields and call.vendor.switches.empty_report == "refused":
        raise RefusedError(400, "Invalid or Missing Argument")
    call.journal("report", Effect.NONE, wanted.fields)
    return _written(run(call, wanted), form)


async def saved_report(call: Call) -> web.Response:
    """Answer with a saved report by number, the old way."""
    title, names = _saved(call)
    return _written(run(call, Wanted(title, names)), _format(call))


async def list_saved(call: Call) -> web.Response:
    """List the saved reports."""
    reports = [{"id": int(number), "name": title} for number, (title, _) in SAVED.items()]
    page, size = _paging(call)
    pages = _pages(call, len(reports), page, size)
    start = (pages["current_page"] - 1) * size
    return call.json({"reports": reports[start : start + size], "pagination": pages})


async def run_saved(call: Call) -> web.Response:
    """Answer with one page of a saved report; a page beyond the last is the last."""
    title, names = _saved(call)
    rows = list(run(call, Wanted(title, names)).rows())
    page, size = _paging(call)
    pages = _pages(call, len(rows), page, size)
    start = (pages["current_page"] - 1) * size
    return call.json({"data": rows[start : start + size], "aggregations": [], "pagination": pages})


def run(call: Call, wanted: Wanted) -> Report:
    """Work out a report.

    Args:
        call: The request, for its rights and ``onlyCurrent``.
        wanted: The fields and filters.

    Returns:
        The report; fields that are unknown or forbidden are missing from it without a word.
    """
    people = call.people()
    if wanted.employees is not None:
        people = [person for person in people if person.id in wanted.employees]
    if wanted.since is not None:
        since = stamp(wanted.since)
        people = [person for person in people if person.last_changed >= since]
    if not wanted.fields:
        people = people[:1]
    fields = visible(call, list(dict.fromkeys(wanted.fields)))
    view = call.view(people, only_current=call.only_current())
    heads = [{"id": _key(name), "type": field.type, "name": field.name} for name, field in fields]
    columns = [view.column(field, Form.REPORT) for _, field in fields]
    return Report(wanted.title, heads, [str(person.id) for person in people], columns)


def _key(name: str) -> str:
    return f"{name}.0" if name.lstrip("-").isdigit() else name


def _format(call: Call) -> str:
    asked = call.request.query.get("format")
    form = asked.lower() if asked else _ACCEPTED.get(call.request.headers.get("Accept", ""), "")
    if form not in _FORMATS:
        raise RefusedError(404, "Unknown report format")
    return form


def _is_json(call: Call) -> bool:
    kind = call.request.headers.get("Content-Type")
    if kind is None:
        return call.body.lstrip()[:1] == b"{"
    return kind == "application/json"


def _from_json(call: Call) -> Wanted:
    body = call.json_object()
    filters = body.get("filters") or {}
    names = body.get("fields")
    if not isinstance(names, list):
        names = []
    changed = filters.get("lastChanged") or {}
    numbers = filters.get("employeeIds")
    return Wanted(
        str(body.get("title") or ""),
        [str(name) for name in names],
        _since(changed.get("value")),
        {int(number) for number in numbers if str(number).isdigit()} if numbers is not None else None,
    )


def _from_xml(call: Call) -> Wanted:
    try:
        root = markup.parse(call.body)
    except markup.MalformedError as error:
        raise RefusedError(400, str(error)) from None
    names = [each.get("id", "") for each in root.iterfind("fields/field")]
    return Wanted(root.findtext("title") or "", names, _since(root.findtext("filters/lastChanged")))


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    since = instant(text.strip())
    if since is None:
        raise RefusedError(400, "Invalid or Missing Argument")
    return since


def _written(report: Report, form: str) -> web.Response:
    if form == "json":
        return web.Response(body=report.json(), content_type="application/json", headers=_HEADERS)
    if form == "xml":
        body = (markup.HEAD + _xml(report)).encode()
        return web.Response(body=body, headers={"Content-Type": "text/xml; charset=UTF-8", **_HEADERS})
    return web.Response(
        body=_csv(report).encode(), headers={"Content-Type": "text/csv; charset=UTF-8", **_HEADERS}
    )


def _xml(report: Report) -> str:
    heads = (markup.element("field", each["name"], id=each["id"], type=each["type"]) for each in report.heads)
    employees = (
        markup.wrap(
            "employee",
            (markup.element("field", value, id=name) for name, value in row.items() if name != "id"),
            id=row["id"],
        )
        for row in report.rows()
    )
    parts = (
        markup.element("title", report.title),
        markup.wrap("fields", heads),
        markup.wrap("employees", employees),
    )
    return markup.wrap("report", parts)


def _csv(report: Report) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head["name"] for head in report.heads])
    writer.writerows(zip(*report.columns, strict=True))
    return out.getvalue()


def _saved(call: Call) -> tuple[str, list[str]]:
    report = SAVED.get(call.path["id"])
    if report is None:
        raise RefusedError(404, "Report not found")
    return report


def _paging(call: Call) -> tuple[int, int]:
    def number(name: str, otherwise: int) -> int:
        text = call.request.query.get(name, "")
        return int(text) if text.isdigit() and int(text) > 0 else otherwise

    return number("page", 1), min(number("page_size", 500), 1_000)


def _pages(call: Call, total: int, page: int, size: int) -> dict[str, Json]:
    last = max(1, -(-total // size))
    page = min(page, last)

    def link(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        return str(call.request.url.update_query(page=number, page_size=size))

    return {
        "total_records": total,
        "current_page": page,
        "total_pages": last,
        "next_page": link(page + 1),
        "prev_page": link(page - 1),
    }


ENDPOINTS = (
    Endpoint("POST", "/v1/reports/custom", custom_report),
    Endpoint("GET", "/v1/reports/{id}", saved_report),
    Endpoint("GET", "/v1/custom-reports", list_saved, Family.NUMBERED),
    Endpoint("GET", "/v1/custom-reports/{id}", run_saved, Family.NUMBERED),
)
