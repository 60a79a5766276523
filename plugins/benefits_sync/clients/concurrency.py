"""How work is cut into calls, and how several calls are under way at once without losing an answer."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from typing import Any, TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")


async def together(calls: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Await calls at once and return their results in order; the first failure cancels the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def both(one: Coroutine[Any, Any, T], other: Coroutine[Any, Any, U]) -> tuple[T, U]:
    """Await two calls of different kinds at once; the first failure cancels the other."""
    found = await together(cast("Iterable[Coroutine[Any, Any, Any]]", (one, other)))
    return found[0], found[1]


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut a sequence into runs of at most ``size``."""
    return (items[start : start + size] for start in range(0, len(items), size))


async def in_lanes(items: Sequence[T], work: Callable[[T], Awaitable[None]], *, lanes: int) -> None:
    """Do the work for every item, at most ``lanes`` at once.

    After a failure nothing new starts, but what is under way is finished, because its answers are writes that
    have to be accounted for. Then the first failure is raised.
    """
    waiting = iter(items)
    failures: list[BaseException] = []

    async def lane() -> None:
        for item in waiting:
            if failures:
                return
            try:
                await work(item)
            except BaseException as failure:
                failures.append(failure)
                raise

    await asyncio.gather(*(lane() for _ in range(min(lanes, len(items)))), return_exceptions=True)
    if failures:
        raise failures[0]
