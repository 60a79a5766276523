"""Alarms: kept with what they tell of, until people were told."""

import pytest

from benefits_sync.errors import FileStateError
from benefits_sync.models.carrier_alarms import Alarm, AlarmKind
from tests.store.carriers.samples import DENTAL, S, answer, answered, at, did
from tests.store.samples import NOW, hours

LATE = Alarm(kind=AlarmKind.OVERDUE, carrier=DENTAL, sentence="its functional answer is overdue")
WRONG = Alarm(kind=AlarmKind.REJECTED, carrier=DENTAL, sentence="the carrier rejected the file")


@pytest.fixture
def alarms(ledger):
    return ledger.carriers.alarms


@pytest.fixture
def number(ledger):
    return at(ledger, S.DELIVERED).id


def untold(alarms):
    return [alarm.sentence for alarm in alarms.untold(DENTAL)]


def test_an_alarm_comes_back_as_it_was_raised(ledger, alarms, number):
    ledger.carriers.moves.move(number, S.OVERDUE_FUNCTIONAL, did(), LATE)
    (kept,) = alarms.untold(DENTAL)
    assert (kept.kind, kept.carrier, kept.file, kept.sentence, kept.raised_at, kept.told_at) == (
        LATE.kind,
        DENTAL,
        None,
        LATE.sentence,
        NOW,
        None,
    )


def test_a_state_that_was_there_before_is_no_alarm(ledger, alarms, number):
    for _ in range(2):
        ledger.carriers.moves.move(number, S.OVERDUE_FUNCTIONAL, did(), LATE)
    assert untold(alarms) == [LATE.sentence]


def test_a_step_that_cannot_be_made_raises_no_alarm(ledger, alarms, number):
    with pytest.raises(FileStateError):
        ledger.carriers.moves.move(number, S.BUILT, did(), LATE)
    assert untold(alarms) == []


def test_an_answer_kept_before_raises_no_alarm(ledger, alarms, number):
    for _ in range(2):
        ledger.carriers.answers.keep(answer(number), S.FUNCTIONAL_REJECTED, [], did(), lambda _: WRONG)
    assert untold(alarms) == [WRONG.sentence]


def test_an_answer_that_contradicts_raises_no_alarm_of_its_own(ledger, alarms, number):
    answered(ledger, number, S.TA1_REJECTED)
    with pytest.raises(FileStateError):
        ledger.carriers.answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [], did(), lambda _: WRONG)
    assert untold(alarms) == []


def test_a_line_of_the_delivery_log_can_raise_one(ledger, alarms, number):
    ledger.carriers.moves.log(number, did("not sent for too long"), LATE)
    assert untold(alarms) == [LATE.sentence]


def test_what_people_were_told_is_not_told_again(ledger, alarms, number):
    ledger.carriers.moves.log(number, did(), LATE)
    (first,) = alarms.untold(DENTAL)
    ledger.carriers.moves.log(number, did(), WRONG)
    alarms.told([first.id], hours(1))
    assert untold(alarms) == [WRONG.sentence]


def test_carriers_of_which_something_is_to_be_told_are_known(ledger, alarms, number):
    ledger.carriers.moves.log(number, did(), LATE)
    before = alarms.carriers()
    alarms.told([alarm.id for alarm in alarms.untold(DENTAL)], hours(1))
    assert (before, alarms.carriers()) == ({DENTAL}, frozenset())


def test_another_carrier_s_alarms_are_left_to_its_own_task(ledger, alarms, number):
    ledger.carriers.moves.log(number, did(), LATE)
    assert alarms.untold("cedarline_health") == []


def test_what_no_step_is_made_of_is_kept_once_until_people_were_told(alarms):
    for _ in range(2):
        alarms.keep(WRONG, NOW)
    waiting = untold(alarms)
    alarms.told([alarm.id for alarm in alarms.untold(DENTAL)], hours(1))
    alarms.keep(WRONG, hours(2))
    assert (waiting, untold(alarms)) == ([WRONG.sentence], [WRONG.sentence])
