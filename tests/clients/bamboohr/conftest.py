"""A company in the sandbox, and a reader of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import aiohttp
import pytest

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.roster import EmployeeReader
from benefits_sync.clients.patience import Patience
from benefits_sync.models.reading import ReadRequest, ReadResult
from sandbox.core.journal import Entry
from sandbox.server import Running, running

TODAY = date(2026, 3, 4)
FIELDS = (
    "employeeNumber",
    "firstName",
    "lastName",
    "hireDate",
    "terminationDate",
    "status",
    "employmentHistoryStatus",
    "state",
    "department",
    "location",
    "jobTitle",
    "payRate",
    "payType",
    "paySchedule",
    "customBadge",
    "employmentStatus.terminationTypeId",
)


async def no_wait(_seconds: float) -> None:
    pass


@dataclass
class Company:
    """The sandbox's company, seen from both sides."""

    running: Running
    client: BambooHRClient
    counted: int = 0

    async def read(self, *fields: str, **request: Any) -> ReadResult:
        """Read, and remember where the journal stood."""
        self.counted = len(self.journal)
        reader = EmployeeReader(self.client)
        return await reader.read(ReadRequest(fields or FIELDS, TODAY, **request), lambda _what, _count: None)

    @property
    def journal(self) -> list[Entry]:
        return self.running.sandbox.journal.select(vendor="bamboohr")

    @property
    def routes(self) -> list[str]:
        """The calls of the last reading, as the vendor saw them."""
        return [f"{one.method} {one.path.partition('/v1/')[2]}" for one in self.journal[self.counted :]]

    @property
    def rights(self) -> Any:
        """What the key's user may see."""
        return self.running.sandbox.vendors["bamboohr"].rights["main"]

    @property
    def now(self) -> datetime:
        return self.running.sandbox.clock.now()

    def let_time_pass(self, days: float = 1) -> datetime:
        """Let days go by, so that what changed before is long ago; returns the new moment."""
        self.running.sandbox.clock.advance(days)
        return self.now

    async def post(self, path: str, body: dict[str, Any]) -> None:
        """Change the company as its own people do."""
        told = self.running.credentials["bamboohr"]
        url = f"{self.running.url}/api/gateway.php/{told['company']}{path}"
        proof = {"Authorization": aiohttp.encode_basic_auth(told["api_key"], "x")}
        async with aiohttp.ClientSession(headers=proof) as session, session.post(url, json=body) as answer:
            answer.raise_for_status()

    async def change(self, *employee_ids: str) -> None:
        for employee_id in employee_ids:
            await self.post(f"/v1/employees/{employee_id}", {"customBadge": f"B-{employee_id}"})


@pytest.fixture
async def company() -> AsyncIterator[Company]:
    async with running(employees=60, seed=3, today=TODAY) as sandbox:
        told = sandbox.credentials["bamboohr"]
        async with BambooHRClient(
            told["company"],
            told["api_key"],
            base_url=sandbox.url,
            patience=Patience(attempts=4, sleep=no_wait),
        ) as client:
            yield Company(sandbox, client)
