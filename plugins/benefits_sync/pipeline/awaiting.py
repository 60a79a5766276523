"""Runs what is read concurrently, from code that is not."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def result_of(reading: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end and return its result.

    In Python 3.11 ``asyncio.run`` spells out its task's result twice, for nobody. For frames of people that
    takes longer than to read a few of them, so the task itself returns nothing.
    """
    kept: list[T] = []

    async def keep() -> None:
        kept.append(await reading)

    asyncio.run(keep())
    return kept[0]
