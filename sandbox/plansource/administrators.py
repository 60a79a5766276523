"""The five operations on administrators; records are looked up by user name where they are changed."""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from sandbox.core.wire import Json
from sandbox.plansource.aca import changed_since
from sandbox.plansource.benefits.elections import moment
from sandbox.plansource.calls import Route, page_bounds, read_object
from sandbox.plansource.coverage.finding import read_id
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import (
    ApiError,
    bad_request,
    invalid_value,
    not_found,
    required,
    taken,
    unusable,
)
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_flag, show_date

_FIRST_ADMINISTRATOR, _FIRST_USER = 60_101, 70_101
_ACCESS = ("update_all", "import", "read_only", "subscriber", "batch_import")
_TYPES = {"org_admin": "OrganizationAdministrator", "master_admin": "MasterAdministrator"}
_NAMES = ("first_name", "middle_name", "last_name")
_TEXTS = (*_NAMES, "phone", "fax")
_FLAGS = (
    "is_agent", "is_primary_administrator", "is_data_discrepancy_contact",
    "receive_system_downtime_notifications", "receive_system_release_notes",
    "receive_renewal_notifications", "receive_ticket_notifications",
)  # fmt: skip
_BLANK: Record = {
    "account_initialized": False,
    "organization_id": None,
    "master_org_id": None,
    "carrier_id": None,
    "general_agency_id": None,
    "email": None,
    "email2": None,
    "cell": None,
    "time_zone": None,
    "override_sso": False,
    "disabled_on": None,
    "far_lookup_code": "update_all",
    "populations": [],
    "roles": [],
    **dict.fromkeys(_TEXTS),
    **dict.fromkeys(_FLAGS, False),
}


class Administrators:
    """Handlers of administrators, whose moment of change is not answered."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def create(self, request: web.Request) -> web.Response:
        """POST /administrator."""
        body = await read_object(request)
        members = self._read(body)
        needed = ["roles", "organization_codes", "user_type"]
        if body.get("user_type") == "org_admin":
            needed.append("org_populations")
        _need(body, needed)
        if find_by_name(self._vendor, members["user_name"]) is not None:
            raise taken("user_name")
        at = len(self._vendor.administrators)
        record = {**_BLANK, "id": _FIRST_ADMINISTRATOR + at, "user_id": _FIRST_USER + at, **members}
        self._vendor.administrators[record["id"]] = record
        return self._changed(record)

    async def read(self, request: web.Request) -> web.Response:
        """GET /administrator/{id}."""
        number = request.match_info["id"]
        record = self._vendor.administrators.get(read_id(number))
        if record is None:
            raise _no_administrator(number)
        return success(_document(record))

    async def update(self, request: web.Request) -> web.Response:
        """PUT /administrator/{id}, which finds the record by the body's user name."""
        body = await read_object(request)
        record = self._named(request, body)
        record |= self._read(body)
        return self._changed(record)

    async def disable(self, request: web.Request) -> web.Response:
        """PUT /administrator/{id}/disable, which finds the record by the body's user name."""
        body = await read_object(request)
        record = self._named(request, body)
        _need(body, ["roles", "organization_codes"])
        record["disabled_on"] = show_date(self._vendor.sandbox.clock.today())
        record["updated_at"] = moment(self._vendor)
        return success(f"{record['user_name']} is successfully disabled.")

    async def read_all(self, request: web.Request) -> web.Response:
        """GET /administrators."""
        since = changed_since(self._vendor, request)
        listed = [one for one in self._vendor.administrators.values() if one["updated_at"] >= since]
        start, end = page_bounds(request)
        return success([_document(one) for one in listed[start:end]])

    def _named(self, request: web.Request, body: dict[str, Any]) -> Record:
        record = find_by_name(self._vendor, _user_name(body))
        if record is None:
            raise _no_administrator(request.match_info["id"])
        return record

    def _changed(self, record: Record) -> web.Response:
        record["updated_at"] = moment(self._vendor)
        return success(_document(record))

    def _read(self, body: dict[str, Any]) -> Record:
        """Read the members supplied."""
        user, person = _part(body, "user"), _part(body, "administrator")
        members: Record = {"user_name": _user_name(body)}
        members |= {name: user[name] for name in ("email", "time_zone") if name in user}
        members |= {name: read_flag(name, user[name]) for name in ("override_sso",) if name in user}
        for name in (name for name in _NAMES if name in person):
            if not person[name]:
                raise unusable(name, "can't be blank")
        members |= {name: person[name] for name in _TEXTS if name in person}
        members |= {name: read_flag(name, person[name]) for name in _FLAGS if name in person}
        members |= {name: _listed(body[name]) for name in ("roles", "organization_codes") if body.get(name)}
        if body.get("org_populations"):
            members["populations"] = _listed(body["org_populations"])
        return members | self._choices(body)

    def _choices(self, body: dict[str, Any]) -> Record:
        chosen: Record = {}
        for name, valid in (("far_lookup_code", _ACCESS), ("user_type", tuple(_TYPES))):
            if body.get(name):
                if body[name] not in valid:
                    raise invalid_value(name, valid)
                chosen[name] = body[name]
        if "user_type" in chosen:
            chosen["type"] = _TYPES[chosen["user_type"]]
        ours = self._vendor.organization
        unknown = [
            one for one in _listed(body.get("organization_codes") or []) if one != ours.organization_code
        ]
        if unknown:
            raise bad_request(f"Organization(s) with code(s) {','.join(unknown)} not found.")
        if body.get("organization_codes"):
            chosen["organization_id"] = ours.id
        return chosen


def find_by_name(vendor: PlanSource, user_name: str) -> Record | None:
    """Return the administrator with this user name, or None."""
    return next((one for one in vendor.administrators.values() if one["user_name"] == user_name), None)


def administrator_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield the operations on administrators."""
    administrators = Administrators(vendor)
    yield "POST", "/administrator", administrators.create
    yield "GET", "/administrator/{id}", administrators.read
    yield "PUT", "/administrator/{id}", administrators.update
    yield "PUT", "/administrator/{id}/disable", administrators.disable
    yield "GET", "/administrators", administrators.read_all


def _no_administrator(number: str) -> ApiError:
    return not_found(f"Admin with id = {number} is not found.")


def _document(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "updated_at"}


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _user_name(body: dict[str, Any]) -> str:
    name = _part(body, "user").get("user_name")
    if not name:
        raise required(["user_name"])
    return str(name)


def _need(body: dict[str, Any], names: list[str]) -> None:
    if missing := [name for name in names if not body.get(name)]:
        raise required(missing)


def _listed(raw: Json) -> list[str]:
    return [str(one) for one in raw] if isinstance(raw, list) else [str(raw)]
