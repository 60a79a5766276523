"""The two operations that tell payroll what to deduct."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from sandbox.core.faults import Kind
from sandbox.core.journal import Effect
from sandbox.plansource.benefits.payroll_rows import CURRENT, PREVIOUS, Entry, entries_of, row
from sandbox.plansource.benefits.ranges import ChangeRange
from sandbox.plansource.calls import find_subscriber, include_test, journalled, page_bounds
from sandbox.plansource.documents import self_link
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import ApiError
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_PATH = "/admin/payroll_coverages_subscribers"


class Window(NamedTuple):
    """The rows asked for: changed or effective in a range, and marked so."""

    changes: ChangeRange
    markers: frozenset[str | None]

    def holds(self, entry: Entry) -> bool:
        """Tell whether a row was asked for."""
        version, blemish = entry.version, entry.blemish
        if self.markers and entry.marker not in self.markers:
            return False
        updated = blemish.updated_at if blemish else version.updated_at
        return self.changes.holds(version.change_effective_date, updated)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The rows of one bulk read, kept while its pages are read and nothing changes."""

    window: Window
    listed: list[Record]
    revision: int
    entries: list[Entry]


class Payroll:
    """Handlers of the payroll coverages."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor
        self._walk: _Walk | None = None

    async def of_subscriber(self, request: web.Request) -> web.Response:
        """GET /payroll_coverages_subscriber/{id}; a test employee is answered too."""
        with journalled(self._vendor, request, request.match_info["id"], Effect.NONE):
            record = find_subscriber(self._vendor, request)
        window = self._window(request)
        entries = [one for one in self._entries([record]) if window.holds(one)]
        return success([row(self._vendor, one) for one in entries])

    async def of_all(self, request: web.Request) -> web.Response:
        """GET /payroll_coverages_subscribers."""
        entries = self._walked(self._window(request), include_test=include_test(request))
        start, end = page_bounds(request)
        shifted = 0 < start < len(entries) and self._vendor.sandbox.faults.claim(request, Kind.SHIFTED_PAGE)
        page = entries[start - 1 : end - 1] if shifted else entries[start:end]
        shown = [self._linked(request, one) for one in page]
        links = _page_links(request, end, end - start, len(entries))
        return success(
            {"total": len(entries), "per_page": end - start, "links": links, "payroll_coverages": shown}
        )

    def _entries(self, records: list[Record]) -> Iterator[Entry]:
        for record in records:
            if not record.get("hide_from_payroll"):
                yield from entries_of(self._vendor, record)

    def _walked(self, window: Window, *, include_test: bool) -> list[Entry]:
        listed = self._vendor.roster.listed(include_test=include_test)
        revision, known = self._vendor.enrollments.revision, self._walk
        if (
            known is None
            or known.window != window
            or known.listed is not listed
            or known.revision != revision
        ):
            entries = [one for one in self._entries(listed) if window.holds(one)]
            known = self._walk = _Walk(window, listed, revision, entries)
        return known.entries

    def _linked(self, request: web.Request, entry: Entry) -> dict[str, Any]:
        query = urlencode({name: request.query[name] for name in ("start_date", "end_date")})
        return {
            "link": self_link(f"/admin/subscriber/{entry.record['id']}?{query}"),
            **row(self._vendor, entry),
        }

    def _window(self, request: web.Request) -> Window:
        start = _needed(request, "start_date", "Start Date")
        changes = ChangeRange.of(start, _needed(request, "end_date", "End Date"), self._vendor.payroll_range)
        markers = [(CURRENT, "current"), (PREVIOUS, "previous")]
        wanted = frozenset(mark for mark, name in markers if request.query.get(name, "").lower() == "true")
        return Window(changes, wanted)


def _needed(request: web.Request, name: str, caption: str) -> str:
    text = request.query.get(name)
    if not text:
        # The unbalanced bracket is the vendor's.
        raise ApiError(400, f"No {caption} (params[:{name}] in the request.")
    return text


def _page_links(request: web.Request, end: int, size: int, total: int) -> list[dict[str, str]]:
    page, last = end // size, max(1, -(-total // size))
    pages = [("first", 1), ("current", page), ("next", page + 1), ("last", last)]
    query = {name: value for name, value in request.query.items() if name not in {"page", "per_page"}}
    return [
        {"href": f"{_PATH}?{urlencode({**query, 'page': number, 'per_page': size})}", "rel": rel}
        for rel, number in pages
        if rel != "next" or number <= last
    ]
