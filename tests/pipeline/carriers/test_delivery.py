"""Handing files over: once, with the same bytes, by every way that profiles name."""

from dataclasses import replace

import pytest

from benefits_sync.clients.carriers.pgp import Keys
from benefits_sync.errors import ConnectionSettingsError, FileStateError
from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.delivery import deliver
from tests.mapping.carriers.profiles import changed
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.services.gpg import GPG

pytest_plugins = ["tests.services.gpg"]

MEDICAL = "cedarline_health"
DENTAL = "brightleaf_dental"
VISION = "clearwater_vision"
LIFE = "harborstone_life"


def lying_at(office: CarrierOffice, carrier: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in office.inbox(carrier).iterdir() if path.is_file()}


def test_what_lies_at_the_carrier_are_the_bytes_of_the_vault(office):
    file = office.send(DENTAL)
    assert lying_at(office, DENTAL) == {file.name: office.content(file.id)}


def test_a_delivered_file_is_left_alone(office):
    file = office.send(DENTAL)
    assert office.deliver(DENTAL, file.id) == file


def test_a_write_only_inbox_gets_the_file_in_one_go(office):
    file = office.send(VISION)
    assert (file.state, lying_at(office, VISION)) == (
        FileState.DELIVERED,
        {file.name: office.content(file.id)},
    )


def test_an_api_gives_a_receipt(office):
    built = office.build(LIFE).files
    (first, *_) = (file for file in built if file.state is FileState.APPROVED)
    file = office.deliver(LIFE, first.file)
    assert (file.state, file.receipts) == (FileState.DELIVERED, ("HS-000001",))


def test_an_encrypted_file_can_be_opened_by_the_carrier_only(office, gpg: GPG):
    ours, theirs = gpg.new_key("office"), gpg.new_key("office-carrier")
    office.keys = Keys("pgp", gpg.public(theirs, ours), gpg.private(ours))
    keys = {"recipient": theirs, "sign_with": ours}
    office.changed[MEDICAL] = changed(office.profile(MEDICAL), delivery={"encryption": keys})
    file = office.send(MEDICAL)
    ((name, sent),) = lying_at(office, MEDICAL).items()
    assert (name, gpg.run("--decrypt", content=sent)) == (f"{file.name}.PGP", office.content(file.id))


@pytest.mark.parametrize("carrier", [DENTAL, VISION, LIFE])
def test_a_delivery_tells_how_many_bytes_were_handed_on(office, carrier):
    (built, *_) = (file for file in office.build(carrier).files if file.state is FileState.APPROVED)
    told = []
    with office.bench(carrier) as bench:
        file = deliver(replace(bench, progress=lambda *what: told.append(what)), built.file)
    assert told[-1] == (f"{carrier}: bytes of file {file.id} handed on", file.size)


def test_a_file_that_cannot_be_encrypted_is_told_of_once_and_does_not_leave(office, gpg: GPG):
    ours, theirs = gpg.new_key("office-without"), gpg.new_key("office-carrier-unknown")
    office.keys = Keys("pgp", gpg.public(ours), gpg.private(ours))
    keys = {"recipient": theirs, "sign_with": ours}
    office.changed[MEDICAL] = changed(office.profile(MEDICAL), delivery={"encryption": keys})
    (built,) = office.build(MEDICAL).files
    for _ in range(2):
        with pytest.raises(ConnectionSettingsError, match=f"holds no public key {theirs}"):
            office.deliver(MEDICAL, built.file)
    assert ([alarm.kind for alarm in office.told(MEDICAL)], office.file(built.file).state) == (
        [AlarmKind.TRY_FAILED],
        FileState.APPROVED,
    )


def test_a_try_that_failed_is_followed_by_one_with_the_same_bytes(office):
    (built,) = office.build(DENTAL).files
    inbox = office.inbox(DENTAL)
    away = inbox.rename(inbox.with_name("away"))
    with pytest.raises(ConnectionSettingsError, match="folder inbound/prod"):
        office.deliver(DENTAL, built.file)
    away.rename(inbox)
    file = office.deliver(DENTAL, built.file)
    assert lying_at(office, DENTAL) == {file.name: office.content(file.id)}


def test_the_same_bytes_are_sent_again_when_the_carrier_says_that_none_came(office):
    file = office.send(DENTAL)
    office.inbox(DENTAL).joinpath(file.name).unlink()
    with office.bench(DENTAL) as bench:
        bench.ledger.moves.resend(file.id, bench.step("resend"))
    again = office.deliver(DENTAL, file.id)
    assert (again.state, lying_at(office, DENTAL)) == (
        FileState.RESENT,
        {file.name: office.content(file.id)},
    )


def test_an_older_file_never_follows_a_newer_one(office):
    (older,) = office.build(DENTAL).files
    newer = office.send(DENTAL, forced_reason="the first one is late")
    with pytest.raises(FileStateError, match=f"file {older.file} is older than file {newer.id}"):
        office.deliver(DENTAL, older.file)
    assert set(lying_at(office, DENTAL)) == {newer.name}


def test_a_file_that_was_not_approved_never_leaves(office):
    (built,) = office.build(DENTAL).files
    with office.bench(DENTAL) as bench:
        bench.ledger.moves.move(built.file, FileState.QUARANTINED, bench.step("quarantine"))
    with pytest.raises(FileStateError):
        office.deliver(DENTAL, built.file)
    assert lying_at(office, DENTAL) == {}
