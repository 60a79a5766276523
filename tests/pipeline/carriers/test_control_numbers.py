"""Control numbers that run past the last one: files go on under 1, and people are told."""

import pytest

from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, Pair, Usage
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.store.carriers.files import CarrierFiles
from tests.pipeline.carriers.carrier_office import CarrierOffice

pytestmark = pytest.mark.service

DENTAL = "brightleaf_dental"


@pytest.fixture
def at_the_end(office):
    """An office whose last control number was used by a file of today."""
    envelope = office.profile(DENTAL).envelope
    with office.bench(DENTAL) as bench:
        pair = Pair(envelope.sender.id, envelope.receiver.id, Usage.PRODUCTION)
        bench.ledger.numbers.start_after(pair, LAST_CONTROL_NUMBER - 1, LAST_CONTROL_NUMBER - 1)
    office.build(DENTAL)
    return office


def told(office: CarrierOffice) -> list[AlarmKind]:
    return [alarm.kind for alarm in office.told(DENTAL)]


def test_the_last_number_is_no_alarm_and_the_one_after_it_is_one(at_the_end):
    before = told(at_the_end)
    (file,) = at_the_end.build(DENTAL, forced_reason="a second one").files
    assert (before, at_the_end.file(file.file).interchange, told(at_the_end)) == (
        [],
        1,
        [AlarmKind.NUMBERS_BEGAN_AGAIN],
    )


def test_the_file_after_it_is_no_alarm_again(at_the_end):
    for reason in ("a second one", "a third one"):
        at_the_end.build(DENTAL, forced_reason=reason)
    assert told(at_the_end) == [AlarmKind.NUMBERS_BEGAN_AGAIN]


def test_a_task_that_is_killed_after_the_number_was_taken_tells_it_once_nonetheless(at_the_end, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    order = at_the_end.order(DENTAL, forced_reason="a second one")
    with monkeypatch.context() as killing, at_the_end.bench(DENTAL) as bench:
        killing.setattr(CarrierFiles, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            build_carrier(bench, order)
    first = told(at_the_end)
    with at_the_end.bench(DENTAL) as bench:
        build_carrier(bench, order)
    assert (first, told(at_the_end)) == ([AlarmKind.NUMBERS_BEGAN_AGAIN], [])
