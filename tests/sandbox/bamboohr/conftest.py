"""A running sandbox of 60 people and a plain HTTP caller of its BambooHR."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import aiohttp
import orjson
import pytest

from sandbox.server import Running, running

TODAY = date(2026, 3, 4)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Api:
    """Calls the sandbox with one key, asking for JSON unless told otherwise."""

    def __init__(self, box: Running, session: aiohttp.ClientSession) -> None:
        self.box = box
        self.session = session
        self.key = box.credentials["bamboohr"]["api_key"]

    @property
    def vendor(self) -> Any:
        return self.box.sandbox.vendors["bamboohr"]

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        if path.startswith("/v"):
            path = f"/api{path}"
        headers = {
            "Authorization": aiohttp.encode_basic_auth(self.key, "x"),
            "Accept": "application/json",
            **options.pop("headers", {}),
        }
        headers = {name: value for name, value in headers.items() if value is not None}
        async with self.session.request(
            method, self.box.url + path, headers=headers, allow_redirects=False, **options
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def get(self, path: str, **options: Any) -> Answer:
        return await self.call("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return await self.call("POST", path, json=body, **options)

    async def put(self, path: str, body: Any = None, **options: Any) -> Answer:
        return await self.call("PUT", path, json=body, **options)

    async def delete(self, path: str, **options: Any) -> Answer:
        return await self.call("DELETE", path, **options)

    async def field(self, number: int | str, name: str, **options: Any) -> Any:
        """One field of one employee; the name itself stands for a field that was left out."""
        answer = await self.get(f"/v1/employees/{number}", params={"fields": name, **options})
        return answer.json().get(name, f"no {name}")

    async def report(self, *names: str, **query: str) -> Any:
        answer = await self.post(
            "/v1/reports/custom", {"title": "t", "fields": list(names)}, params={"format": "json", **query}
        )
        return answer.json()

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        return (await self.call(method, f"/__sandbox/{path}", json=body)).json()

    async def advance(self, days: float) -> None:
        await self.control("PUT", "clock", {"advance_days": days})

    def journal(self) -> list[Any]:
        return self.box.sandbox.journal.select("bamboohr")


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with running(60, 1, today=TODAY) as box, aiohttp.ClientSession() as session:
        yield Api(box, session)
