"""Runs: begun once however often a task is tried, found by what people remember of them."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.models.runs import Counts, RunStatus
from tests.store.samples import EXPORT, NOW, begin, hours


def finish(ledger, reference_id, status=RunStatus.COMPLETED, roster_size=None, **changed):
    summary = ledger.runs.summary(reference_id)
    ledger.runs.finish(
        reference_id, summary.model_copy(update={"status": status, "ended_at": hours(1), **changed})
    )
    if roster_size is not None:
        ledger.runs.update(reference_id, roster_size=roster_size)


def test_a_run_begins_in_progress(ledger):
    assert ledger.runs.summary(begin(ledger)).status is RunStatus.IN_PROGRESS


def test_a_reference_id_begins_with_the_day_of_the_run(ledger):
    assert begin(ledger).startswith("20261120-")


def test_the_same_airflow_run_keeps_its_reference_id_on_another_day(ledger):
    first = begin(ledger)
    assert begin(ledger, started_at=hours(24)) == first


def test_a_cleared_run_is_in_progress_again(ledger):
    reference_id = begin(ledger)
    finish(ledger, reference_id, RunStatus.FAILED, failure="the vendor did not answer")
    begin(ledger, started_at=hours(2))
    again = ledger.runs.summary(reference_id)
    assert (again.status, again.ended_at, again.failure) == (RunStatus.IN_PROGRESS, None, None)


def test_a_second_try_reads_the_same_window_with_the_mapping_of_now(ledger):
    begin(ledger, since=hours(-1))
    again = ledger.runs.summary(begin(ledger, since=hours(5), mapping_version="4-99999999"))
    assert (again.since, again.mapping_version, again.started_at) == (hours(-1), "4-99999999", NOW)


def test_two_airflow_runs_are_two_runs(ledger):
    assert begin(ledger, "one") != begin(ledger, "two")


def test_a_summary_comes_back_as_it_was_kept(ledger):
    reference_id = begin(ledger)
    kept = ledger.runs.summary(reference_id).model_copy(
        update={
            "status": RunStatus.COMPLETED_WITH_ERRORS,
            "ended_at": hours(1),
            "plan_id": "p" * 32,
            "employees_processed": 9,
            "counts": Counts(read=9, created=1, updated=2, unchanged=3, excluded=2, rejected=1),
            "exclusions": {"not the primary EIN": 2},
            "rejection_rules": {"ssn: nine digits": 1},
            "scheduled": 4,
            "orphans": 5,
            "guards": ("terminations above 2 %",),
            "approved_by": "kim",
            "api_calls": {"BambooHR": 3},
            "errors": 1,
            "source_file": "/a/source.parquet",
            "output_file": "/a/output.csv",
            "error_file": "/a/errors.csv",
        }
    )
    ledger.runs.finish(reference_id, kept)
    assert ledger.runs.summary(reference_id) == kept


def test_moments_are_kept_in_utc_whatever_zone_they_came_in(ledger):
    eastern = timezone(timedelta(hours=-5))
    reference_id = begin(ledger, started_at=NOW.astimezone(eastern))
    assert ledger.runs.summary(reference_id).started_at.utcoffset() == timedelta(0)


def test_an_update_changes_only_what_it_names(ledger):
    reference_id = begin(ledger)
    before = ledger.runs.summary(reference_id)
    ledger.runs.update(reference_id, plan_id="p1", counts=Counts(read=2, unchanged=2))
    after = ledger.runs.summary(reference_id)
    assert after == before.model_copy(update={"plan_id": "p1", "counts": Counts(read=2, unchanged=2)})


@pytest.mark.parametrize("field", ["reference_id", "integration", "salary"])
def test_an_update_refuses_the_identity_and_unknown_fields(ledger, field):
    reference_id = begin(ledger)
    with pytest.raises(ValueError, match=field):
        ledger.runs.update(reference_id, **{field: "x"})


def test_an_update_of_no_run_is_an_error(ledger):
    with pytest.raises(ParameterError, match="no run 20990101-0"):
        ledger.runs.update("20990101-0", plan_id="p")


def test_a_run_is_found_by_its_airflow_run(ledger):
    reference_id = begin(ledger, "scheduled__7")
    assert ledger.runs.of_airflow_run(EXPORT, "scheduled__7").reference_id == reference_id


def test_an_airflow_run_that_has_not_begun_here_has_no_summary(ledger):
    begin(ledger, "scheduled__7")
    assert ledger.runs.of_airflow_run(EXPORT, "scheduled__8") is None


def test_the_latest_runs_come_newest_first(ledger):
    runs = [begin(ledger, str(hour), started_at=hours(hour)) for hour in range(4)]
    assert [run.reference_id for run in ledger.runs.latest(EXPORT, 2)] == [runs[3], runs[2]]


def test_the_latest_runs_of_one_integration_leave_out_the_others(ledger):
    begin(ledger, "other", integration="deductions")
    assert ledger.runs.latest(EXPORT, 5) == []


def test_the_latest_runs_of_all_integrations(ledger):
    begin(ledger, "other", integration="deductions")
    begin(ledger)
    assert len(ledger.runs.latest(None, 5)) == 2


def test_a_run_is_found_by_the_beginning_of_its_reference_id(ledger):
    reference_id = begin(ledger)
    assert ledger.runs.find(reference_id[:11]).reference_id == reference_id


def test_the_newest_run_of_a_name_is_found_by_that_name(ledger):
    begin(ledger, "old", run_name="Open enrolment")
    newest = begin(ledger, "new", run_name="Open enrolment", started_at=hours(3))
    assert ledger.runs.find("Open enrolment").reference_id == newest


def test_a_beginning_that_fits_several_runs_lists_them(ledger):
    one, two = begin(ledger, "one"), begin(ledger, "two")
    with pytest.raises(ParameterError) as caught:
        ledger.runs.find("20261120")
    assert {one, two} <= set(str(caught.value).replace(",", "").split())


def test_an_unknown_run_lists_the_nearest(ledger):
    reference_id = begin(ledger)
    with pytest.raises(ParameterError, match=reference_id):
        ledger.runs.find(reference_id[:-1] + "x")


def test_a_percent_sign_finds_no_run(ledger):
    begin(ledger)
    with pytest.raises(ParameterError, match="no run '%'"):
        ledger.runs.find("%")


def test_an_empty_ledger_says_that_it_has_no_run(ledger):
    with pytest.raises(ParameterError, match="it has none yet"):
        ledger.runs.find("x")


def test_the_last_accepted_run_is_the_newest_that_was_applied(ledger):
    for hour, status in enumerate((RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS, RunStatus.FAILED)):
        finish(ledger, begin(ledger, str(hour), started_at=hours(hour)), status, roster_size=100 + hour)
    assert ledger.runs.last_accepted(EXPORT).roster_size == 101


def test_a_dry_run_is_never_the_last_accepted(ledger):
    finish(ledger, begin(ledger, dry_run=True), roster_size=100)
    assert ledger.runs.last_accepted(EXPORT) is None


def test_a_run_that_did_not_learn_the_rosters_size_is_passed_over(ledger):
    finish(ledger, begin(ledger, "1"), roster_size=100)
    finish(ledger, begin(ledger, "2", started_at=hours(1)))
    assert ledger.runs.last_accepted(EXPORT).roster_size == 100


def test_a_finished_run_keeps_the_rosters_size(ledger):
    reference_id = begin(ledger)
    ledger.runs.update(reference_id, roster_size=7)
    finish(ledger, reference_id)
    assert replace(ledger.runs.last_accepted(EXPORT), counts=Counts()).roster_size == 7
