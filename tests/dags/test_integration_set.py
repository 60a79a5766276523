"""The form of integration sets, and the DAGs that sets with a schedule have."""

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.integrations.registry import DAG_IDS
from tests.dags.conftest import ROOT
from tests.dags.forms import checked

WEEKLY = """\
name: weekly
title: Every Monday
schedule: "0 2 * * 1"
timezone: America/Denver
steps: [demographic_export]
"""


@pytest.fixture(scope="module")
def dag(dags: dict[str, DAG]) -> DAG:
    return dags["integration_set"]


@pytest.fixture
def with_sets(tmp_path, monkeypatch):
    """Read the DAG file as an installation with these sets does."""

    def read(**sets: str) -> DagBag:
        (tmp_path / "sets").mkdir(exist_ok=True)
        for name, text in sets.items():
            (tmp_path / "sets" / f"{name}.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("BENEFITS_SYNC_INCLUDE", str(tmp_path))
        return DagBag(ROOT / "dags" / "integration_set.py")

    return read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("set", "no_such_set"),
        ("set", "../default"),
        ("set", None),
        ("abort_on_failure", "yes"),
        ("integrations", "demographic_export"),
        ("integrations", ["demographics"]),
        ("integrations", ["demographic_export", "demographic_export"]),
        ("run_name", "x" * 151),
        ("dry_run", None),
    ],
)
def test_the_form_refuses_what_a_set_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("set", "default"),
        ("abort_on_failure", False),
        ("integrations", ["deductions_import", "demographic_export"]),
        ("run_name", "January"),
        ("dry_run", True),
    ],
)
def test_the_form_takes_what_a_set_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_a_run_without_a_word_is_the_default_set_as_its_file_says(dag):
    assert checked(dag) == {
        "set": "default",
        "abort_on_failure": None,
        "integrations": None,
        "run_name": None,
        "dry_run": False,
    }


def test_every_integration_can_be_chosen(dag):
    assert dag.params.get_param("integrations").schema["examples"] == sorted(DAG_IDS)


def test_the_form_driven_dag_has_no_schedule(dag):
    assert not dag.timetable.can_be_scheduled


def test_the_set_is_checked_before_anything_starts(dag):
    assert [task.task_id for task in dag.topological_sort()] == ["check_set", "run_set"]


@pytest.mark.parametrize("name", ["run_name", "dry_run"])
def test_what_a_set_hands_to_its_steps_is_in_the_form_of_every_integration(dags, name):
    forms = {dag_id: set(dags[dag_id].params) for dag_id in DAG_IDS.values() if dag_id in dags}
    assert [dag_id for dag_id, fields in forms.items() if name not in fields] == []


def test_a_set_with_a_schedule_has_a_dag_of_its_own(with_sets):
    bag = with_sets(weekly=WEEKLY)
    dag = bag.dags["integration_set_weekly"]
    assert (dag.timetable.expression, dag.timetable.timezone) == ("0 2 * * 1", "America/Denver")
    assert (dag.dag_display_name, "set" in dag.params) == ("Every Monday", False)


def test_a_scheduled_set_can_be_started_by_hand_too(with_sets):
    assert with_sets(weekly=WEEKLY).dags["integration_set"].params["set"] == "weekly"


def test_a_wrong_set_is_an_import_error_that_names_file_and_line(with_sets):
    bag = with_sets(weekly=WEEKLY.replace("demographic_export", "demographics_export"))
    (error,) = bag.import_errors.values()
    assert "weekly.yaml:5: `demographics_export` is not an integration" in error
    assert "did you mean `demographic_export`?" in error


def test_without_a_set_there_is_nothing_to_start(with_sets):
    bag = with_sets()
    assert (bag.dags, bag.import_errors) == ({}, {})
