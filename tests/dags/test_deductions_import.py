"""The form of the deductions imports, and the shape of their runs."""

from datetime import timedelta

import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.deduction_options import DeductionOptions
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions import load_deduction_mapping
from scripts.local_airflow import POOLS
from tests.dags.conftest import ROOT
from tests.dags.forms import checked


@pytest.fixture(params=list(PAYROLL_TARGETS))
def dag(request: pytest.FixtureRequest, dags: dict[str, DAG]) -> DAG:
    return dags[request.param]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("deduction_start_date", "yesterday"),
        ("deduction_start_date", "2026-02-30"),
        ("deduction_start_date", "01/01/2026"),
        ("deduction_start_date", 20260101),
        ("plan_year_start_date", "2026-13-01"),
        ("plan_year_start_date", "2026-01-01T00:00:00"),
        ("delta", "yes"),
        ("lookback_days", 0),
        ("lookback_days", 32),
        ("resubmission", 0),
        ("dry_run", None),
    ],
)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan_year", "next"),
        ("deduction_start_date", "2026-01-01"),
        ("deduction_start_date", None),
        ("plan_year_start_date", "2025-12-31"),
        ("delta", False),
        ("lookback_days", 1),
        ("lookback_days", 31),
        ("dry_run", True),
    ],
)
def test_the_form_takes_what_a_run_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_a_run_without_a_word_is_a_delta_run_of_the_current_plan_year(dag):
    assert checked(dag) == {
        "plan_year": "current",
        "deduction_start_date": None,
        "plan_year_start_date": None,
        "delta": True,
        "include_employees": None,
        "lookback_days": None,
        "run_name": None,
        "resubmission": None,
        "dry_run": False,
    }


def test_the_form_asks_all_that_the_options_model_knows(dag):
    assert set(DeductionOptions.model_fields) <= set(dag.params)


def test_the_help_says_why_the_deduction_start_date_must_be_the_earliest_change(dag):
    help_text = dag.params.get_param("deduction_start_date").description
    assert "would leave earlier changes out for good" in help_text


def test_it_runs_at_half_past_two_in_the_company_s_zone(dag):
    mapping = load_deduction_mapping(ROOT / "include" / "mappings" / DEDUCTIONS[dag.dag_id].mapping_file)
    assert (dag.timetable.expression, str(dag.timetable.timezone)) == (
        "30 2 * * *",
        mapping.settings.timezone,
    )


def test_its_stages_follow_one_another(dag):
    stages = ["extract_elections", "plan_changes", "approve_plan", "apply_plan", "close_run", "announce_run"]
    assert [task.task_id for task in dag.topological_sort()] == stages


def test_it_waits_long_enough_for_the_next_hourly_export(dag):
    task, waited = dag.get_task("extract_elections"), timedelta(0)
    for number in range(task.retries):
        waited += min(task.retry_delay * 2**number, task.max_retry_delay)
    assert timedelta(minutes=50) <= waited <= timedelta(minutes=60)


def test_how_it_ends_is_what_its_closing_task_says(dag):
    assert [task.task_id for task in dag.teardowns] == ["announce_run"]


def test_it_is_announced_once(dag):
    assert [task.task_id for task in dag.tasks if task.outlets] == ["announce_run"]


def test_its_asset_is_the_one_it_declares(dag):
    outlets = {asset.uri for task in dag.tasks for asset in task.outlets}
    assert outlets == {DEDUCTIONS[dag.dag_id].asset_uri}


def test_the_payroll_file_has_a_pool_of_one_slot_to_itself(dags):
    users = {dag_id for dag_id, dag in dags.items() if "payroll_file" in {task.pool for task in dag.tasks}}
    assert (POOLS["payroll_file"]["slots"], users) == (
        1,
        {"deductions_import_file", "deductions_reconciliation_file"},
    )
