"""``benefits runs``, ``summary`` and ``rejections``."""

import re

import pytest

from benefits_sync.models.runs import Counts, IntegrationType, RunStatus, RunSummary
from tests.store.samples import EXPORT, begin, hours, rejections


@pytest.fixture
def run(ledger):
    reference_id = begin(ledger, run_name="Export [first]")
    summary = ledger.runs.summary(reference_id).model_copy(
        update={
            "status": RunStatus.COMPLETED_WITH_ERRORS,
            "ended_at": hours(1),
            "counts": Counts(read=3, created=2, rejected=1),
            "rejection_rules": {"zip_code: zip": 1},
        }
    )
    ledger.runs.finish(reference_id, summary)
    bad = ("E1", "1", "zip_code", "zip", "must have five digits")
    ledger.rejections.replace(reference_id, EXPORT, rejections(bad), hours(1))
    return reference_id


def test_runs_are_listed_newest_first(benefits, ledger, run):
    newest = begin(ledger, "second", started_at=hours(2))
    out = benefits("runs").out
    assert -1 < out.index(newest) < out.index(run)


def test_a_listed_run_shows_what_became_of_its_records(benefits, run):
    assert "2 created, 1 rejected" in benefits("runs").out


def test_of_an_import_it_shows_what_became_of_deduction_lines(benefits, ledger):
    reference_id = begin(ledger, type=IntegrationType.IMPORT)
    told = {"counts": Counts(read=6, created=1, updated=2, terminated=3)}
    ledger.runs.finish(reference_id, ledger.runs.summary(reference_id).model_copy(update=told))
    assert "1 started, 2 changed, 3 stopped" in benefits("runs").out


def test_a_dry_run_is_marked(benefits, ledger):
    begin(ledger, dry_run=True)
    assert "In-Progress (dry run)" in benefits("runs").out


def test_brackets_in_a_run_name_are_shown_as_they_are(benefits, run):
    assert "Export [first]" in benefits("runs").out


def test_runs_of_an_integration_leave_out_the_others(benefits, run):
    assert benefits("runs", "--integration", "deductions").out == "no runs yet\n"


def test_as_many_runs_are_listed_as_asked_for(benefits, ledger, run):
    begin(ledger, "second", started_at=hours(2))
    assert len(benefits("runs", "--limit", "1", "--json").json) == 1


def test_runs_as_json_are_summaries(benefits, ledger, run):
    assert [RunSummary.model_validate(one) for one in benefits("runs", "--json").json] == [
        ledger.runs.summary(run)
    ]


def test_an_empty_ledger_has_no_runs(benefits, ledger):
    answer = benefits("runs")
    assert (answer.code, answer.out) == (0, "no runs yet\n")


def test_a_summary_shows_status_and_counts(benefits, run):
    out = benefits("summary", run).out
    assert [
        word for word in ("Completed with Errors", "records created", "zip_code: zip: 1") if word not in out
    ] == []


def test_a_summary_as_json_is_the_summary(benefits, ledger, run):
    answer = benefits("summary", run[:12], "--json")
    assert RunSummary.model_validate(answer.json) == ledger.runs.summary(run)


def test_an_unknown_run_lists_the_nearest_and_shows_no_trace(benefits, run):
    answer = benefits("summary", f"{run[:-1]}x")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"error: the ledger has no run '{run[:-1]}x'; the nearest are: {run}\n"


def test_rejections_name_employee_field_and_rule(benefits, run):
    out = benefits("rejections", run).out
    assert [word for word in ("E1", "zip_code", "must have five digits", "open") if word not in out] == []


def test_a_refused_payroll_row_is_named_by_employee_and_row(benefits, ledger):
    run = begin(ledger)
    row = "basic_add|2026-01-01|2026-01-01|1"
    refused = (None, "E1", "subscriber_premium", "amount.negative", "the amount is below zero", row)
    ledger.rejections.replace(run, EXPORT, rejections(refused), hours(1))
    headings, _, cells = (
        re.split(r"\s{2,}", line.strip())
        for line in benefits("rejections", run).out.splitlines()
        if line.strip()
    )
    assert dict(zip(headings[1:], cells[1:], strict=True)) == {
        "source id": "E1",
        "field": "subscriber_premium",
        "rule": "amount.negative",
        "message": "the amount is below zero",
        "source row": row,
        "status": "open",
    }


def test_rejections_as_json_have_the_columns_of_the_ledger(benefits, run):
    [listed] = benefits("rejections", run, "--json").json
    assert listed == {
        "id": listed["id"],
        "record_key": "E1",
        "source_id": "1",
        "field": "zip_code",
        "rule": "zip",
        "message": "must have five digits",
        "source_row": None,
        "status": "open",
    }


def test_a_run_that_refused_nothing_says_so(benefits, ledger):
    assert benefits("rejections", begin(ledger)).out == "the run refused nothing\n"


@pytest.mark.parametrize("limit", ["0", "many"])
def test_a_limit_that_is_none_is_a_usage_error(benefits, limit):
    answer = benefits("runs", "--limit", limit)
    assert (answer.code, "Traceback" in answer.err) == (2, False)
