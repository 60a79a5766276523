"""A company of 40 people with families and elections, in March 2026."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benefits_sync.store.ledger import Ledger
from scripts.local_carrier import LocalCarriers, local_carriers
from scripts.local_carrier_api import local_carrier_api
from tests.ledgers import new_ledger
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.site import KEY, Sandbox


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


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCarriers]:
    """The carriers that take files over SFTP."""
    names = ["brightleaf_dental", "cedarline_health", "clearwater_vision"]
    with local_carriers(tmp_path_factory.mktemp("carriers"), names) as started:
        yield started


@pytest.fixture
def office(carriers: CarrierSite, servers: LocalCarriers, tmp_path: Path) -> Iterator[CarrierOffice]:
    """Our carrier files, before the first one; nothing lies at any carrier."""
    for path in servers.homes.glob("*/**/*"):
        if path.is_file():
            path.unlink()
    with local_carrier_api(tmp_path / "api") as api:
        yield CarrierOffice(carriers, servers, api)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of its own, with nothing in it."""
    with Ledger.open(new_ledger(tmp_path / "ledger_of_its_own.db"), KEY) as opened:
        yield opened
