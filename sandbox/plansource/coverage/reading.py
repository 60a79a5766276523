"""The reads of coverages, lines, dependents and composites: of one, of an employee, of everyone."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.ranges import ChangeRange
from sandbox.plansource.benefits.timeline import Span
from sandbox.plansource.calls import include_test, page_bounds
from sandbox.plansource.coverage import documents
from sandbox.plansource.coverage.finding import (
    find_coverage,
    find_coverage_of_part,
    invalid_coverage,
    path_employee,
    read_id,
)
from sandbox.plansource.coverage.parameters import change_range, plan_year
from sandbox.plansource.coverage.parts import DependentPart, LinePart, dependents_in, lines_in, spans_of
from sandbox.plansource.envelope import answer, success
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.vocabulary import REASONS
from sandbox.plansource.walks import Walk


class Question(NamedTuple):
    """Which plan year a read is about, and which changes; without a range what is current."""

    year: int
    changes: ChangeRange | None

    def holds(self, version: Coverage, effective: str = "") -> bool:
        """Tell whether a version, or what it tells of a part effective from a day on, was asked for."""
        if self.changes is None:
            return True
        days = (version.change_effective_date, effective)
        return any(self.changes.holds(day, version.updated_at) for day in days)


class CoverageReads:
    """Handlers of everything that is read of coverages."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor
        self._coverages: Walk[Coverage] = Walk(vendor)
        self._lines: Walk[LinePart] = Walk(vendor)
        self._dependents: Walk[DependentPart] = Walk(vendor)

    async def meta(self, _request: web.Request) -> web.Response:
        """GET /coverage/meta."""
        reasons = [{"id": one.id, "name": one.name, "lookup_code": one.lookup_code} for one in REASONS]
        return success({"termination_reasons": reasons})

    async def one(self, request: web.Request) -> web.Response:
        """GET /coverage/{coverage_id}."""
        return success(documents.coverage(self._vendor, self._named(request)))

    async def one_line(self, request: web.Request) -> web.Response:
        """GET /coverage/line/{coverage_line_id}; one that has ended is answered too."""
        number = read_id(request.match_info["coverage_line_id"])
        version = find_coverage_of_part(self._vendor, number, plan_year(self._vendor, request))
        for part in lines_in(spans_of(self._vendor, version)):
            if part.item.id == number:
                return success(documents.line(self._vendor, part))
        raise invalid_coverage()

    async def one_dependent(self, request: web.Request) -> web.Response:
        """GET /coverage/dependent/{dependent_coverage_id}; one that has ended is answered too."""
        number = read_id(request.match_info["dependent_coverage_id"])
        version = find_coverage_of_part(self._vendor, number, plan_year(self._vendor, request))
        for part in dependents_in(self._vendor, spans_of(self._vendor, version)):
            if part.item.id == number:
                return success(documents.dependent(self._vendor, part))
        raise invalid_coverage()

    async def of_subscriber(self, request: web.Request) -> web.Response:
        """GET /coverage/subscriber/{subscriber_id}."""
        record = path_employee(self._vendor, request)
        found = self._walk_coverages([record], self._question(request))
        return success([documents.coverage(self._vendor, one) for one in found])

    async def lines_of(self, request: web.Request) -> web.Response:
        """GET /coverage/{coverage_id}/lines."""
        found = _lines(spans_of(self._vendor, self._named(request)), self._question(request))
        return success([documents.line(self._vendor, one) for one in found])

    async def dependents_of(self, request: web.Request) -> web.Response:
        """GET /coverage/{coverage_id}/dependents."""
        spans = spans_of(self._vendor, self._named(request))
        found = _dependents(self._vendor, spans, self._question(request))
        return success([documents.dependent(self._vendor, one) for one in found])

    async def everyone(self, request: web.Request) -> web.Response:
        """GET /coverages."""
        found = self._page(request, self._coverages, self._walk_coverages)
        return success([documents.coverage(self._vendor, one) for one in found])

    async def all_lines(self, request: web.Request) -> web.Response:
        """GET /coverages/lines."""
        found = self._page(request, self._lines, self._walk_lines)
        return success([documents.line(self._vendor, one) for one in found])

    async def all_dependents(self, request: web.Request) -> web.Response:
        """GET /coverages/dependents."""
        found = self._page(request, self._dependents, self._walk_dependents)
        return success([documents.dependent(self._vendor, one) for one in found])

    async def composite(self, request: web.Request) -> web.Response:
        """GET /coverage/{coverage_id}/composite, whose envelope has no ``errors``."""
        named, question = self._named(request), self._question(request)
        found = _versions(self._vendor, named, question)
        return answer({"status": "success", "data": self._composite(found, question)})

    async def composite_of_subscriber(self, request: web.Request) -> web.Response:
        """GET /coverage/subscriber/{subscriber_id}/composite, whose envelope has no ``errors``."""
        record, question = path_employee(self._vendor, request), self._question(request)
        found = self._walk_coverages([record], question)
        return answer({"status": "success", "data": self._composite(found, question)})

    async def composites(self, request: web.Request) -> web.Response:
        """GET /coverage/composites: pages of coverages, each with its dependents and lines beside it."""
        found = self._page(request, self._coverages, self._walk_coverages)
        return success(self._composite(found, self._question(request)))

    def _composite(self, found: Iterable[Coverage], question: Question) -> dict[str, Any]:
        vendor = self._vendor
        versions = list(found)
        # With a range several versions of one coverage may be listed; its parts are listed once.
        distinct = {(one.id, one.plan_year): one for one in versions}.values()
        spans = [spans_of(vendor, one) for one in distinct]
        return {
            "coverages": [documents.coverage(vendor, one) for one in versions],
            "dependents": [
                documents.dependent(vendor, part)
                for one in spans
                for part in _dependents(vendor, one, question)
            ],
            "lines": [documents.line(vendor, part) for one in spans for part in _lines(one, question)],
        }

    def _named(self, request: web.Request) -> Coverage:
        year = plan_year(self._vendor, request)
        return find_coverage(self._vendor, request.match_info["coverage_id"], year)

    def _question(self, request: web.Request) -> Question:
        return Question(plan_year(self._vendor, request), change_range(self._vendor, request))

    def _page(
        self,
        request: web.Request,
        walk: Walk[Any],
        make: Callable[[list[Record], Question], Iterator[Any]],
    ) -> list[Any]:
        question, (start, end) = self._question(request), page_bounds(request)

        def page(start: int, end: int) -> list[Any]:
            return walk.page(
                (start, end),
                question,
                lambda listed: make(listed, question),
                include_test=include_test(request),
            )

        found = page(start, end)
        if start and found and self._vendor.sandbox.faults.claim(request, Kind.SHIFTED_PAGE):
            return page(start - 1, end - 1)
        return found

    def _walk_coverages(self, records: list[Record], question: Question) -> Iterator[Coverage]:
        for version in self._currents(records, question.year):
            yield from _versions(self._vendor, version, question)

    def _walk_lines(self, records: list[Record], question: Question) -> Iterator[LinePart]:
        for version in self._currents(records, question.year):
            yield from _lines(spans_of(self._vendor, version), question)

    def _walk_dependents(self, records: list[Record], question: Question) -> Iterator[DependentPart]:
        for version in self._currents(records, question.year):
            yield from _dependents(self._vendor, spans_of(self._vendor, version), question)

    def _currents(self, records: list[Record], year: int) -> Iterator[Coverage]:
        for record in records:
            own = self._vendor.enrollments.currents(record["id"])
            yield from (one for one in own if one.plan_year == year)


def _versions(vendor: PlanSource, version: Coverage, question: Question) -> Iterator[Coverage]:
    """Yield the current version, or with a range every one that counts and changed in it."""
    if question.changes is None:
        yield version
        return
    for one, _ in spans_of(vendor, version):
        if question.holds(one):
            yield one


def _lines(spans: list[Span], question: Question) -> Iterator[LinePart]:
    for part in lines_in(spans):
        if question.holds(part.told, part.changed):
            yield part


def _dependents(vendor: PlanSource, spans: list[Span], question: Question) -> Iterator[DependentPart]:
    for part in dependents_in(vendor, spans):
        if question.holds(part.told, part.item.change_effective_date):
            yield part
