"""Every carrier's first files: delivered as it wants them, accepted by pyx12, answered, and closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benefits_sync.clients.carriers.pgp import Keys
from benefits_sync.models.carriers import FileState
from scripts.carrier_desks import Read
from scripts.carriers_at_work import CarriersAtWork, lacking
from scripts.processes import Processes
from tests.mapping.carriers.conftest import PROFILES
from tests.mapping.carriers.profiles import PROFILE_OF, changed
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.carriers.carrier_site import CarrierSite

pytestmark = pytest.mark.service


LIFE = "harborstone_life"


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[CarriersAtWork]:
    processes = Processes(tmp_path)
    if reason := lacking():
        pytest.skip(reason)
    processes.guard()
    try:
        yield CarriersAtWork.start(processes, tmp_path)
    finally:
        processes.stop()


@pytest.fixture
def office(carriers: CarrierSite, at_work: CarriersAtWork) -> CarrierOffice:
    """Our side, with the keys and profiles that fit the carriers'."""
    keys = at_work.desks.keys
    ours = Keys("pgp", keys.public, keys.our_private, keys.our_passphrase)
    profiles = at_work.desks.profiles.of
    small = changed(PROFILE_OF[LIFE], gates={"least_members": 1})  # one benefit has fewer than ten people
    return CarrierOffice(carriers, at_work.servers, at_work.api, ours, changed={**profiles, LIFE: small})


def delivered(office: CarrierOffice, carrier: str) -> list[int]:
    """Deliver a carrier's first files, none of which a gate may hold."""
    built = office.build(carrier).files
    assert [file.state for file in built] == [FileState.APPROVED] * len(built)
    return [office.deliver(carrier, file.file).id for file in built]


def test_first_files_of_every_carrier_are_accepted_and_closed(office: CarrierOffice, at_work: CarriersAtWork):
    sent = {carrier: delivered(office, carrier) for carrier in PROFILES}
    read = at_work.desks.answer()
    for carrier in PROFILES:
        office.collect(carrier)
    with office.bench("brightleaf_dental") as bench:
        alarms = bench.ledger.alarms.carriers()
    states = {office.file(number).state for numbers in sent.values() for number in numbers}

    assert [file for file in read if not file.accepted] == []
    assert sorted(map(carrier_of, read)) == sorted(name for name, numbers in sent.items() for _ in numbers)
    assert (alarms, states) == (frozenset(), {FileState.CLOSED})
    assert at_work.desks.answer() == []


def carrier_of(read: Read) -> str:
    return read.carrier


def test_what_a_carrier_has_read_is_what_was_built(office: CarrierOffice, at_work: CarriersAtWork):
    (number,) = delivered(office, "cedarline_health")
    at_work.desks.answer()
    file = office.file(number)
    assert (at_work.desks.taken(file.carrier) / str(file.sent_name)).read_bytes() == office.content(number)


def test_only_the_medical_profile_is_a_copy_and_names_keys_that_exist(at_work: CarriersAtWork):
    folder = Path(at_work.desks.profiles.include) / "mappings" / "carriers"
    copies = [path.stem for path in folder.iterdir() if not path.is_symlink()]
    encryption = at_work.desks.profiles.of["cedarline_health"].delivery.encryption
    keys = at_work.desks.keys
    assert (copies, encryption.recipient, encryption.sign_with) == (
        ["cedarline_health"],
        keys.theirs,
        keys.ours,
    )
