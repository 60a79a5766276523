"""The five stages as tasks, through ``dag.test()``: what they hand on, remember and refuse."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from airflow.models.dagrun import DagRun
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.models.runs import RunStatus, RunSummary
from tests.operators.conftest import handed_on, installed, instance, states, watermarks

MAPPING_OVERLAP = timedelta(minutes=5)


@pytest.fixture(scope="module")
def first(dag, tmp_path_factory):
    """The first run of an installation: everyone is read, two people cannot be sent."""
    with installed(dag, tmp_path_factory.mktemp("first")) as installation:
        run = installation.run(delta=True)
        yield First(run, installation.summary(run), installation.written(), watermarks())


@dataclass(frozen=True)
class First:
    run: DagRun
    summary: RunSummary
    written: list[str]
    watermarks: list[datetime]


def test_a_run_that_nobody_named_is_called_by_title_date_and_time(first):
    named = r"Demographic export \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    assert re.fullmatch(named, first.summary.run_name)


def test_a_run_belongs_to_the_person_who_triggered_it(first):
    assert first.summary.user == first.run.triggering_user_name == "dag_test"


def test_the_very_first_run_reads_everyone(first):
    assert (first.summary.delta, first.summary.since, first.summary.counts.read) == (True, None, 30)


def test_between_tasks_travel_references_and_counts_only(first):
    run = first.run
    assert {task: sorted(handed_on(run, task)) for task in ("extract_employees", "plan_changes")} == {
        "extract_employees": ["records", "reference_id", "since"],
        "plan_changes": ["asks", "chunks", "counts", "exclusions", "plan_id", "reference_id"],
    }


def test_a_chunk_is_labelled_with_its_rows(first):
    label = instance(first.run, "apply_plan").rendered_map_index
    assert label == f"rows 1 to {first.summary.counts.created}"


def test_a_run_without_a_tripped_guard_asks_nobody(first):
    assert (states(first.run)["approve_plan"], handed_on(first.run, "plan_changes")["asks"]) == (
        "success",
        [],
    )


def test_a_run_with_refused_records_ends_red_with_every_good_record_applied(first):
    assert (str(first.run.state), first.summary.status, len(first.written), first.summary.errors) == (
        "failed",
        RunStatus.COMPLETED_WITH_ERRORS,
        first.summary.counts.created,
        2,
    )


def test_refused_records_do_not_hold_the_watermark_back(first):
    assert len(first.watermarks) == 1


def test_the_watermark_of_a_run_is_where_the_next_one_reads_from(installation):
    installation.run()
    (kept,) = watermarks()
    assert installation.summary(installation.run(delta=True)).since == kept - MAPPING_OVERLAP


def test_a_dry_run_writes_nothing_and_leaves_the_watermark(installation):
    run = installation.run(dry_run=True)
    summary = installation.summary(run)
    assert (summary.counts.created > 0, installation.written(), watermarks()) == (True, [], [])


def test_a_run_without_refused_records_ends_green_and_is_called_as_its_form_says(installation, first):
    run = installation.run(include_employees=", ".join(first.written[:3]), run_name="Three people")
    summary = installation.summary(run)
    assert (str(run.state), summary.status, summary.run_name, installation.written()) == (
        "success",
        RunStatus.COMPLETED,
        "Three people",
        sorted(first.written[:3]),
    )


def test_a_run_for_named_people_leaves_the_watermark(installation, first):
    installation.run(include_employees=first.written[0])
    assert watermarks() == []


def test_an_unknown_employee_number_stops_the_run_and_is_named(installation):
    run = installation.run(include_employees="E99999")
    summary = installation.summary(run)
    assert (summary.status, instance(run, "extract_employees").try_number, installation.written()) == (
        RunStatus.FAILED,
        1,
        [],
    )


def test_a_bad_parameter_is_refused_before_anything_starts(installation):
    with pytest.raises(ParamValidationError):
        installation.run(lookback_days=32)


def test_a_refused_key_fails_at_once_and_the_ledger_says_where(installation):
    installation.faults({"kind": "status", "vendor": "bamboohr", "status": 401})
    run = installation.run()
    summary = installation.summary(run)
    assert (instance(run, "extract_employees").try_number, summary.status) == (1, RunStatus.FAILED)
    assert "the API key is missing or wrong" in str(summary.failure)


def test_a_run_that_stops_half_way_counts_what_it_wrote_and_leaves_the_watermark(installation):
    refusal = {"kind": "status", "status": 403, "vendor": "plansource", "method": "POST", "skip": 4}
    installation.faults(refusal | {"route": "/subscriber"})
    run = installation.run(include_employees="E10001,E10002,E10003,E10007,E10008,E10009,E10010")
    summary = installation.summary(run)
    assert (states(run)["apply_plan"], summary.status, summary.counts.created) == (
        "failed",
        RunStatus.FAILED,
        len(installation.written()),
    )
    assert "this API user may not do this" in str(summary.failure)
    assert (len(installation.written()), watermarks()) == (4, [])


def test_a_wrong_mapping_stops_the_run_before_any_call(installation, tmp_path, monkeypatch):
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "demographic_export.yaml").write_text("name: demographic_export\n")
    monkeypatch.setenv("BENEFITS_SYNC_INCLUDE", str(tmp_path))
    run = installation.run()
    assert (str(run.state), installation.vendors.sandbox.journal.select(None)) == ("failed", [])


def test_a_summary_counts_every_request_that_the_vendors_got(installation):
    summary = installation.summary(installation.run())
    got = Counter(entry.vendor for entry in installation.vendors.sandbox.journal.select(None))
    assert summary.api_calls == {"BambooHR": got["bamboohr"], "PlanSource": got["plansource"]}
