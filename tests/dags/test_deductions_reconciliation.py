"""The form of the reconciliations, and the shape of their runs."""

import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.deductions_reconciliation import RECONCILIATIONS, ReconciliationOptions
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions import load_deduction_mapping
from tests.dags.conftest import ROOT
from tests.dags.forms import checked


@pytest.fixture(params=list(PAYROLL_TARGETS))
def target(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def dag(target: str, dags: dict[str, DAG]) -> DAG:
    return dags[PAYROLL_TARGETS[target].reconciliation]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("correct", "yes"),
        ("correct", 1),
        ("correct", None),
    ],
)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("correct", True),
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


def test_it_writes_through_the_pool_of_its_import(dag, target):
    assert dag.get_task("apply_corrections").pool == PAYROLL_TARGETS[target].pool


def test_its_runs_are_listed_under_its_own_name(dag):
    assert dag.get_task("close_run").integration.runs_as == dag.dag_id
