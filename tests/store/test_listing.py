"""Runs in lists: filtered, paged and counted; a status may be overruled by whoever knows better."""

from collections import Counter

import pytest

from benefits_sync.models.runs import Counts, RunStatus
from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus
from benefits_sync.store.listing import RunFilter
from tests.store.samples import EXPORT, NOW, begin, hours

OTHER = "deductions_import"
EVERY = RunFilter({EXPORT, OTHER})


@pytest.fixture
def run(ledger):
    """Begin a run, end it with a status unless that is None, and return its reference id."""

    def begun(name, hour=0.0, status=RunStatus.COMPLETED, **facts):
        facts = {"run_name": name, "started_at": hours(hour), **facts}
        reference_id = begin(ledger, name, **facts)
        if status is not None:
            summary = ledger.runs.summary(reference_id)
            ended = {"status": status, "ended_at": hours(hour + 0.5)}
            ledger.runs.finish(reference_id, summary.model_copy(update=ended))
        return reference_id

    return begun


@pytest.fixture
def names(ledger):
    def of(wanted, offset=0, limit=50):
        return [listed.summary.run_name for listed in ledger.listing.page(wanted, offset, limit)]

    return of


def test_the_newest_run_comes_first(run, names):
    run("morning", 1)
    run("evening", 9)
    run("noon", 4)
    assert names(EVERY) == ["evening", "noon", "morning"]


def test_pages_follow_one_another_without_gap_or_repetition(run, names):
    for hour in range(7):
        run(f"run {hour}", hour)
    assert names(EVERY, 0, 3) + names(EVERY, 3, 3) + names(EVERY, 6, 3) == names(EVERY)


def test_runs_of_dags_that_may_not_be_seen_are_not_listed(run, names):
    run("ours")
    run("theirs", dag_id=OTHER)
    assert names(RunFilter({EXPORT})) == ["ours"]


@pytest.mark.parametrize(
    "asked",
    [
        {"integration": EXPORT},
        {"user": "dana"},
        {"status": "Failed"},
        {"text": "NIGHT"},
        {"text": "20261120-", "begun_before": hours(5)},
        {"begun_from": NOW, "begun_before": hours(5)},
    ],
)
def test_each_filter_finds_the_one_run_that_fits(run, names, asked):
    run("tonight", 1, RunStatus.FAILED)
    run("another", 8, dag_id=OTHER, integration=OTHER, user="erin")
    assert names(RunFilter({EXPORT, OTHER}, **asked)) == ["tonight"]


def test_a_run_is_found_by_the_beginning_of_its_reference_id(run, names):
    run("another", 2)
    assert names(RunFilter({EXPORT}, text=run("wanted")[:13])) == ["wanted"]


@pytest.mark.parametrize("text", ["%", "_", "100%"])
def test_signs_of_sql_are_searched_for_as_they_are(run, names, text):
    run("plain")
    assert names(RunFilter({EXPORT}, text=text)) == []


def test_runs_are_counted_by_status(ledger, run):
    run("a", 1)
    run("b", 2)
    run("c", 3, RunStatus.FAILED)
    assert ledger.listing.tally(EVERY) == Counter({"Completed": 2, "Failed": 1})


def test_an_overruled_status_is_counted_instead_of_the_kept_one(ledger, run):
    killed = run("killed", status=None)
    run("alive", status=None)
    shown = RunFilter({EXPORT}, shown_as={killed: "Failed"})
    assert ledger.listing.tally(shown) == Counter({"In-Progress": 1, "Failed": 1})


@pytest.mark.parametrize(("status", "found"), [("Failed", ["killed"]), ("In-Progress", ["alive"])])
def test_an_overruled_status_is_the_one_that_is_filtered_by(run, names, status, found):
    killed = run("killed", status=None)
    run("alive", status=None)
    assert names(RunFilter({EXPORT}, status=status, shown_as={killed: "Failed"})) == found


def test_the_runs_of_airflow_runs_are_found_by_both_ids(ledger, run):
    run("same")
    run("same", dag_id=OTHER)
    found = ledger.listing.of_airflow_runs([(OTHER, "same"), (OTHER, "never begun")])
    assert [(listed.dag_id, listed.airflow_run_id) for listed in found] == [(OTHER, "same")]


def test_a_trend_ends_with_the_run_itself_and_leaves_unfinished_ones_out(ledger, run):
    for hour in range(5):
        run(f"run {hour}", hour)
    run("unfinished", 5, status=None)
    here = ledger.runs.summary(run("here", 6))
    run("later", 7)
    assert [one.run_name for one in ledger.listing.before(here, 3)] == ["run 3", "run 4", "here"]


def test_a_trend_is_of_one_integration(ledger, run):
    run("another", 1, integration=OTHER)
    here = ledger.runs.summary(run("here", 2))
    assert [one.run_name for one in ledger.listing.before(here, 5)] == ["here"]


def test_what_was_written_so_far_is_told_while_the_run_goes_on(ledger, run):
    reference_id = run("at work", status=None)
    kinds = {
        "E1": (WriteKind.CREATE, WriteStatus.CONFIRMED),
        "E2": (WriteKind.UPDATE, WriteStatus.ACCEPTED),
        "E3": (WriteKind.UPDATE, WriteStatus.REJECTED),
        "E4": (WriteKind.TERMINATE, WriteStatus.UNKNOWN),
    }
    for key, (kind, status) in kinds.items():
        ledger.writes.sending(reference_id, [(key, kind, None, [])], NOW)
        ledger.writes.settle(reference_id, [WriteOutcome(key, kind, status)], NOW)
    so_far = ledger.listing.written_so_far([reference_id])
    assert so_far == {reference_id: Counts(created=1, updated=1, rejected=1)}
