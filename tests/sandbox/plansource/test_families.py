"""Employees enter at PlanSource the family members whom BambooHR knows."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.caller import Caller

WITH_FAMILY = 10014
"""Somebody with a spouse and a child, whatever the seed."""


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=25, today=date(2026, 3, 20)) as started:
        yield started


async def enter(api: Caller) -> int:
    async with api.session.post("/__sandbox/families") as response:
        return (await response.json())["entered"]


async def dependents(api: Caller) -> list[dict[str, Any]]:
    return (await api.call("GET", "/dependents")).data["dependents"]


async def test_those_whom_hr_knows_are_entered(api: Caller) -> None:
    await api.hire(WITH_FAMILY)
    entered = await enter(api)
    assert (entered, [one["relationship_code"] for one in await dependents(api)]) == (2, ["spouse", "child"])


async def test_their_ssns_are_those_of_hr(box: Running, api: Caller) -> None:
    await api.hire(WITH_FAMILY)
    await enter(api)
    known = {
        row["ssn"][-4:]
        for row in box.sandbox.vendors["bamboohr"].state.company.people[114].rows("dependents")
    }
    assert {one["ssn"] for one in await dependents(api)} == {f"XXX-XX-{tail}" for tail in known}


async def test_nobody_is_entered_twice(api: Caller) -> None:
    await api.hire(WITH_FAMILY)
    await enter(api)
    assert await enter(api) == 0
