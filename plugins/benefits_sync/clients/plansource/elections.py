"""Reads everyone's people and elections, as carrier files are built from them."""

from collections.abc import Callable, Sequence
from typing import Final

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.elections_frames import (
    OWNER,
    ElectionFrames,
    elections_frame,
    people_frame,
)
from benefits_sync.clients.plansource.elections_pages import DEPENDENT_MEMBERS, ElectionPages
from benefits_sync.clients.plansource.elections_wire import (
    COVERAGE_MEMBERS,
    DEPENDENT_COVERAGE_MEMBERS,
    Composite,
)
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.models.elections import PERSON_FIELDS, ElectionsRead
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS

SUBSCRIBER_MEMBERS: Final = (
    *(name for name in PERSON_FIELDS if name in SUBSCRIBER_FIELDS),
    "termination_reason_id",
)


class ElectionReader:
    """Reads the whole organization: pages of coverages, one list of dependents, pages of subscribers.

    Args:
        client: The session with PlanSource.
    """

    vendor = VENDOR

    def __init__(self, client: PlanSourceClient) -> None:
        self._client = client
        self._pages = ElectionPages(client)

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def read(self, plan_years: Sequence[str], progress: Callable[[str, int], None]) -> ElectionsRead:
        """Return everyone, and what they have elected in these plan years.

        Coverages are read first and subscribers last, so that nobody is enrolled between the two whom the
        list of subscribers does not have.

        Args:
            plan_years: Some of `benefits_sync.models.elections.PLAN_YEARS`.
            progress: Is told what was read, and how many.
        """
        frames = ElectionFrames(await self._pages.reasons())
        years: list[list[Composite]] = []
        for year in plan_years:
            years.append(await self._pages.composites(year, frames.composite))
            progress(f"coverages of the {year} plan year", sum(page.coverages.size for page in years[-1]))
        pages = [page for year in years for page in year]
        dependents = await self._pages.dependents(_covering(pages))
        progress("dependents", dependents.size)
        roster = await self._client.roster(SUBSCRIBER_MEMBERS, frames.subscribers)
        progress("subscribers", sum(page.size for page in roster))
        codes = {number: code for page in roster for number, code in _coded(page)}
        return ElectionsRead(
            people_frame([*roster, frames.dependents(dependents, codes)]),
            elections_frame(years, codes),
            {
                "subscribers": _untold(roster, SUBSCRIBER_MEMBERS),
                "dependents": _untold([dependents], DEPENDENT_MEMBERS),
                "coverages": _untold([page.coverages for page in pages], COVERAGE_MEMBERS),
                "dependent_coverages": _untold(
                    [page.dependents for page in pages], DEPENDENT_COVERAGE_MEMBERS
                ),
            },
            _uncoded(pages, codes),
        )


def _coded(page: Columns) -> "zip[tuple[str | None, str | None]]":
    return zip(page.cells["id"], page.cells["subscriber_code"], strict=True)


def _covering(pages: Sequence[Composite]) -> list[str]:
    """Return the numbers of the subscribers whose coverages have dependents."""
    own = [page.coverages.cells for page in pages]
    of_coverage = {
        coverage: owner
        for cells in own
        for coverage, owner in zip(cells["coverage_id"], cells[OWNER], strict=True)
    }
    parts = (coverage for page in pages for coverage in page.dependents.cells["coverage_id"])
    return list(dict.fromkeys(of_coverage[coverage] for coverage in parts if coverage in of_coverage))


def _uncoded(pages: Sequence[Composite], codes: dict[str | None, str | None]) -> tuple[str, ...]:
    owners = {owner for page in pages for owner in page.coverages.cells[OWNER] if owner is not None}
    return tuple(sorted(owner for owner in owners if codes.get(owner) is None))


def _untold(parts: Sequence[Columns], members: Sequence[str]) -> tuple[str, ...]:
    """Return the members that no record of a list has; an empty list says nothing of its members."""
    if not any(part.size for part in parts):
        return ()
    told = frozenset().union(*(part.told for part in parts))
    return tuple(name for name in members if name not in told)
