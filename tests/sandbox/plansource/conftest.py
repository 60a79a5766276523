"""A sandbox over real HTTP, and a caller that is signed in to it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.caller import Caller


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=5) as started:
        yield started


@pytest.fixture
async def stranger(box: Running) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession(box.url) as session:
        yield Caller(box, session)


@pytest.fixture
async def api(stranger: Caller) -> Caller:
    await stranger.sign_in()
    return stranger
