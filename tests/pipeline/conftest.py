"""One sandbox for each module, as good as new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.company import Company
from tests.pipeline.site import Sandbox, Site

EMPLOYEES = 40
START = "2026-03-04"
"""The vendors live in the past, so that days can pass and tokens stay valid."""


@pytest.fixture(scope="module")
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox with ``EMPLOYEES`` of the module, or 40, people."""
    employees = getattr(request.module, "EMPLOYEES", EMPLOYEES)
    box = Sandbox.start("--employees", str(employees), "--seed", "3", "--today", START)
    yield box
    box.stop()


@pytest.fixture
def company(sandbox: Sandbox, tmp_path: Path) -> Company:
    """The company as at the start, and a new installation of ours."""
    sandbox.reset()
    return Company(sandbox, Site(sandbox, tmp_path))


@pytest.fixture
def exported(company: Company) -> Company:
    """The company after its first run."""
    company.run("first", delta=False)
    return company
