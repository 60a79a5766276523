"""All payroll rows of a range, page by page, from a list that may change underneath."""

from collections.abc import Callable, Iterable
from typing import Final

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.concurrency import together
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.clients.plansource.payroll_frame import Spelling
from benefits_sync.clients.plansource.payroll_rows import CODE, PayrollDecoder, PayrollPage
from benefits_sync.clients.plansource.payroll_window import Window
from benefits_sync.clients.plansource.roster import MAX_WALKS, PER_PAGE
from benefits_sync.errors import VendorContractError

_IDENTITY: Final = (
    CODE, "benefit_lookup_code", "org_plan_year_starts", "plan_name", "change_effective_date", "current",
    "created_at", "updated_at",
)  # fmt: skip
"""Members that together tell rows apart; rows have no id of their own."""

Keep = Callable[[Columns], None]


class PayrollPages:
    """Reads payroll rows in canonical text, which pages share: a company's rows repeat few texts many times.

    Args:
        client: The session with PlanSource.
    """

    def __init__(self, client: PlanSourceClient) -> None:
        self._client = client
        self._decoder = PayrollDecoder()
        self._spelling = Spelling()

    async def employee(self, code: str, window: Window) -> Columns | None:
        """Return one employee's rows, or None when there is no employee with this code."""
        found = await self._client.payroll_of(code, window.params, self._decoder)
        return None if found is None else self._spelling.of(found.rows)

    async def page(self, window: Window, number: int = 1, *, per_page: int) -> PayrollPage:
        """Return one page of everyone's rows."""
        found = await self._client.payroll_page(window.params, number, per_page, self._decoder)
        return PayrollPage(self._spelling.of(found.rows), found.total)

    async def all(self, window: Window, first: PayrollPage | None = None) -> list[Columns]:
        """Return every page, several read at once.

        The last page is told by the total, or else by not being full. A total that changes, or a row on two
        pages, shows that the list moved while it was read, so that a row may have been missed: all is read
        again, in smaller pages, so that two rows that are alike do not stay on either side of a border.

        Args:
            window: The range.
            first: The first page, when it was read just now.

        Raises:
            VendorContractError: The list moved in every reading.
        """
        for walk in range(MAX_WALKS):
            size = PER_PAGE - walk
            pages = await self._walk(window, size, first if walk == 0 else None)
            if not _moved(pages):
                return [page.rows for page in pages]
        raise VendorContractError(
            f"the list of payroll rows changed in {MAX_WALKS} readings; try again when it is quiet",
            vendor=VENDOR,
            operation="GET /payroll_coverages_subscribers",
        )

    async def _walk(self, window: Window, size: int, first: PayrollPage | None) -> list[PayrollPage]:
        pages = [first or await self.page(window, per_page=size)]
        total = pages[0].total
        if total is None:
            while pages[-1].rows.size >= size:
                pages.append(await self.page(window, len(pages) + 1, per_page=size))
            return pages
        last = -(-total // size)
        for start in range(2, last + 1, self._client.concurrency):
            numbers = range(start, min(start + self._client.concurrency, last + 1))
            pages += await together(self.page(window, number, per_page=size) for number in numbers)
        return pages


def _moved(pages: Iterable[PayrollPage]) -> bool:
    """Tell whether pages do not fit together."""
    seen: set[int] = set()
    totals: set[int | None] = set()
    read = 0
    for page in pages:
        rows = {
            hash(row) for row in zip(*(map(str, page.rows.cells[name]) for name in _IDENTITY), strict=True)
        }
        if not seen.isdisjoint(rows):
            return True
        seen |= rows
        totals.add(page.total)
        read += page.rows.size
    return len(totals) > 1 or totals not in ({None}, {read})
