"""A company of 40 people with families and elections, in March 2026."""

from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.site import Sandbox


@pytest.fixture(scope="module")
def enrolled(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sandbox's state after the company's first enrollment."""
    sandbox.reset()
    CarrierSite.employing(sandbox, tmp_path_factory.mktemp("enrolling"))
    return sandbox.call("GET", "state")


@pytest.fixture
def carriers(sandbox: Sandbox, enrolled: Any, tmp_path: Path) -> CarrierSite:
    """The company as after its first enrollment, which each test may change."""
    sandbox.call("PUT", "state", enrolled)
    return CarrierSite(sandbox, tmp_path)
