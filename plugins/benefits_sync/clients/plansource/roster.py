"""Walking all pages of a list that tells no total and may change underneath."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeVar

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.errors import VendorContractError

P = TypeVar("P")
T = TypeVar("T")

PER_PAGE: Final = 500
MAX_WALKS: Final = 3

ReadPage = Callable[[int], Awaitable[P]]
Ids = Callable[[P], Sequence[object]]


def ids_of(page: Columns) -> Sequence[object]:
    """Return what tells the records of a page apart: their ``id``."""
    return page.cells["id"]


async def walk_pages(
    read_page: ReadPage[P],
    keep: Callable[[P], T],
    *,
    ids: Ids[P],
    lanes: int,
    full: int,
    expected: int | None = None,
    operation: str = "GET /subscribers",
) -> list[T]:
    """Read every page, several at once, and return what is kept of each, in order.

    The last page is the first that is not full. A record that turns up twice shows that the list moved while
    it was read, so that another may have been missed: the walk starts again.

    Args:
        read_page: Returns the page with this number, from 1.
        keep: Takes from a page what is wanted, so that whole pages need not stay in memory.
        ids: Returns what tells the records of a page apart.
        lanes: Pages read at once.
        full: A page of fewer is the last one; 1 where nobody says what a page counts.
        expected: How many records the list is thought to have.
        operation: Which list it is, for errors.

    Raises:
        VendorContractError: The list moved in every walk.
    """
    for _ in range(MAX_WALKS):
        kept, moved = await _walk(read_page, keep, ids, lanes, full, expected)
        if not moved:
            return kept
    raise VendorContractError(
        f"the same record was on two pages in {MAX_WALKS} readings of the list; try again when it is quiet",
        vendor=VENDOR,
        operation=operation,
    )


async def _walk(
    read_page: ReadPage[P], keep: Callable[[P], T], ids: Ids[P], lanes: int, full: int, expected: int | None
) -> tuple[list[T], bool]:
    kept: list[T] = []
    seen: set[object] = set()
    slots = asyncio.Semaphore(lanes)

    async def one(number: int) -> tuple[Sequence[object], T]:
        async with slots:
            page = await read_page(number)
            return ids(page), keep(page)

    start, count = 1, _first_wave(full, expected)
    while True:
        for known, part in await _together(one(number) for number in range(start, start + count)):
            kept.append(part)
            if not seen.isdisjoint(known) or len(set(known)) < len(known):
                return kept, True
            seen.update(known)
            if len(known) < full:
                return kept, False
        start, count = start + count, min(lanes, start + count - 1)


def _first_wave(full: int, expected: int | None) -> int:
    """Return how many pages to ask for at once: all that are expected, the unfilled last one included."""
    return 1 if expected is None else expected // full + 1


async def _together(
    calls: Iterable[Awaitable[tuple[Sequence[object], T]]],
) -> list[tuple[Sequence[object], T]]:
    tasks = [asyncio.ensure_future(call) for call in calls]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
