"""The form of the demographic export, and the shape of its run."""

import pytest
from airflow.sdk import DAG, TriggerRule
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.mapping import load_mapping
from tests.dags.conftest import ROOT
from tests.dags.forms import checked


@pytest.fixture(scope="module")
def dag(dags: dict[str, DAG]) -> DAG:
    return dags["demographic_export"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delta", "yes"),
        ("delta", None),
        ("dry_run", 1),
        ("dry_run", None),
        ("include_employees", 10001),
        ("include_employees", ["E10001"]),
        ("include_employees", ","),
        ("include_employees", "E10001,,E10002"),
        ("include_employees", "E10001;E10002"),
        ("include_employees", "E10001, E10 002"),
        ("include_employees", "../E10001"),
        ("include_employees", "E10001,911-22-3333"),
        ("include_employees", "{{ var.value.secret }}"),
        ("include_employees", "E10001," * 2000 + "E10001"),
        ("lookback_days", 0),
        ("lookback_days", 32),
        ("lookback_days", -1),
        ("lookback_days", 1.5),
        ("lookback_days", "7"),
        ("run_name", 7),
        ("run_name", "x" * 201),
        ("resubmission", 0),
        ("resubmission", "7"),
    ],
)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delta", False),
        ("dry_run", True),
        ("include_employees", "E10001"),
        ("include_employees", " E10001 , 20-7.b , X_1 "),
        ("include_employees", None),
        ("lookback_days", 1),
        ("lookback_days", 31),
        ("lookback_days", None),
        ("resubmission", 7),
        ("resubmission", None),
        ("run_name", "Open enrolment, second try"),
        ("run_name", None),
    ],
)
def test_the_form_takes_what_a_run_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_a_run_without_a_word_is_a_delta_run_that_applies_its_plan(dag):
    assert checked(dag) == {
        "delta": True,
        "include_employees": None,
        "lookback_days": None,
        "run_name": None,
        "resubmission": None,
        "dry_run": False,
    }


def test_it_runs_every_hour_on_the_hour(dag):
    assert dag.timetable.expression == "0 * * * *"


def test_its_stages_follow_one_another(dag):
    stages = ["extract_employees", "plan_changes", "approve_plan", "apply_plan", "close_run"]
    assert [task.task_id for task in dag.topological_sort()] == stages


def test_the_last_stage_runs_whatever_became_of_the_others(dag):
    assert dag.get_task("close_run").trigger_rule == TriggerRule.ALL_DONE


def test_writing_is_never_done_by_two_tasks_of_a_run_at_once(dag):
    assert dag.get_task("apply_plan").max_active_tis_per_dagrun == 1


def test_its_asset_is_the_one_it_declares(dag):
    outlets = {asset.uri for task in dag.tasks for asset in task.outlets}
    assert outlets == {DEMOGRAPHIC_EXPORT.asset_uri}


def test_its_mapping_is_there(dag):
    mapping = load_mapping(ROOT / "include" / "mappings" / DEMOGRAPHIC_EXPORT.mapping_file)
    assert mapping.name == dag.dag_id
