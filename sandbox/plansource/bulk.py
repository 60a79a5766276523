"""The operations on many subscribers: a bare list, row by row, good rows applied although others fail."""

import zlib
from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.core.wire import Json
from sandbox.plansource import documents, lifecycle
from sandbox.plansource.calls import by_code, journalled, key_of, read_json
from sandbox.plansource.envelope import mixed
from sandbox.plansource.errors import ApiError, Link, wrong_shape
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

Change = Callable[[PlanSource, Record, Json], None]


class BulkSubscribers:
    """Handlers of the writes to /subscribers."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def create(self, request: web.Request) -> web.Response:
        """POST /subscribers."""

        def create(row: dict[str, Any]) -> Record:
            with journalled(self._vendor, request, str(row.get("subscriber_code", "")), Effect.CREATED, row):
                self._refuse_injected(row, refused)
                return lifecycle.create(self._vendor, row, row=True)

        rows = await _read_rows(request)
        refused = self._injected(request, rows)
        return self._each(request, rows, create)

    async def update(self, request: web.Request) -> web.Response:
        """PUT /subscribers."""
        return await self._change(request, lifecycle.update, Effect.UPDATED)

    async def terminate(self, request: web.Request) -> web.Response:
        """PUT /subscribers/terminate."""
        return await self._change(request, lifecycle.terminate, Effect.TERMINATED)

    async def rehire(self, request: web.Request) -> web.Response:
        """PUT /subscribers/rehire."""
        return await self._change(request, lifecycle.rehire, Effect.REHIRED)

    async def _change(self, request: web.Request, change: Change, effect: Effect) -> web.Response:
        def apply(row: dict[str, Any]) -> Record:
            identifier = str(row.get("id", ""))
            known = self._vendor.roster.lookup(identifier, custom=by_code(request))
            key = identifier if known is None else key_of(known)
            with journalled(self._vendor, request, key, effect, row):
                self._refuse_injected(row, refused)
                record = self._vendor.roster.find(identifier, custom=by_code(request))
                change(self._vendor, record, row)
            return record

        rows = await _read_rows(request)
        refused = self._injected(request, rows)
        return self._each(request, rows, apply)

    def _each(
        self, request: web.Request, rows: list[Json], apply: Callable[[dict[str, Any]], Record]
    ) -> web.Response:
        custom, year = by_code(request), self._vendor.plan_year()
        ssn = self._vendor.subscriber_ssn
        data: list[orjson.Fragment] = []
        errors: list[Json] = []
        for row in rows:
            try:
                if not isinstance(row, dict):
                    raise wrong_shape()
                data.append(documents.subscriber(apply(row), year, custom=custom, ssn=ssn))
            except ApiError as error:
                errors.append(error.describe(error.messages[0], _row_link(row, custom=custom)))
        return mixed(data, errors, len(rows))

    def _injected(self, request: web.Request, rows: list[Json]) -> set[str]:
        """Choose the rows that a `bad_rows` fault refuses: about one in ten, never the same twice."""
        seed = self._vendor.sandbox.seed
        keys = [_row_key(row) for row in rows if isinstance(row, dict)]
        fresh = [key for key in keys if key not in self._vendor.failed_rows]
        if not fresh or not self._vendor.sandbox.faults.claim(request, Kind.BAD_ROWS):
            return set()
        chosen = {key for key in fresh if zlib.crc32(f"{seed}:{key}".encode()) % 10 == 0} or {fresh[0]}
        self._vendor.failed_rows |= chosen
        return chosen

    def _refuse_injected(self, row: dict[str, Any], refused: set[str]) -> None:
        if _row_key(row) in refused:
            raise self._vendor.lists["division"].refusal("division")


async def _read_rows(request: web.Request) -> list[Json]:
    rows = await read_json(request)
    if not isinstance(rows, list):
        raise wrong_shape()
    return rows


def _row_key(row: dict[str, Any]) -> str:
    return str(row.get("id", row.get("subscriber_code", "")))


def _row_link(row: Json, *, custom: bool) -> Link:
    """Return the self link of a failing row: by its id, or by its code where it has no id yet."""
    if isinstance(row, dict) and row.get("id"):
        return documents.self_link(f"/admin/subscriber/{row['id']}{'?is_custom_id=true' if custom else ''}")
    if isinstance(row, dict) and row.get("subscriber_code"):
        return documents.self_link(f"/admin/subscriber/{row['subscriber_code']}?is_custom_id=true")
    return documents.self_link("/admin/subscribers")
