"""Evidence of insurability: what waits for it, the insurer's decisions, and forms that came in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aiohttp import web

from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource.benefits.catalogue import BENEFITS, PLANS
from sandbox.plansource.benefits.consequences import Decision, decide
from sandbox.plansource.benefits.elections import covered_by, moment
from sandbox.plansource.benefits.model import Coverage, Request
from sandbox.plansource.benefits.payroll_rows import money
from sandbox.plansource.calls import Route, read_object
from sandbox.plansource.counts import Row, counted, need
from sandbox.plansource.coverage.amounts import cents
from sandbox.plansource.coverage.finding import path_employee
from sandbox.plansource.documents import self_link
from sandbox.plansource.envelope import answer
from sandbox.plansource.errors import ApiError, invalid_value, not_found, wrong_shape
from sandbox.plansource.fields import FieldKind
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date, read_flag, read_value

_NAMES = ("first_name", "middle_name", "last_name", "ssn")
_NEEDS_VOLUME = frozenset({Decision.APPROVE_PART, Decision.PEND_REMAINING})


class Evidence:
    """Handlers of the six EOI operations."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def of_subscriber(self, request: web.Request) -> web.Response:
        """GET /eoi/subscriber/{subscriber_id}, whose envelope has no ``errors``."""
        record = path_employee(self._vendor, request)
        return answer({"status": "success", "data": list(self._pending([record]))})

    async def of_everyone(self, request: web.Request) -> web.Response:
        """GET /eoi/subscribers; test employees are asked for in words."""
        word = request.query.get("include_test") or "no"
        if word not in {"yes", "no"}:
            raise invalid_value("include_test", ["yes", "no"])
        listed = self._vendor.roster.listed(include_test=word == "yes")
        return answer({"status": "success", "data": list(self._pending(listed))})

    async def decide(self, request: web.Request) -> web.Response:
        """PUT /eoi/decision/{subscriber_id}."""
        return await self._decide(request, path_employee(self._vendor, request))

    async def decide_all(self, request: web.Request) -> web.Response:
        """PUT /eoi/decisions."""
        return await self._decide(request, None)

    async def complete(self, request: web.Request) -> web.Response:
        """PUT /eoi/form_completion/{subscriber_id}."""
        return await self._complete(request, path_employee(self._vendor, request))

    async def complete_all(self, request: web.Request) -> web.Response:
        """PUT /eoi/form_completions."""
        return await self._complete(request, None)

    async def _decide(self, request: web.Request, named: Record | None) -> web.Response:
        rows = await _read_rows(request, "decisions")

        def apply(row: Row) -> Record:
            need(row, ("ssn", "benefit_lookup_code", "action", "effective_date"))
            record = self._employee(row["ssn"], named)
            self._decided(record, row)
            return record

        return counted(self._vendor, request, rows, Effect.UPDATED, apply)

    def _decided(self, record: Record, row: Row) -> None:
        if str(row["action"]) not in set(Decision):
            raise invalid_value("action", Decision)
        action = Decision(row["action"])
        if action in _NEEDS_VOLUME:
            need(row, ["approved_volume"])
        effective = read_date("effective_date", row["effective_date"])
        original = row.get("original_effective_date")
        since = read_date("original_effective_date", original).isoformat() if original else None
        pending, _ = self._waiting(record, row["benefit_lookup_code"], effective.year)
        volume = cents("approved_volume", row.get("approved_volume") or money(pending.amounts.volume))
        decided = decide(self._vendor, record, pending, action, effective, volume)
        if since and decided is not pending:
            decided.original_effective_date = min(since, decided.change_effective_date)

    async def _complete(self, request: web.Request, named: Record | None) -> web.Response:
        rows = await _read_rows(request, "form_completions")

        def apply(row: Row) -> Record:
            need(row, ("ssn", "benefits", "completed"))
            record = self._employee(row["ssn"], named)
            completed = read_flag("completed", row["completed"])
            expires = read_value(FieldKind.DATE, "expiration_date", row.get("expiration_date"))
            reference = read_value(FieldKind.TEXT, "reference_number", row.get("reference_number"))
            pending, asked = self._waiting(record, row["benefits"], None)
            pending.request = replace(
                asked,
                form_completed=completed,
                form_expires=None if expires is None else str(expires),
                form_reference=None if reference is None else str(reference),
            )
            self._vendor.enrollments.touch(pending, moment(self._vendor))
            return record

        return counted(self._vendor, request, rows, Effect.UPDATED, apply)

    def _employee(self, ssn: Json, named: Record | None) -> Record:
        """Return whom a row is about: rows match by social security number."""
        digits = str(ssn).replace("-", "")
        record = self._vendor.roster.of_ssn(digits)
        if record is None or (named is not None and record is not named):
            raise not_found("Employee not found")
        return record

    def _waiting(self, record: Record, code: Json, year: int | None) -> tuple[Coverage, Request]:
        """Return what waits of a benefit: in the plan year where that does, else in the earliest."""
        if str(code) not in BENEFITS:
            raise ApiError(400, "Benefit not found", several=["Coverage not waiting for EOI decision"])
        found = [
            (one, one.request)
            for one in self._vendor.enrollments.currents(record["id"])
            if one.benefit == code and one.request is not None
        ]
        if not found:
            raise ApiError(400, "Coverage not waiting for EOI decision")
        return min(found, key=lambda held: (held[0].plan_year != year, held[0].plan_year))

    def _pending(self, records: list[Record]) -> Iterator[dict[str, Any]]:
        for record in records:
            for version in self._vendor.enrollments.currents(record["id"]):
                if version.request is not None:
                    yield _row(self._vendor, record, version, version.request)


