"""Control numbers: each is taken once, whoever else takes one, and a gap keeps its reason."""

import subprocess
import sys

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_alarms import Alarm, AlarmKind
from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, ControlNumbers, Pair, Usage
from tests.store.carriers.rival import TIMES
from tests.store.carriers.samples import DENTAL, PAIR, TEST_PAIR, file, kept
from tests.store.samples import NOW, hours

AGAIN = Alarm(kind=AlarmKind.NUMBERS_BEGAN_AGAIN, carrier=DENTAL, sentence="the numbers began again at 1")


@pytest.fixture
def numbers(ledger):
    return ledger.carriers.numbers


def test_numbers_begin_with_one_and_go_up(numbers):
    assert [numbers.take(PAIR, f"file {at}", NOW)[:2] for at in range(3)] == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize(
    "other", [TEST_PAIR, Pair("1", "930456789", Usage.PRODUCTION), PAIR._replace(receiver="2")]
)
def test_each_pair_and_usage_has_numbers_of_its_own(numbers, other):
    numbers.take(PAIR, "file", NOW)
    assert numbers.take(other, "file", NOW).interchange == 1


def test_a_task_tried_again_gets_the_same_numbers(numbers):
    first = numbers.take(PAIR, "file", NOW)
    numbers.take(PAIR, "another", NOW)
    assert numbers.take(PAIR, "file", hours(1)) == first


def test_numbers_go_on_after_those_of_another_system(numbers):
    numbers.start_after(PAIR, 4711, 815)
    assert numbers.take(PAIR, "file", NOW) == ControlNumbers(4712, 816)


@pytest.mark.parametrize("interchange", [2, LAST_CONTROL_NUMBER])
def test_numbers_never_go_back_nor_past_the_last(numbers, interchange):
    numbers.start_after(PAIR, 3, 3)
    with pytest.raises(ParameterError, match="are at 3; they only go on"):
        numbers.start_after(PAIR, interchange, 3)


def test_after_the_last_number_comes_one_and_somebody_is_told(numbers):
    numbers.start_after(PAIR, LAST_CONTROL_NUMBER - 1, 7)
    taken = [numbers.take(PAIR, f"file {at}", NOW) for at in range(3)]
    assert taken == [
        ControlNumbers(LAST_CONTROL_NUMBER, 8),
        ControlNumbers(1, 9, wrapped=True),
        ControlNumbers(2, 10),
    ]


def test_numbers_that_begin_again_raise_one_alarm_for_the_file_that_takes_them(ledger, numbers):
    numbers.start_after(PAIR, LAST_CONTROL_NUMBER - 1, 7)
    for purpose in ("last", "first again", "first again", "second"):
        numbers.take(PAIR, purpose, NOW, AGAIN)
    assert [alarm.sentence for alarm in ledger.carriers.alarms.untold(DENTAL)] == [AGAIN.sentence]


def test_the_very_first_number_is_no_alarm(ledger, numbers):
    taken = numbers.take(PAIR, "file", NOW, AGAIN)
    assert (taken.wrapped, ledger.carriers.alarms.untold(DENTAL)) == (False, [])


def test_a_skipped_number_keeps_its_reason_and_is_not_used_again(numbers):
    numbers.take(PAIR, "file", NOW)
    numbers.skip(PAIR, 1, "the build was stopped")
    assert numbers.take(PAIR, "file", NOW).interchange == 2
    assert [one.skipped_reason for one in numbers.taken(PAIR)] == ["the build was stopped", None]


def test_a_number_that_a_file_carries_cannot_be_skipped(ledger, numbers):
    kept(ledger)
    with pytest.raises(ParameterError, match="a file carries it"):
        numbers.skip(PAIR, 1, "mistake")


def test_a_gap_that_nobody_explained_is_found(ledger, numbers):
    kept(ledger)
    numbers.take(PAIR, "killed", NOW)
    numbers.take(PAIR, "stopped", NOW)
    numbers.skip(PAIR, 3, "stopped by a person")
    numbers.take(PAIR, "just now", hours(2))
    assert [one.interchange for one in numbers.unexplained(before=hours(1))] == [2]


def test_a_number_tells_which_file_carries_it(ledger, numbers):
    assert numbers.taken(PAIR)[:1] == []
    number = kept(ledger).id
    assert [one.file for one in numbers.taken(PAIR)] == [number]


def test_a_file_needs_a_number_that_was_taken(ledger):
    invented = file(ledger, interchange=99)
    with pytest.raises(ParameterError, match="numbers come from the ledger only"):
        ledger.carriers.files.create(invented, "airflow", NOW)


def test_processes_that_take_numbers_at_once_never_get_the_same(ledger, ledger_url):
    rivals = [
        subprocess.Popen([sys.executable, "-m", "tests.store.carriers.rival", ledger_url, name])
        for name in ("a", "b", "c")
    ]
    assert [rival.wait(timeout=120) for rival in rivals] == [0, 0, 0]
    taken = [one.interchange for one in ledger.carriers.numbers.taken(PAIR)]
    assert sorted(taken) == list(range(1, 2 * TIMES + 1))


def test_how_far_numbers_are_is_known_between_each_two_parties(numbers):
    numbers.start_after(PAIR, 4711, 815)
    numbers.take(TEST_PAIR, "a test", NOW)
    assert numbers.reached() == {PAIR: ControlNumbers(4711, 815), TEST_PAIR: ControlNumbers(1, 1)}
