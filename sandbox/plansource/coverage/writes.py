"""The writes of coverages, lines and dependents, each answered with counts."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from aiohttp import web

from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource.calls import read_object
from sandbox.plansource.counts import Row, counted, need, read_rows
from sandbox.plansource.coverage import dependent_writing, line_writing, writing
from sandbox.plansource.coverage.finding import (
    find_coverage,
    find_dependent,
    find_line,
    invalid_coverage,
    path_employee,
)
from sandbox.plansource.coverage.parameters import WriteParameters, write_parameters
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

Held = TypeVar("Held")
Find = Callable[[PlanSource, Json, int], Held]
Change = Callable[[PlanSource, Held, Row, WriteParameters], Record]
_LINE = "coverage_line_id"
_DEPENDENT = "dependent_coverage_id"


class CoverageWrites:
    """Handlers of everything that is written of coverages."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def create(self, request: web.Request) -> web.Response:
        """POST /coverage."""
        return self._create(request, [await read_object(request)])

    async def create_all(self, request: web.Request) -> web.Response:
        """POST /coverages."""
        return self._create(request, await read_rows(request))

    async def update(self, request: web.Request) -> web.Response:
        """PUT /coverage/{coverage_id}."""
        return await self._one(request, "coverage_id", find_coverage, writing.update)

    async def update_all(self, request: web.Request) -> web.Response:
        """PUT /coverages."""
        return await self._many(request, find_coverage, writing.update)

    async def terminate(self, request: web.Request) -> web.Response:
        """PUT /coverage/{coverage_id}/terminate."""
        return await self._one(request, "coverage_id", find_coverage, writing.terminate, Effect.TERMINATED)

    async def terminate_all(self, request: web.Request) -> web.Response:
        """PUT /coverages/terminate."""
        return await self._many(request, find_coverage, writing.terminate, Effect.TERMINATED)

    async def terminate_of_subscriber(self, request: web.Request) -> web.Response:
        """PUT /coverage/subscriber/{subscriber_id}/terminate: every coverage held in the plan year."""
        body, record = await read_object(request), path_employee(self._vendor, request)
        params = write_parameters(self._vendor, request)
        own = self._vendor.enrollments.currents(record["id"])
        held = [one for one in own if one.plan_year == params.year and not one.declined]
        rows = [{**body, "id": one.id} for one in held]
        return self._each(request, rows, params, find_coverage, writing.terminate, Effect.TERMINATED)

    async def create_line(self, request: web.Request) -> web.Response:
        """POST /coverage/{coverage_id}/line."""
        return await self._one(request, "coverage_id", find_coverage, line_writing.create, Effect.CREATED)

    async def create_lines(self, request: web.Request) -> web.Response:
        """POST /coverages/lines; a row names its coverage."""
        rows, params = await read_rows(request), write_parameters(self._vendor, request)

        def apply(row: Row) -> Record:
            need(row, ["coverage_id"])
            version = find_coverage(self._vendor, row["coverage_id"], params.year)
            return line_writing.create(self._vendor, version, row, params)

        return counted(self._vendor, request, rows, Effect.CREATED, apply)

    async def update_line(self, request: web.Request) -> web.Response:
        """PUT /coverage/line/{coverage_line_id}."""
        return await self._one(request, _LINE, find_line, line_writing.update)

    async def update_lines(self, request: web.Request) -> web.Response:
        """PUT /coverages/lines."""
        return await self._many(request, find_line, line_writing.update)

    async def terminate_line(self, request: web.Request) -> web.Response:
        """PUT /coverage/line/{coverage_line_id}/terminate."""
        return await self._one(request, _LINE, find_line, line_writing.terminate, Effect.TERMINATED)

    async def terminate_lines(self, request: web.Request) -> web.Response:
        """PUT /coverages/lines/terminate."""
        return await self._many(request, find_line, line_writing.terminate, Effect.TERMINATED)

    async def create_dependent(self, request: web.Request) -> web.Response:
        """POST /coverage/{coverage_id}/dependent."""
        change = dependent_writing.create
        return await self._one(request, "coverage_id", find_coverage, change, Effect.CREATED)

    async def create_dependents(self, request: web.Request) -> web.Response:
        """POST /coverages/dependents; a row names its coverage, else dependent and benefit do."""
        rows, params = await read_rows(request), write_parameters(self._vendor, request)

        def apply(row: Row) -> Record:
            version = dependent_writing.coverage_of_row(self._vendor, row, params.year)
            return dependent_writing.create(self._vendor, version, row, params)

        return counted(self._vendor, request, rows, Effect.CREATED, apply)

    async def update_dependent(self, request: web.Request) -> web.Response:
        """PUT /coverage/dependent/{dependent_coverage_id}."""
        return await self._one(request, _DEPENDENT, find_dependent, dependent_writing.update)

    async def update_dependents(self, request: web.Request) -> web.Response:
        """PUT /coverages/dependents."""
        return await self._many(request, find_dependent, dependent_writing.update)

    async def terminate_dependent(self, request: web.Request) -> web.Response:
        """PUT /coverage/dependent/{dependent_coverage_id}/terminate."""
        change = dependent_writing.terminate
        return await self._one(request, _DEPENDENT, find_dependent, change, Effect.TERMINATED)

    async def terminate_dependents(self, request: web.Request) -> web.Response:
        """PUT /coverages/dependents/terminate."""
        return await self._many(request, find_dependent, dependent_writing.terminate, Effect.TERMINATED)

    def _create(self, request: web.Request, rows: Iterable[Json]) -> web.Response:
        params = write_parameters(self._vendor, request)

        def apply(row: Row) -> Record:
            return writing.create(self._vendor, row, params)

        return counted(self._vendor, request, rows, Effect.CREATED, apply)

    async def _one(
        self,
        request: web.Request,
        name: str,
        find: Find[Held],
        change: Change[Held],
        effect: Effect = Effect.UPDATED,
    ) -> web.Response:
        """Change what the path names; what is not there is refused as a whole, all else in the counts."""
        body = await read_object(request)
        params, number = write_parameters(self._vendor, request), request.match_info[name]
        held = find(self._vendor, number, params.year)

        def apply(row: Row) -> Record:
            if str(row.get("id") or number) != number:
                raise invalid_coverage()
            return change(self._vendor, held, row, params)

        return counted(self._vendor, request, [body], effect, apply)

    async def _many(
        self, request: web.Request, find: Find[Held], change: Change[Held], effect: Effect = Effect.UPDATED
    ) -> web.Response:
        rows, params = await read_rows(request), write_parameters(self._vendor, request)
        return self._each(request, rows, params, find, change, effect)

    def _each(
        self,
        request: web.Request,
        rows: Iterable[Json],
        params: WriteParameters,
        find: Find[Held],
        change: Change[Held],
        effect: Effect,
    ) -> web.Response:
        def apply(row: Row) -> Record:
            need(row, ["id"])
            return change(self._vendor, find(self._vendor, row["id"], params.year), row, params)

        return counted(self._vendor, request, rows, effect, apply)
