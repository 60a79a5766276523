"""Everyone's coverages and dependents, read with as few calls as the API allows."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from benefits_sync.clients.columns import Columns, joined
from benefits_sync.clients.concurrency import together
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.elections_wire import (
    COVERAGE_MEMBERS,
    COVERAGES,
    DEPENDENT_COVERAGE_MEMBERS,
    DEPENDENTS,
    INACTIVE_DEPENDENTS,
    Composite,
    ListsDecoder,
)
from benefits_sync.clients.plansource.explain import wrong_shape
from benefits_sync.clients.plansource.roster import PER_PAGE, ids_of, walk_pages
from benefits_sync.clients.transport import Params
from benefits_sync.errors import VendorContractError
from benefits_sync.models.elections import DEPENDENT_FIELDS

T = TypeVar("T")

EVERYONE_SECONDS: Final = 600.0
"""Time allowed for the list of all dependents, which the vendor does not page."""

DEPENDENT_MEMBERS: Final = ("id", "links", "relationship_code", "termination_reason_id", *DEPENDENT_FIELDS)

_COMPOSITES: Final = "GET /coverage/composites"
_DEPENDENTS: Final = "GET /dependents"
_META: Final = "GET /coverage/meta"


class ElectionPages:
    """Reads composites, dependents and the reasons of terminations.

    Args:
        client: The session with PlanSource.
    """

    def __init__(self, client: PlanSourceClient) -> None:
        self._client = client
        self._composites = ListsDecoder({COVERAGES: COVERAGE_MEMBERS, DEPENDENTS: DEPENDENT_COVERAGE_MEMBERS})
        self._dependents = ListsDecoder(
            {DEPENDENTS: DEPENDENT_MEMBERS, INACTIVE_DEPENDENTS: DEPENDENT_MEMBERS}
        )

    async def composites(self, plan_year: str, keep: Callable[[Composite], T]) -> list[T]:
        """Read the coverages of a plan year, test employees' aside, and return what is kept of each page.

        The vendor does not say what a page of composites counts, so the last one is the first that is empty.

        Args:
            plan_year: ``previous``, ``current`` or ``next``, by the vendor's clock.
            keep: Takes from a page what is wanted.

        Raises:
            VendorContractError: The list moved in every reading.
        """

        async def page(number: int) -> Composite:
            params: Params = {"page": number, "per_page": PER_PAGE, "plan_year": plan_year}
            answer = await self._client.get("/coverage/composites", _COMPOSITES, params, self._composites)
            found = self._composites.of(answer.data)
            if found is None:
                raise wrong_shape("'data' does not hold lists of coverages and dependents", _COMPOSITES)
            return Composite(found[COVERAGES], found[DEPENDENTS])

        return await walk_pages(
            page,
            keep,
            ids=_ids,
            lanes=self._client.concurrency,
            full=1,
            operation=_COMPOSITES,
        )

    async def dependents(self, covered_by: Iterable[str]) -> Columns:
        """Return all dependents, those deactivated too; the whole list is one answer.

        Some organizations get a raw error for it. Then the dependents of each of these subscribers are read.

        Args:
            covered_by: PlanSource's numbers of the subscribers who cover somebody.
        """
        try:
            return await self._listed({}, EVERYONE_SECONDS)
        except VendorContractError as error:
            if error.status != 400:
                raise
        slots = asyncio.Semaphore(self._client.concurrency)

        async def of(subscriber: str) -> Columns:
            async with slots:
                return await self._listed({"subscriber_id": subscriber})

        parts = await together(of(subscriber) for subscriber in dict.fromkeys(covered_by))
        return joined(parts, DEPENDENT_MEMBERS)

    async def reasons(self) -> dict[str, str]:
        """Return the lookup code of each reason of a termination by its number."""
        data = (await self._client.get("/coverage/meta", _META)).data
        listed = data.get("termination_reasons") if isinstance(data, dict) else None
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise wrong_shape("'data' has no list of termination_reasons", _META)
        return {
            str(one["id"]): str(one["lookup_code"]) for one in listed if {"id", "lookup_code"} <= one.keys()
        }

    async def _listed(self, params: Params, seconds: float | None = None) -> Columns:
        answer = await self._client.get(
            "/dependents", _DEPENDENTS, params, self._dependents, total_timeout=seconds
        )
        found = self._dependents.of(answer.data)
        if found is None:
            raise wrong_shape("'data' does not hold the lists of dependents", _DEPENDENTS)
        return joined(list(found.values()), DEPENDENT_MEMBERS)


def _ids(page: Composite) -> Sequence[object]:
    """Tell coverages and dependents' parts apart, whose numbers are not known to differ."""
    return [*ids_of(page.coverages), *(f"dependent {number}" for number in ids_of(page.dependents))]
