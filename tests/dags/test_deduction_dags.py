"""What holds for every DAG about deductions, the imports and the reconciliations."""

import pytest
from airflow.sdk import DAG, TriggerRule
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.deduction_options import PlanYearChoice
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from tests.dags.forms import UNFIT, checked

DAGS = {
    **dict.fromkeys(PAYROLL_TARGETS, "apply_plan"),
    **{target.reconciliation: "apply_corrections" for target in PAYROLL_TARGETS.values()},
}
"""DAG id -> the task that writes."""


@pytest.fixture(params=list(DAGS))
def dag(request: pytest.FixtureRequest, dags: dict[str, DAG]) -> DAG:
    return dags[request.param]


@pytest.mark.parametrize(("name", "value"), UNFIT)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("plan_year", "previous"), ("include_employees", " E10001 , 20-7.b , X_1 "), ("run_name", "x")],
)
def test_the_form_takes_what_a_run_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_the_form_offers_the_plan_years_that_the_options_model_knows(dag):
    assert dag.params.get_param("plan_year").schema["enum"] == [choice.value for choice in PlanYearChoice]


def test_the_last_stage_runs_whatever_became_of_the_others(dag):
    assert dag.get_task("close_run").trigger_rule == TriggerRule.ALL_DONE


def test_writing_is_never_done_by_two_tasks_of_a_run_at_once(dag):
    assert dag.get_task(DAGS[dag.dag_id]).max_active_tis_per_dagrun == 1
