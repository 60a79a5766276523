"""From a build to the carrier's last word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benefits_sync.models.carriers import FileState
from scripts.local_carrier import LocalCarriers, local_carriers
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.carriers.carrier_site import CarrierSite

DENTAL = "brightleaf_dental"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCarriers]:
    with local_carriers(tmp_path_factory.mktemp("carriers"), [DENTAL]) as started:
        yield started


@pytest.fixture
def office(carriers: CarrierSite, servers: LocalCarriers, tmp_path: Path) -> CarrierOffice:
    for home in servers.homes.iterdir():
        for path in home.glob("*/*"):
            path.unlink()
    return CarrierOffice(carriers, servers)


def test_an_accepted_file_waits_for_the_report_and_is_then_closed(office):
    file = office.send(DENTAL)
    assert office.acknowledge(DENTAL, file.id)
    outcome = office.collect(DENTAL)
    assert (outcome.collected, outcome.alarms, office.file(file.id).state) == (
        1,
        (),
        FileState.FUNCTIONAL_ACCEPTED,
    )
