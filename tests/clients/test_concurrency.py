"""Several calls are under way at once, and none of them is lost when one fails."""

import asyncio

import pytest

from benefits_sync.clients.concurrency import batches, both, in_lanes


def test_batches_are_full_but_for_the_last():
    assert [list(batch) for batch in batches(range(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]


async def test_every_item_is_worked_on_once():
    done: list[int] = []

    async def work(item: int) -> None:
        await asyncio.sleep(0)
        done.append(item)

    await in_lanes(range(20), work, lanes=3)
    assert sorted(done) == list(range(20))


async def test_no_more_are_under_way_than_there_are_lanes():
    under_way, most = 0, 0

    async def work(item: int) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    await in_lanes(range(20), work, lanes=3)
    assert most == 3


async def test_after_a_failure_what_is_under_way_is_finished_and_nothing_new_starts():
    started: list[int] = []
    finished: list[int] = []

    async def work(item: int) -> None:
        started.append(item)
        await asyncio.sleep(0)
        if item == 1:
            raise ConnectionError("gone")
        await asyncio.sleep(0.01)
        finished.append(item)

    with pytest.raises(ConnectionError, match="gone"):
        await in_lanes(range(20), work, lanes=3)
    assert (started, sorted(finished)) == ([0, 1, 2], [0, 2])


async def test_no_items_need_no_lanes():
    async def work(item: int) -> None:
        raise AssertionError(item)

    await in_lanes([], work, lanes=3)


async def test_the_first_failure_of_two_calls_cancels_the_other():
    cancelled: list[bool] = []

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ConnectionError

    async def waits() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(ConnectionError):
        await both(fails(), waits())
    assert cancelled == [True]
