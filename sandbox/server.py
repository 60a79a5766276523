"""Start the sandbox: as an application, inside a test, or as a process."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from sandbox import bamboohr, families, plansource
from sandbox.core import control
from sandbox.core.injection import injection
from sandbox.core.saving import counting, saver
from sandbox.core.state import Sandbox

HOST = "127.0.0.1"
_LARGEST_BODY = 64 * 2**20


def build(sandbox: Sandbox) -> web.Application:
    """Build the application that serves both vendors and the control routes."""
    app = web.Application(
        middlewares=[counting(sandbox), sandbox.journal.middleware(), injection(sandbox)],
        client_max_size=_LARGEST_BODY,
    )
    app.on_response_prepare.append(_dated(sandbox))
    control.add_routes(app, sandbox)
    plansource.add_routes(app, sandbox)
    bamboohr.add_routes(app, sandbox)
    families.add_routes(app, sandbox)
    if sandbox.state_file is not None:
        app.cleanup_ctx.append(saver(sandbox, sandbox.state_file))
    return app


def _dated(sandbox: Sandbox) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Let answers carry the sandbox's time: clients take their next starting point from it."""

    async def dated(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(sandbox.clock.now(), usegmt=True)

    return dated


class Running:
    """A sandbox that listens within a ``with`` or an ``async with`` block, on 127.0.0.1 by default.

    ``with`` serves from a thread of its own, ``async with`` from the running event loop.

    Attributes:
        url: Where it listens, without a trailing slash.
        credentials: What to sign in with, vendor by vendor.
        sandbox: The state behind it: clock, journal, faults, vendors.
    """

    def __init__(self, sandbox: Sandbox, port: int = 0, host: str = HOST) -> None:
        self.sandbox = sandbox
        self.url = ""
        self.credentials = sandbox.credentials.to_json()
        self._port = port
        self._host = host
        self._runner: web.AppRunner | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(build(self.sandbox), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self.url = f"http://{self._host}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.__aenter__(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self.__aexit__(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def running(
    employees: int = 50,
    seed: int = 1,
    *,
    faults: Sequence[Any] = (),
    state_file: Path | None = None,
    today: date | None = None,
    port: int = 0,
    host: str = HOST,
) -> Running:
    """Make a sandbox for a ``with`` block; it is seeded at once and listens while the block lasts."""
    return Running(Sandbox.create(employees, seed, faults, state_file, today), port, host)
