"""Files whose sending never ends, and files that are let out again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from benefits_sync.errors import FileStateError
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.alarms import tell_untold
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.resending import let_out_again
from benefits_sync.pipeline.carriers.stuck import LONGEST_SENDING, notice_stuck_files
from benefits_sync.store.artifacts import ArtifactStore
from tests.mapping.carriers.profiles import DENTAL, MEDICAL
from tests.pipeline.site import KEY
from tests.store.carriers.samples import DUE, answer, at, did
from tests.store.samples import NOW

RUN = "20261120-5f0c1a2b3d4e"
TOO_LONG = NOW + LONGEST_SENDING + timedelta(minutes=1)


def unreachable(*_):
    raise AssertionError("no carrier is reached here")


@pytest.fixture
def bench(ledger, tmp_path):
    artifacts = ArtifactStore(str(tmp_path / "artifacts"), KEY)
    return CarrierBench(
        profile=DENTAL,
        ledger=ledger.carriers,
        vault=artifacts.vault,
        artifacts=artifacts,
        key=KEY,
        who="dana",
        open_dropbox=unreachable,
        open_keyring=unreachable,
        now=lambda: NOW,
        progress=lambda what, number: None,
    )


def later(bench, moment=TOO_LONG):
    return replace(bench, now=lambda: moment)


def stuck(bench):
    notice_stuck_files(bench)
    told = tell_untold(bench.ledger, bench.profile.name, lambda _: True, bench.now())
    return [alarm.file for alarm in told]


def test_a_file_may_take_an_hour(ledger, bench):
    at(ledger, FileState.SENDING)
    assert stuck(later(bench, NOW + LONGEST_SENDING)) == []


def test_a_file_that_takes_longer_is_told_of(ledger, bench):
    file = at(ledger, FileState.SENDING)
    assert stuck(later(bench)) == [file.id]


def test_it_is_told_of_once(ledger, bench):
    at(ledger, FileState.SENDING)
    assert [len(stuck(later(bench))) for _ in range(2)] == [1, 0]


def test_tries_that_fail_do_not_wind_the_clock_back(ledger, bench):
    file = at(ledger, FileState.SENDING)
    ledger.carriers.moves.log(file.id, did("try failed", at=NOW + timedelta(minutes=59)))
    assert stuck(later(bench)) == [file.id]


def test_another_sending_has_an_hour_of_its_own(ledger, bench):
    file = at(ledger, FileState.DELIVERED)
    ledger.carriers.moves.resend(file.id, did("asked to send it again", at=TOO_LONG))
    hour = [TOO_LONG + LONGEST_SENDING, TOO_LONG + LONGEST_SENDING + timedelta(minutes=1)]
    assert [stuck(later(bench, moment)) for moment in hour] == [[], [file.id]]


def test_another_carrier_s_file_is_left_to_its_own_task(ledger, bench):
    at(ledger, FileState.SENDING)
    assert stuck(later(replace(bench, profile=MEDICAL))) == []


# Sent again


def test_a_delivered_file_is_let_out_again(ledger, bench):
    file = at(ledger, FileState.DELIVERED)
    (outcome,) = let_out_again(bench, file.id, RUN).files
    assert (outcome.file, outcome.state) == (file.id, FileState.SENDING)


def test_a_file_that_the_page_let_out_already_goes_on(ledger, bench):
    file = at(ledger, FileState.DELIVERED)
    ledger.carriers.moves.resend(file.id, did("asked to send it again"))
    (outcome,) = let_out_again(bench, file.id, RUN).files
    assert outcome.state is FileState.SENDING


def test_a_second_try_of_the_run_does_not_send_it_a_third_time(ledger, bench):
    file = at(ledger, FileState.DELIVERED)
    let_out_again(bench, file.id, RUN)
    ledger.carriers.moves.delivered(file.id, file.sent_sha256, "again", DUE, did("delivered"))
    (outcome,) = let_out_again(bench, file.id, RUN).files
    assert outcome.state is FileState.RESENT


def test_a_file_that_was_answered_is_not_sent_again(ledger, bench):
    file = at(ledger, FileState.DELIVERED)
    ledger.carriers.answers.keep(answer(file.id), FileState.FUNCTIONAL_ACCEPTED, (), did("999"))
    with pytest.raises(FileStateError, match="the carrier has answered to it"):
        let_out_again(bench, file.id, RUN)
