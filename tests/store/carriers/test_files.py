"""Carrier files: kept once under their number, one of production a day, and found by what answers name."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from benefits_sync.errors import BenefitsSyncError, FileStateError, ParameterError
from benefits_sync.models.carriers import FileKind, FileMeasures, GateOutcome, Usage, Verdict
from tests.store.carriers.samples import DENTAL, PAIR, S, answered, at, did, file, kept
from tests.store.samples import NOW, hours


@pytest.fixture
def files(ledger):
    return ledger.carriers.files


def test_a_file_comes_back_as_it_was_kept(ledger, files):
    gate = GateOutcome(
        gate="vanished", verdict=Verdict.LIST, observed=1, limit=3, total=40, sentence="1 of 40"
    )
    new = file(
        ledger,
        plan_year=date(2027, 1, 1),
        gates=(gate,),
        measures=FileMeasures(kind=FileKind.FULL, people=5),
        picture_uri="carrier_files/p",
    )
    row = files.create(new, "airflow", NOW)
    assert {name: getattr(row, name) for name in new.__dataclass_fields__} == {
        name: getattr(new, name) for name in new.__dataclass_fields__
    }


def test_a_new_file_is_built_and_its_history_begins(ledger, files):
    row = kept(ledger)
    [event] = files.history(row.id)
    assert (row.state, event.from_state, event.to_state, event.who, event.at) == (
        S.BUILT,
        None,
        S.BUILT,
        "airflow",
        NOW,
    )


def test_the_same_file_kept_again_is_the_one_kept_before(ledger, files):
    new = file(ledger)
    first = files.create(new, "airflow", NOW)
    assert files.create(new, "airflow", hours(1)) == first


def test_other_bytes_never_get_a_number_that_a_file_has(ledger, files):
    new = file(ledger)
    files.create(new, "airflow", NOW)
    with pytest.raises(FileStateError, match="interchange 1 of brightleaf_dental is the number of file"):
        files.create(replace(new, sha256="others"), "airflow", NOW)


def test_an_unknown_file_is_an_error(files):
    with pytest.raises(ParameterError, match="no carrier file 99"):
        files.get(99)


def test_a_second_production_file_for_a_group_and_day_is_refused(ledger):
    first = kept(ledger, group="WEST")
    with pytest.raises(
        ParameterError, match=f"has file {first.id} for WEST of 2026-11-20 already: give a reason"
    ):
        kept(ledger, "run 2", group="WEST")


@pytest.mark.parametrize(
    "other",
    [
        {"group": "EAST"},
        {"carrier": "cedarline_health"},
        {"business_day": date(2026, 11, 23)},
        {"usage": Usage.TEST},
        {"forced_reason": "the carrier lost the first"},
    ],
)
def test_another_group_day_or_carrier_and_test_or_forced_files_are_free(ledger, files, other):
    kept(ledger, group="WEST")
    row = kept(ledger, "run 2", **{"group": "WEST", **other})
    assert files.get(row.id).state is S.BUILT


def test_the_reason_for_a_second_file_is_in_its_history(ledger, files):
    row = kept(ledger, forced_reason="the carrier asked for it")
    assert files.history(row.id)[0].detail == {"forced_reason": "the carrier asked for it"}


@pytest.mark.parametrize("given_up", [S.QUARANTINED, S.REFUSED, S.SUPERSEDED])
def test_a_file_given_up_before_it_was_sent_frees_its_day(ledger, given_up):
    ledger.carriers.moves.move(kept(ledger).id, given_up, did())
    assert kept(ledger, "run 2").state is S.BUILT


def test_a_file_that_may_have_arrived_keeps_its_day(ledger):
    ledger.carriers.moves.move(at(ledger, S.SENDING).id, S.QUARANTINED, did())
    with pytest.raises(ParameterError, match="give a reason"):
        kept(ledger, "run 2")


def test_two_processes_cannot_both_keep_the_file_of_a_day(ledger, files):
    rivals = [file(ledger, f"run {number}") for number in range(4)]

    def keep(new):
        try:
            return files.create(new, "airflow", NOW).id
        except BenefitsSyncError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(keep, rivals))
    winners = [one for one in found if isinstance(one, int)]
    assert len(winners) == 1
    assert all("give a reason" in one for one in found if isinstance(one, str))


def test_a_rebuilt_file_supersedes_the_one_it_stands_for(ledger, files):
    old = kept(ledger)
    new = kept(ledger, "rebuilt", supersedes=old.id)
    assert (files.get(old.id).state, files.successor(old.id), new.supersedes) == (
        S.SUPERSEDED,
        new.id,
        old.id,
    )
    assert new.interchange != old.interchange


def test_a_rebuild_that_cannot_be_kept_leaves_the_old_file_as_it_was(ledger, files):
    old = at(ledger, S.DELIVERED)
    with pytest.raises(ParameterError, match="give a reason"):
        kept(ledger, "rebuilt", supersedes=old.id)
    assert files.get(old.id).state is S.DELIVERED


def test_a_file_is_found_by_the_numbers_that_answers_name(ledger, files):
    row = kept(ledger)
    ledger.carriers.numbers.start_after(PAIR._replace(receiver="other"), 5, 5)
    assert files.of_interchange(PAIR.sender, PAIR.receiver, row.interchange) == [row]
    assert files.of_group_number(PAIR.sender, PAIR.receiver, row.group_number) == [row]
    assert files.of_group_number(PAIR.receiver, PAIR.sender, row.group_number) == []


def test_the_files_of_a_run_are_found(ledger, files):
    row = kept(ledger)
    kept(ledger, "run 2", run_id="another", group="EAST")
    assert files.of_run(row.run_id) == [row]


def day(number):
    return {"business_day": date(2026, 11, number)}


def test_the_next_file_builds_on_the_newest_that_the_carrier_goes_by(ledger, files):
    at(ledger, S.DELIVERED, "first", **day(16))
    good = at(ledger, S.DELIVERED, "second", **day(17))
    kept(ledger, "not sent", **day(18))
    at(ledger, S.DELIVERED, "compared only", kind=FileKind.AUDIT, **day(19))
    east = at(ledger, S.DELIVERED, "another group", group="EAST", **day(19))
    assert files.last_good_of_each(DENTAL, Usage.PRODUCTION) == [good, east]


def test_nothing_builds_on_a_rejected_file(ledger, files):
    good = at(ledger, S.DELIVERED, "first", **day(16))
    rejected = at(ledger, S.DELIVERED, "second", **day(17))
    answered(ledger, rejected.id, S.FUNCTIONAL_REJECTED)
    assert files.last_good_of_each(DENTAL, Usage.PRODUCTION) == [good]


def test_a_first_file_builds_on_nothing(files):
    assert files.last_good_of_each(DENTAL, Usage.PRODUCTION) == []
