"""The form of the reconciliations, and the shape of their runs."""

import copy

import pytest
from airflow.sdk import DAG, TriggerRule
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.deduction_options import PlanYearChoice
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.deductions_reconciliation import RECONCILIATIONS, ReconciliationOptions
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions import load_deduction_mapping
from tests.dags.conftest import ROOT


@pytest.fixture(params=list(PAYROLL_TARGETS))
def target(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def dag(target: str, dags: dict[str, DAG]) -> DAG:
    return dags[PAYROLL_TARGETS[target].reconciliation]


def checked(dag: DAG, **form: object) -> dict[str, object]:
    """Return the form's values as Airflow takes them when a run is triggered."""
    params = copy.deepcopy(dag.params)
    params.update(form)
    return params.validate()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan_year", "2026"),
        ("plan_year", None),
        ("include_employees", "E10001,911-22-3333"),
        ("include_employees", "E10001;E10002"),
        ("include_employees", "E10001," * 2000 + "E10001"),
        ("correct", "yes"),
        ("correct", 1),
        ("correct", None),
        ("run_name", "x" * 201),
    ],
)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan_year", "previous"),
        ("include_employees", " E10001 , 20-7.b "),
        ("correct", True),
        ("run_name", "x"),
    ],
)
def test_the_form_takes_what_a_run_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_a_run_without_a_word_looks_at_everyone_and_corrects_nothing(dag):
    assert checked(dag) == {
        "plan_year": "current",
        "include_employees": None,
        "correct": False,
        "run_name": None,
    }


def test_the_form_asks_all_that_the_options_model_knows(dag):
    assert set(ReconciliationOptions.model_fields) <= set(dag.params)


def test_the_form_offers_the_plan_years_that_the_options_model_knows(dag):
    assert dag.params.get_param("plan_year").schema["enum"] == [choice.value for choice in PlanYearChoice]


def test_it_runs_after_each_import_of_its_target(dag, target):
    assert [asset.uri for asset in dag.timetable.asset_condition.objects] == [DEDUCTIONS[target].asset_uri]


def test_it_runs_every_morning_in_the_company_s_zone(dag, target):
    mapping = load_deduction_mapping(ROOT / "include" / "mappings" / f"{target}.yaml")
    clock = dag.timetable.timetable
    assert (clock.expression, str(clock.timezone)) == ("30 6 * * *", mapping.settings.timezone)


def test_it_never_starts_itself_by_what_it_produces(dag, target):
    outlets = {asset.uri for task in dag.tasks for asset in task.outlets}
    assert outlets == {RECONCILIATIONS[dag.dag_id].asset_uri} != {DEDUCTIONS[target].asset_uri}


def test_its_stages_follow_one_another(dag):
    stages = ["extract_elections", "reconcile", "approve_corrections", "apply_corrections", "close_run"]
    assert [task.task_id for task in dag.topological_sort()] == stages


def test_the_last_stage_runs_whatever_became_of_the_others(dag):
    assert dag.get_task("close_run").trigger_rule == TriggerRule.ALL_DONE


def test_writing_is_never_done_by_two_tasks_of_a_run_at_once(dag):
    assert dag.get_task("apply_corrections").max_active_tis_per_dagrun == 1


def test_it_writes_through_the_pool_of_its_import(dag, target):
    assert dag.get_task("apply_corrections").pool == PAYROLL_TARGETS[target].pool


def test_its_runs_are_listed_under_its_own_name(dag):
    assert dag.get_task("close_run").integration.runs_as == dag.dag_id
