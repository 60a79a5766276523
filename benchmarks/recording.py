"""Record the requests of an export, and send them again with nothing else done: the floor."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import aiohttp

CONCURRENCY = 5
"""As many requests at once as the PlanSource client sends."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it left, without its credentials."""

    method: str
    path: str
    options: dict[str, Any]

    @property
    def kind(self) -> tuple[str, str]:
        """What requests are sent side by side: those of one method and one part of the API."""
        return self.method, self.path.split("?")[0].split("/subscriber/")[0]


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """Record every request of this process."""
    sent: list[Sent] = []
    original = aiohttp.ClientSession._request

    async def recording(session: aiohttp.ClientSession, method: str, url: Any, **options: Any) -> Any:
        keep = {name: options[name] for name in ("data", "json", "params") if options.get(name) is not None}
        headers = {
            name: value
            for name, value in dict(options.get("headers") or {}).items()
            if name.lower() in {"content-type", "accept"}
        }
        sent.append(Sent(method, str(url).split("/", 3)[-1], {**keep, "headers": headers}))
        return await original(session, method, url, **options)

    aiohttp.ClientSession._request = recording  # type: ignore[method-assign, assignment]
    try:
        yield sent
    finally:
        aiohttp.ClientSession._request = original  # type: ignore[method-assign]


async def replay(
    url: str, sent: list[Sent], bamboohr: str, plansource: str, at_once: int = CONCURRENCY
) -> float:
    """Send the requests in their order, like ones side by side, reading the answers and no more.

    Returns the seconds it took. ``bamboohr`` and ``plansource`` are Authorization headers; of like requests
    ``at_once`` are under way together.
    """
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as session:

        async def send(request: Sent) -> None:
            proof = plansource if request.path.startswith("admin/") else bamboohr
            options = {**request.options, "headers": {**request.options["headers"], "Authorization": proof}}
            async with session.request(request.method, f"{url}/{request.path}", **options) as answer:
                await answer.read()

        started = time.perf_counter()
        wanted = [request for request in sent if not request.path.startswith("oauth/")]
        for _, alike in groupby(wanted, key=lambda request: request.kind):
            await _side_by_side([send(request) for request in alike], at_once)
        return time.perf_counter() - started


async def _side_by_side(work: list[Any], at_once: int) -> None:
    limit = asyncio.Semaphore(at_once)

    async def one(item: Any) -> None:
        async with limit:
            await item

    await asyncio.gather(*(one(item) for item in work))
