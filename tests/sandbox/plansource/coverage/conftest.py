"""An administrator in March 2026 whose first employee was hired on the 9th."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.caller import Caller
from tests.sandbox.plansource.coverage.administrator import Administrator


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=5, today=date(2026, 3, 20)) as started:
        yield started


@pytest.fixture
async def admin(api: Caller) -> Administrator:
    """Maya (E00001) is hired and has elected nothing."""
    administrator = Administrator(api)
    await administrator.hire()
    return administrator


@pytest.fixture
async def covered(admin: Administrator) -> Administrator:
    """Maya covers a spouse and a child in medical from 1 April 2026."""
    await admin.elect("medical", level="family", dependents=["spouse", "child"])
    return admin


@pytest.fixture
async def insured(admin: Administrator) -> Administrator:
    """Maya asked for life insurance of 300,000, of which 150,000 is guaranteed."""
    await admin.elect("subscriber_life", volume=300000)
    return admin
