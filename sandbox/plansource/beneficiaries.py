"""The operations on beneficiaries, which hang on coverages."""

from typing import Any

from aiohttp import web

from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource import documents
from sandbox.plansource.calls import by_code, include_test, journalled, key_of, read_json
from sandbox.plansource.checking import read_members
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import ApiError, not_found, required, wrong_shape
from sandbox.plansource.fields import BENEFICIARY_FIELDS
from sandbox.plansource.meta import PRIMARY, Lists, ValueList
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date, show_date
from sandbox.plansource.vocabulary import COUNTRIES

_LISTS: Lists = {
    "primary_beneficiary": PRIMARY,
    "country": ValueList("Country", tuple((name, name) for name in COUNTRIES)),
}
_NO_COVERAGE = "Coverage not found for organization"


class Beneficiaries:
    """Handlers of the beneficiaries of a coverage, a subscriber, the organization."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def of_organization(self, request: web.Request) -> web.Response:
        """GET /beneficiaries."""
        groups = []
        for subscriber in self._vendor.roster.listed(include_test=include_test(request)):
            extra = {"test_employee": bool(subscriber.get("test_employee"))}
            if covered := self._groups(subscriber, extra):
                links = [documents.subscriber_link(subscriber, custom=False)]
                groups.append({"links": links, "subscriber": covered})
        return success({"organization": groups})

    async def of_subscriber(self, request: web.Request) -> web.Response:
        """GET /subscriber/{subscriber_id}/beneficiaries."""
        identifier = request.match_info["subscriber_id"]
        subscriber = self._vendor.roster.lookup(identifier, custom=by_code(request))
        if subscriber is None:
            raise not_found("Invalid employee.  The employee id/code does not belong to the organization.")
        return success({"subscriber": self._groups(subscriber, {})})

    async def of_coverage(self, request: web.Request) -> web.Response:
        """GET /coverage/{coverage_id}/beneficiaries."""
        coverage = self._coverage(request, f"{_NO_COVERAGE}.")
        return self._answer(coverage)

    async def create(self, request: web.Request) -> web.Response:
        """POST /coverage/{coverage_id}/beneficiaries."""
        return await self._write(request, Effect.CREATED)

    async def update(self, request: web.Request) -> web.Response:
        """PUT /coverage/{coverage_id}/beneficiaries; rows with an id change, rows without one are new."""
        return await self._write(request, Effect.UPDATED)

    async def terminate(self, request: web.Request) -> web.Response:
        """DELETE /coverage/{coverage_id}/beneficiaries, which ends them on a date and deletes nothing."""
        coverage = self._coverage(request, _NO_COVERAGE)
        with journalled(self._vendor, request, self._owner_key(coverage), Effect.TERMINATED):
            if not request.query.get("termination_date"):
                raise required(["termination_date"])
            day = show_date(read_date("termination_date", request.query["termination_date"]))
        for record in self._vendor.beneficiaries_of(coverage):
            record["termination_date"] = day
        return self._answer(coverage)

    async def _write(self, request: web.Request, effect: Effect) -> web.Response:
        rows = _rows(await read_json(request))
        coverage = self._coverage(request, f"{_NO_COVERAGE}.")
        own = {record["id"]: record for record in self._vendor.beneficiaries_of(coverage)}
        names = {name: None for row in rows for name in row}
        with journalled(self._vendor, request, self._owner_key(coverage), effect, names):
            read = [_read(row) for row in rows]
        today = show_date(self._vendor.sandbox.clock.today())
        for row, members in zip(rows, read, strict=True):
            record = own.get(row.get("id", -1)) if effect is Effect.UPDATED else None
            if record is None:
                number = next(self._vendor.beneficiary_ids)
                record = {"id": number, "coverage_id": coverage, "original_effective_date": today}
                self._vendor.beneficiaries[number] = record
            record |= members | {"change_effective_date": today}
        return self._answer(coverage)

    def _coverage(self, request: web.Request, message: str) -> int:
        text = request.match_info["coverage_id"]
        number = int(text) if text.isascii() and text.isdigit() else -1
        if number not in self._vendor.coverages:
            raise ApiError(400, message)
        return number

    def _owner_key(self, coverage: int) -> str:
        return key_of(self._vendor.roster.find(str(self._vendor.coverages[coverage]), custom=False))

    def _groups(self, subscriber: Record, extra: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "links": [documents.self_link(f"/admin/coverage/{coverage}/beneficiaries")],
                "beneficiaries": [documents.beneficiary(one) | extra for one in records],
            }
            for coverage in self._vendor.coverages_of(subscriber)
            if (records := self._vendor.beneficiaries_of(coverage))
        ]

    def _answer(self, coverage: int) -> web.Response:
        records = self._vendor.beneficiaries_of(coverage)
        return success({"beneficiaries": [documents.beneficiary(one) for one in records]})


def _rows(body: Json) -> list[dict[str, Any]]:
    """Read one beneficiary, a bare list of them, or a list under ``beneficiaries``."""
    rows = body.get("beneficiaries", [body]) if isinstance(body, dict) else body
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong_shape()
    return rows


def _read(row: dict[str, Any]) -> Record:
    primary = row.get("primary_beneficiary")
    # Written as a word, answered as a boolean; what was read may be written back.
    word = {True: "YES", False: "NO"}[primary] if isinstance(primary, bool) else primary
    members = read_members({**row, "primary_beneficiary": word}, BENEFICIARY_FIELDS, _LISTS)
    return members if word is None else members | {"primary_beneficiary": word == "YES"}
