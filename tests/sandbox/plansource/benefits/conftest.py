"""An employer in March 2026 whose first employee was hired the day before."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.benefits.employer import Employer
from tests.sandbox.plansource.caller import Caller


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=5, today=date(2026, 3, 20)) as started:
        yield started


@pytest.fixture
async def employer(api: Caller) -> Employer:
    return Employer(api)


@pytest.fixture
async def maya(employer: Employer) -> Employer:
    await employer.hire()
    return employer
