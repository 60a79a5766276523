"""What an import of deductions asks the ledger about runs and writes before it."""

import pytest

from benefits_sync.models.runs import Counts, RunStatus
from tests.store.samples import NOW, begin, confirmed, hours

IMPORT = "deductions_import"
YEAR = {"plan_year_starts": "2026-01-01"}


def ended(ledger, name, status=RunStatus.COMPLETED, read=3, **facts):
    """Keep a run of an import that ended."""
    run = begin(ledger, name, integration=IMPORT, options=YEAR, **facts)
    counts = Counts(read=read, unchanged=read)
    ledger.runs.finish(run, ledger.runs.summary(run).model_copy(update={"status": status, "counts": counts}))
    return run


def write(ledger, run, *keys, at):
    ledger.writes.sending(run, [(key, "update", "hash", ["amount"]) for key in keys], at)


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS])
def test_an_accepted_run_is_told_with_its_start_and_options(ledger, status):
    ended(ledger, "one", status)
    assert ledger.runs.accepted_options(IMPORT) == [(NOW, YEAR)]


@pytest.mark.parametrize(
    "run",
    [
        {"status": RunStatus.FAILED},
        {"status": RunStatus.IN_PROGRESS},
        {"dry_run": True},
        {"read": 0},
    ],
)
def test_a_run_that_imported_nothing_is_not(ledger, run):
    ended(ledger, "one", **run)
    assert ledger.runs.accepted_options(IMPORT) == []


def test_accepted_runs_come_oldest_first(ledger):
    ended(ledger, "late", started_at=hours(2))
    ended(ledger, "early", started_at=hours(1))
    assert [at for at, _ in ledger.runs.accepted_options(IMPORT)] == [hours(1), hours(2)]


def test_writes_since_a_moment_are_told_with_when_they_were_settled(ledger):
    run = begin(ledger, "one", integration=IMPORT)
    write(ledger, run, "E1|a", at=hours(1))
    ledger.writes.settle(run, [confirmed("E1|a")], hours(2))
    assert ledger.writes.since(IMPORT, NOW) == {"E1|a": hours(2)}


def test_a_write_that_is_not_settled_has_no_moment(ledger):
    run = begin(ledger, "one", integration=IMPORT)
    write(ledger, run, "E1|a", at=hours(1))
    assert ledger.writes.since(IMPORT, NOW) == {"E1|a": None}


def test_writes_before_and_of_other_integrations_are_not_told(ledger):
    write(ledger, begin(ledger, "one", integration=IMPORT), "E1|a", at=hours(-1))
    write(ledger, begin(ledger, "two", integration="other"), "E2|a", at=hours(1))
    assert ledger.writes.since(IMPORT, NOW) == {}


def test_of_two_runs_that_wrote_a_record_the_later_counts(ledger):
    for number, name in ((1, "one"), (3, "two")):
        run = begin(ledger, name, integration=IMPORT)
        write(ledger, run, "E1|a", at=hours(number))
        ledger.writes.settle(run, [confirmed("E1|a")], hours(number + 1))
    assert ledger.writes.since(IMPORT, NOW) == {"E1|a": hours(4)}
