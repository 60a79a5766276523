"""Reads payroll rows with as few calls as the question allows."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.clients.plansource.payroll_frame import payroll_frame
from benefits_sync.clients.plansource.payroll_pages import PayrollPages
from benefits_sync.clients.plansource.payroll_rows import CODE
from benefits_sync.clients.plansource.payroll_search import PayrollSearch, PlanYear
from benefits_sync.clients.plansource.payroll_window import Window, entered_since
from benefits_sync.models.plans import SCHEDULE_COLUMNS
from benefits_sync.models.reading import ReadRequest, ReadResult

MARGIN: Final = timedelta(seconds=5)
"""A change of the last seconds may not be visible yet, so the watermark stays this far behind."""

_A_DAY: Final = timedelta(days=1)
_HIDDEN: Final = "hide_from_payroll"
_TEST: Final = "test_employee"


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom the answer is about, their rows, and who was asked for and is not there."""

    people: Collection[str]
    rows: list[Columns] = field(repr=False)
    hidden: tuple[str, ...] = ()


class PayrollReader:
    """Reads payroll rows of one plan year: everyone's, of people named, or of those with changes.

    Rows of test employees are left out unless they are named, and so are those of employees whom PlanSource
    hides from payroll. Rows of the years around may come along. The request's options say which plan year:
    ``plan_year_starts``, ``plan_year_ends``, and from which day on changes are looked for at least:
    ``plan_year_start_date``.

    Args:
        client: The session with PlanSource.
        now: Our clock, used when the vendor's answers carry none.
    """

    vendor = VENDOR

    def __init__(
        self, client: PlanSourceClient, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client
        self._now = now
        self._pages = PayrollPages(client)

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def read(self, request: ReadRequest, progress: Callable[[str, int], None]) -> ReadResult:
        """Return whole histories of the plan year for everyone whom the request is about.

        Raises:
            ParameterError: If the options do not name a plan year.
        """
        year = PlanYear.of(request)
        search = PayrollSearch(self._pages, year)
        if request.named:
            found = await self._one_by_one(year, [*request.record_keys, *request.source_ids])
        elif request.since is None:
            found = await self._everyone(search)
        else:
            since = min(request.since, year.changed_from or request.since)
            found = await self._changed(year, search, since, request.due_source_ids)
        frame, withheld = payroll_frame(found.rows)
        progress("employees looked at", len(found.people))
        progress("payroll rows read", len(frame))
        return ReadResult(
            frame=frame,
            future=pd.DataFrame(columns=list(SCHEDULE_COLUMNS), dtype=object),
            watermark=self._watermark(request),
            withheld=withheld,
            hidden=found.hidden,
            roster_size=len(found.people) if request.everyone else None,
            people=tuple(found.people),
        )

    async def _everyone(self, search: PayrollSearch) -> _Found:
        """Read who there is and then all rows."""
        roster = await self._client.roster((CODE, _TEST, _HIDDEN), lambda page: page)
        known: dict[str, bool] = {}
        for page in roster:
            members = (page.cells[name] for name in (CODE, _TEST, _HIDDEN))
            known |= {str(code): not (test or hidden) for code, test, hidden in zip(*members, strict=True)}
        left_out = {code for code, on_payroll in known.items() if not on_payroll}
        rows = [_kept(page, lambda code: code not in left_out) for page in await search.whole_year()]
        return _Found([code for code in known if code not in left_out], rows)

    async def _changed(
        self, year: PlanYear, search: PayrollSearch, since: datetime, due: Iterable[str]
    ) -> _Found:
        """Read the whole histories of who changed and who is due; nobody's, when there is nobody."""
        changes = await search.entered(Window(since, max(self._now(), since) + _A_DAY))
        whole = await search.whole_year() if changes is None else None
        recent = [page.where(entered_since(page, since)) for page in changes or whole or ()]
        changed = (str(code) for page in recent for code in page.cells[CODE] if code is not None)
        codes = dict.fromkeys([*changed, *due])
        if whole is None and await search.fewer_one_by_one(len(codes)):
            return await self._one_by_one(year, codes)
        whole = whole or await search.whole_year()
        return _Found(codes, [_kept(page, codes.__contains__) for page in whole])

    async def _one_by_one(self, year: PlanYear, codes: Iterable[str]) -> _Found:
        """Read people by a call each; asking for the years around it costs no call more."""
        slots = asyncio.Semaphore(self._client.concurrency)

        async def one(code: str) -> tuple[str, Columns | None]:
            async with slots:
                return code, await self._pages.employee(code, year.around)

        tasks = [asyncio.create_task(one(code)) for code in dict.fromkeys(codes)]
        try:
            found = dict(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
        present = {code: rows for code, rows in found.items() if rows is not None}
        return _Found(
            list(present), list(present.values()), tuple(code for code in found if code not in present)
        )

    def _watermark(self, request: ReadRequest) -> datetime:
        """Return up to when changes are included; never before what was asked for."""
        moments = [(self._client.clock or self._now()) - MARGIN]
        return max([*moments, request.since] if request.since is not None else moments)


def _kept(page: Columns, wanted: Callable[[object], bool]) -> Columns:
    """Return the wanted rows of a page, those of test employees aside."""
    pairs = zip(page.cells[CODE], page.cells[_TEST], strict=True)
    return page.where([wanted(code) and test != "true" for code, test in pairs])
