"""All pages are read, each record once, also while the list moves underneath."""

import pytest

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.plansource.roster import MAX_WALKS, PER_PAGE, ids_of, walk_pages
from benefits_sync.errors import VendorContractError


class Listing:
    """A list of records in pages; the first ``shifts`` walks see its second page shifted by one."""

    def __init__(self, size: int, shifts: int = 0) -> None:
        self.ids = list(range(size))
        self.shifts = shifts
        self.asked: list[int] = []

    async def __call__(self, number: int) -> Columns:
        self.asked.append(number)
        start = (number - 1) * PER_PAGE
        if number == 2 and self.shifts:
            self.shifts -= 1
            start -= 1
        return Columns.of([{"id": one} for one in self.ids[start : start + PER_PAGE]], ["id"])

    async def walk(self, expected: int | None = None) -> list[object]:
        parts = await walk_pages(
            self, lambda page: page.cells["id"], ids=ids_of, lanes=5, full=PER_PAGE, expected=expected
        )
        return [one for part in parts for one in part]


@pytest.mark.parametrize("size", [0, 1, 499, 500, 501, 1000, 1499, 3200, 7777])
async def test_every_record_is_read_once_and_in_order(size: int):
    assert await Listing(size).walk() == list(range(size))


@pytest.mark.parametrize("expected", [0, 499, 500, 1700, 9000])
async def test_a_wrong_guess_of_the_size_loses_nothing(expected: int):
    assert await Listing(1700).walk(expected) == list(range(1700))


@pytest.mark.parametrize(("size", "calls"), [(0, 1), (499, 1), (500, 2), (1700, 4), (100_000, 201)])
async def test_a_right_guess_of_the_size_costs_no_page_too_many(size: int, calls: int):
    listing = Listing(size)
    await listing.walk(size)
    assert len(listing.asked) == calls


async def test_a_record_on_two_pages_starts_the_walk_again():
    assert await Listing(1200, shifts=1).walk() == list(range(1200))


async def test_a_list_that_moves_in_every_walk_is_given_up():
    with pytest.raises(VendorContractError, match=f"{MAX_WALKS} readings"):
        await Listing(1200, shifts=MAX_WALKS).walk()
