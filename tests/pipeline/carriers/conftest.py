"""A company of 40 people with families and elections, in March 2026."""

from pathlib import Path

import pytest

from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.site import Sandbox


@pytest.fixture
def carriers(sandbox: Sandbox, tmp_path: Path) -> CarrierSite:
    """The company as after its first enrollment, which each test may change."""
    sandbox.reset()
    return CarrierSite.employing(sandbox, tmp_path)


@pytest.fixture(scope="module")
def settled(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> CarrierSite:
    """The same company for tests that change nothing; not to be used beside ``carriers`` in one module."""
    sandbox.reset()
    return CarrierSite.employing(sandbox, tmp_path_factory.mktemp("carriers"))
