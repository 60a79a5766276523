"""The operations on one subscriber, and the list of all."""

from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.plansource import documents, lifecycle
from sandbox.plansource.calls import (
    by_code,
    find_subscriber,
    include_test,
    journalled,
    key_of,
    page_bounds,
    read_object,
)
from sandbox.plansource.envelope import success
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource


class Subscribers:
    """Handlers of /subscriber and of GET /subscribers."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def create(self, request: web.Request) -> web.Response:
        """POST /subscriber."""
        body = await read_object(request)
        key = str(body.get("subscriber_code", ""))
        with journalled(self._vendor, request, key, Effect.CREATED, body):
            record = lifecycle.create(self._vendor, body)
        return self._answer(request, record)

    async def read(self, request: web.Request) -> web.Response:
        """GET /subscriber/{id}."""
        with journalled(self._vendor, request, request.match_info["id"], Effect.NONE):
            record = find_subscriber(self._vendor, request)
        return self._answer(request, record)

    async def update(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{id}."""
        body = await read_object(request)
        record = find_subscriber(self._vendor, request)
        with journalled(self._vendor, request, key_of(record), Effect.UPDATED, body):
            if not self._vendor.sandbox.faults.claim(request, Kind.UNKEPT):
                lifecycle.update(self._vendor, record, body)
        return self._answer(request, record)

    async def terminate(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{id}/terminate."""
        body = await read_object(request)
        record = find_subscriber(self._vendor, request)
        with journalled(self._vendor, request, key_of(record), Effect.TERMINATED, body):
            lifecycle.terminate(self._vendor, record, body)
        return self._answer(request, record)

    async def rehire(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{id}/rehire."""
        body = await read_object(request)
        record = find_subscriber(self._vendor, request)
        with journalled(self._vendor, request, key_of(record), Effect.REHIRED, body):
            lifecycle.rehire(self._vendor, record, body)
        return self._answer(request, record)

    async def read_all(self, request: web.Request) -> web.Response:
        """GET /subscribers."""
        start, end = page_bounds(request)
        records = self._vendor.roster.listed(include_test=include_test(request))
        if 0 < start < len(records) and self._vendor.sandbox.faults.claim(request, Kind.SHIFTED_PAGE):
            # As if a row was added under the walk: the last row of the page before comes again, and the
            # last of this page is never seen.
            start, end = start - 1, end - 1
        year, custom, ssn = self._vendor.plan_year(), by_code(request), self._vendor.subscriber_ssn
        return success(
            [documents.subscriber(record, year, custom=custom, ssn=ssn) for record in records[start:end]]
        )

    def _answer(self, request: web.Request, record: Record) -> web.Response:
        year, ssn = self._vendor.plan_year(), self._vendor.subscriber_ssn
        return success(documents.subscriber(record, year, custom=by_code(request), ssn=ssn))
