"""State that survives a restart, when asked: one JSON file, replaced as a whole."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.core.state import Sandbox
from sandbox.core.wire import Json

_QUIET_SECONDS = 0.5
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class StateFileError(ValueError):
    """The state file cannot be used; the message names it and the way out."""


def dump(sandbox: Sandbox) -> bytes:
    """Return the state of all vendors and the clock as JSON."""
    state = {
        "seed": sandbox.seed,
        "employees": sandbox.employees,
        "now": sandbox.clock.now().isoformat(),
        "seq": sandbox.journal.seq,
        "vendors": {name: vendor.snapshot() for name, vendor in sandbox.vendors.items()},
    }
    return orjson.dumps(state, option=orjson.OPT_NON_STR_KEYS)


def save(sandbox: Sandbox, path: Path) -> None:
    """Write the state to `path`, atomically."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(dump(sandbox))
    fresh.replace(path)


def load(sandbox: Sandbox, path: Path) -> None:
    """Take over the state saved at `path`; a file that is not there yet is an empty start."""
    if not path.exists():
        return
    try:
        state = orjson.loads(path.read_bytes())
        saved_as = (state["seed"], state["employees"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StateFileError(f"{path} is no state file of the sandbox; delete it or name another") from error
    if saved_as != (sandbox.seed, sandbox.employees):
        raise StateFileError(
            f"{path} holds a company of {saved_as[1]} employees with seed {saved_as[0]}; "
            "start with the same --employees and --seed, or delete it"
        )
    restore(sandbox, state)


def restore(sandbox: Sandbox, state: Json) -> None:
    """Take over what `dump` returned, as parsed, from a sandbox of the same company."""
    sandbox.clock.set(datetime.fromisoformat(state["now"]))
    sandbox.journal.seq = state["seq"]
    for name, vendor in sandbox.vendors.items():
        if name in state["vendors"]:
            vendor.restore(state["vendors"][name])


def counting(sandbox: Sandbox) -> Middleware:
    """Build the middleware that counts requests which may have changed something."""

    @web.middleware
    async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            if request.method not in _READING:
                sandbox.changes += 1

    return counted


def saver(sandbox: Sandbox, path: Path) -> Callable[[web.Application], AsyncIterator[None]]:
    """Build the part of the application that loads at the start and saves after bursts and at the end."""

    async def watch() -> None:
        saved = seen = sandbox.changes
        while True:
            await asyncio.sleep(_QUIET_SECONDS)
            quiet, seen = seen == sandbox.changes, sandbox.changes
            if quiet and saved != seen:
                save(sandbox, path)
                saved = seen

    async def lifespan(_app: web.Application) -> AsyncIterator[None]:
        load(sandbox, path)
        watching = asyncio.create_task(watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        save(sandbox, path)

    return lifespan
