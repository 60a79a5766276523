"""The four ACA operations: offers and enrollees, of one employee and of everyone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.plansource.aca_rows import enrollees_of, offers_of
from sandbox.plansource.benefits.elections import show_moment
from sandbox.plansource.calls import Route, page_bounds
from sandbox.plansource.coverage.finding import path_employee
from sandbox.plansource.envelope import answer
from sandbox.plansource.errors import unusable
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_flag
from sandbox.plansource.walks import Walk

_MINUTE = len("2026-03-20T12:00")

Make = Callable[[PlanSource, Record], Iterator[dict[str, Any]]]
Place = tuple[Record, int]
"""Whose row it is, and the row's number: long lists keep no rows."""


class Aca:
    """Handlers of what is reported under the Affordable Care Act."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor
        self._walk: Walk[Place] = Walk(vendor)

    async def offers(self, request: web.Request) -> web.Response:
        """GET /aca/offers."""
        return self._everyone(request, offers_of)

    async def offers_of(self, request: web.Request) -> web.Response:
        """GET /aca/offers/subscriber/{subscriber_id}."""
        return self._one(request, offers_of)

    async def enrollees(self, request: web.Request) -> web.Response:
        """GET /aca/enrollees."""
        return self._everyone(request, enrollees_of)

    async def enrollees_of(self, request: web.Request) -> web.Response:
        """GET /aca/enrollees/subscriber/{subscriber_id}."""
        return self._one(request, enrollees_of)

    def _one(self, request: web.Request, make: Make) -> web.Response:
        record = path_employee(self._vendor, request)
        start, end = page_bounds(request)
        asked = self._asked(request)
        return self._answer(make, list(self._places(make, [record], *asked))[start:end])

    def _everyone(self, request: web.Request, make: Make) -> web.Response:
        today, (since, deletes) = self._vendor.sandbox.clock.today(), self._asked(request)
        places = self._walk.page(
            page_bounds(request),
            (make.__name__, today, since[:_MINUTE], deletes),
            lambda listed: self._places(make, listed, since, deletes),
            include_test=False,
        )
        return self._answer(make, places)

    def _asked(self, request: web.Request) -> tuple[str, bool]:
        deletes = read_flag("include_deletes", request.query.get("include_deletes") or "false")
        return changed_since(self._vendor, request), deletes

    def _places(self, make: Make, records: list[Record], since: str, deletes: bool) -> Iterator[Place]:
        """Walk through the rows asked for, deleted ones last."""
        for deleted in (False, True) if deletes else (False,):
            for record in records:
                for row in make(self._vendor, record):
                    if row["is_deleted"] is deleted and row["updated_at"] >= since:
                        yield record, row["id"]

    def _answer(self, make: Make, places: list[Place]) -> web.Response:
        rows = [row for record, number in places for row in make(self._vendor, record) if row["id"] == number]
        return answer({"status": "success", "data": rows})


def changed_since(vendor: PlanSource, request: web.Request) -> str:
    """Return the moment that ``changes_since`` minutes ago was; without it, before everything."""
    text = request.query.get("changes_since")
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise unusable("changes_since", "is not a number")
    return show_moment(vendor.sandbox.clock.now() - timedelta(minutes=int(text)))


def aca_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield the ACA operations."""
    aca = Aca(vendor)
    yield "GET", "/aca/offers", aca.offers
    yield "GET", "/aca/offers/subscriber/{subscriber_id}", aca.offers_of
    yield "GET", "/aca/enrollees", aca.enrollees
    yield "GET", "/aca/enrollees/subscriber/{subscriber_id}", aca.enrollees_of
