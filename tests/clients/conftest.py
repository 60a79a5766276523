"""A scripted server for all clients."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.clients.scripted_server import ScriptedServer


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    """A scripted server on a free port of this machine."""
    scripted = ScriptedServer()
    listening = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield scripted
        listening.close()