def evidence_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield the operations on evidence of insurability."""
    evidence = Evidence(vendor)
    yield "GET", "/eoi/subscriber/{subscriber_id}", evidence.of_subscriber
    yield "GET", "/eoi/subscribers", evidence.of_everyone
    yield "PUT", "/eoi/decision/{subscriber_id}", evidence.decide
    yield "PUT", "/eoi/decisions", evidence.decide_all
    yield "PUT", "/eoi/form_completion/{subscriber_id}", evidence.complete
    yield "PUT", "/eoi/form_completions", evidence.complete_all


async def _read_rows(request: web.Request, member: str) -> list[Json]:
    """Read the rows under a member: a list, or one object."""
    rows = (await read_object(request)).get(member)
    if not rows:
        raise ApiError(422, f"Parameter '{member}' is required")
    if isinstance(rows, dict):
        return [rows]
    if not isinstance(rows, list):
        raise wrong_shape()
    return rows


def _row(vendor: PlanSource, record: Record, version: Coverage, asked: Request) -> dict[str, Any]:
    live, wanted = version.amounts.volume, asked.amounts.volume
    guaranteed = rule.guaranteed if (rule := BENEFITS[version.benefit].volume) else None
    return {
        "id": record["id"],
        **{name: record.get(name) for name in _NAMES},
        "benefit_name": BENEFITS[version.benefit].name,
        "benefit_lookup_code": version.benefit,
        "plan_name": PLANS[version.plan].name,
        "req_plan_name": PLANS[asked.plan].name,
        "coverage_id": version.id,
        "coverage_line_id": version.lines[-1].id if version.lines else None,
        "volume": money(live),
        "req_volume": money(wanted),
        "gi_volume": money((guaranteed or 0) * 100),
        "eoi_volume": money(wanted - live),
        "eoi_form": "Complete" if asked.form_completed else "Incomplete",
        "original_effective_date": version.original_effective_date.replace("-", "/"),
        "change_effective_date": version.change_effective_date.replace("-", "/"),
        "links": [self_link(f"/admin/subscriber/{record['id']}")],
        "dependents": [
            {"id": one["id"], **{name: one.get(name) for name in _NAMES}}
            for one in covered_by(vendor, version)
        ],
    }
