"""The tasks of an integration set: what is refused before anything starts, and what is started when."""

import json
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import DagRunTriggerException, TaskDeferred

from benefits_sync.errors import ConfigurationError, MappingError, ParameterError, RunError
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.models.runs import RunStatus
from benefits_sync.operators.check_set import CheckSetOperator
from benefits_sync.operators.run_set import RESULT_KEY, RunSetOperator, StepRunLink
from tests.conftest import ROOT
from tests.store.samples import begin

SET_RUN = "manual__2026-11-20T07:00:00+00:00"
FORM = {"set": "nightly", "abort_on_failure": None, "integrations": None, "run_name": None, "dry_run": False}
NIGHTLY = """\
name: nightly
title: Every night
steps:
  - integration: demographic_export
    form:
      lookback_days: 7
      delta: false
  - demographic_export
"""


class Airflow:
    """As much of Airflow as a set's tasks ask: which runs there are, and how they stand."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.runs = {}
        self.started = []
        self.paused = False
        self.operator = None
        self.handed_on = {}
        self.dag_run = SimpleNamespace(dag_id="integration_set", run_id=SET_RUN)

    def get_dag(self, dag_id):
        file = "demographic_export.py" if dag_id == "demographic_export" else "deductions_import.py"
        return SimpleNamespace(dag_id=dag_id, is_paused=self.paused, relative_fileloc=f"dags/{file}")

    def get_dr_count(self, *, dag_id, run_ids):
        return sum((dag_id, run_id) in self.runs for run_id in run_ids)

    def get_dagrun_state(self, *, dag_id, run_id):
        return self.runs[dag_id, run_id]

    def xcom_pull(self, *, task_ids):
        return self.handed_on[task_ids]

    def xcom_push(self, *, key, value):
        self.handed_on[key] = value

    def context(self, **form):
        dag = SimpleNamespace(fileloc=str(ROOT / "dags" / "integration_set.py"))
        return {"ti": self, "dag_run": self.dag_run, "dag": dag, "params": FORM | form}

    def check(self, **form):
        done = CheckSetOperator(task_id="check_set", dag_ids=DAG_IDS).execute(self.context(**form))
        self.handed_on["check_set"] = json.loads(json.dumps(done))
        return self.handed_on["check_set"]

    def go_on(self):
        """Let the second task work until it waits for a run; return that run, or None at its end."""
        self.operator = RunSetOperator(task_id="run_set", check_task_id="check_set")
        try:
            self.operator.execute_complete(self.context(), ())
        except DagRunTriggerException as wish:
            run = (wish.trigger_dag_id, wish.dag_run_id)
            assert run not in self.runs
            self.runs[run] = "queued"
            self.started.append(wish)
            return run
        except TaskDeferred as waiting:
            return waiting.trigger.dag_id, waiting.trigger.run_ids[0]
        return None

    def end(self, run, status=RunStatus.COMPLETED):
        """End a run as its own DAG would."""
        dag_id, run_id = run
        reference_id = begin(self.ledger, run_id, dag_id=dag_id)
        self.ledger.runs.update(reference_id, status=status)
        self.runs[run] = "success" if status is RunStatus.COMPLETED else "failed"
        return reference_id

    def link(self):
        """Return where the task's link leads."""
        return StepRunLink().get_link(self.operator, ti_key=None)

    def statuses(self):
        return [step["status"] for step in self.handed_on[RESULT_KEY]]


@pytest.fixture
def airflow(tmp_path, monkeypatch, ledger):
    monkeypatch.setenv("BENEFITS_SYNC_INCLUDE", str(tmp_path))
    write(tmp_path, NIGHTLY)
    return Airflow(ledger)


def write(folder, text, name="nightly"):
    (folder / "sets").mkdir(exist_ok=True)
    (folder / "sets" / f"{name}.yaml").write_text(text, encoding="utf-8")


# Before anything starts


def test_each_step_gets_the_values_that_the_file_gives_its_form(airflow):
    assert [step["form"] for step in airflow.check()["steps"]] == [{"lookback_days": 7, "delta": False}, {}]


def test_a_dag_is_found_in_the_file_that_it_shares_with_another(airflow, tmp_path):
    write(tmp_path, NIGHTLY.replace("demographic_export", "deductions_import_file"))
    steps = airflow.check()["steps"]
    assert [(step["dag_id"], step["form"]) for step in steps] == [
        ("deductions_import_file", {"lookback_days": 7, "delta": False}),
        ("deductions_import_file", {}),
    ]


def test_dry_run_and_name_are_handed_to_every_step(airflow):
    forms = [step["form"] for step in airflow.check(dry_run=True, run_name="January")["steps"]]
    assert [(form["dry_run"], form["run_name"]) for form in forms] == [
        (True, "January (1 of 2)"),
        (True, "January (2 of 2)"),
    ]


def test_a_dry_set_is_dry_whatever_its_file_says(airflow, tmp_path):
    write(tmp_path, NIGHTLY.replace("delta: false", "dry_run: false"))
    assert airflow.check(dry_run=True)["steps"][0]["form"]["dry_run"] is True


@pytest.mark.parametrize(("asked", "abort"), [(None, True), (True, True), (False, False)])
def test_the_form_may_overrule_whether_the_set_aborts(airflow, asked, abort):
    assert airflow.check(abort_on_failure=asked)["abort_on_failure"] is abort


def test_chosen_integrations_replace_the_list_and_keep_the_files_values(airflow):
    steps = airflow.check(integrations=["demographic_export"])["steps"]
    assert [step["form"] for step in steps] == [{"lookback_days": 7, "delta": False}]


def test_the_run_of_a_step_is_told_before_it_exists(airflow):
    assert [step["run_id"] for step in airflow.check()["steps"]] == [
        f"integration_set__{SET_RUN}__1",
        f"integration_set__{SET_RUN}__2",
    ]


def test_checking_again_plans_the_same_runs(airflow):
    assert airflow.check() == airflow.check()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            "lookback_days: 32",
            "nightly.yaml:6: `lookback_days` is not what the form of demographic_export takes",
        ),
        (
            "lookback: 7",
            "nightly.yaml:6: `lookback` is not in the form of demographic_export; did you mean `loo",
        ),
    ],
)
def test_a_value_that_its_form_does_not_take_is_shown_where_it_stands(airflow, tmp_path, wrong, message):
    write(tmp_path, NIGHTLY.replace("lookback_days: 7", wrong))
    with pytest.raises(MappingError) as shown:
        airflow.check()
    assert message in str(shown.value)


def test_a_set_with_a_paused_dag_does_not_start(airflow):
    airflow.paused = True
    with pytest.raises(
        ConfigurationError, match="paused in Airflow: demographic_export; nothing was started"
    ):
        airflow.check()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"set": "monthly"}, "no set 'monthly'; there are nightly"),
        ({"set": "../sets/nightly"}, "no set '../sets/nightly'"),
        ({"integrations": ["demographics"]}, "no integration is called demographics; see demographic_export"),
    ],
)
def test_a_set_started_past_the_form_is_refused_by_name(airflow, form, message):
    with pytest.raises(ParameterError, match=message):
        airflow.check(**form)


# One after the other


def test_a_step_starts_when_the_one_before_it_has_completed(airflow):
    airflow.check()
    first = airflow.go_on()
    assert (airflow.go_on(), len(airflow.started)) == (first, 1)
    airflow.end(first)
    assert (airflow.go_on() != first, len(airflow.started)) == (True, 2)


def test_the_result_names_run_reference_and_status_of_each_step(airflow):
    airflow.check()
    references = [airflow.end(airflow.go_on()) for _ in range(2)]
    airflow.go_on()
    assert airflow.handed_on[RESULT_KEY] == [
        {
            "integration": "demographic_export",
            "run_id": f"integration_set__{SET_RUN}__{number}",
            "reference_id": reference,
            "status": "Completed",
        }
        for number, reference in enumerate(references, 1)
    ]


def test_progress_can_be_seen_while_a_step_runs(airflow):
    airflow.check()
    airflow.end(airflow.go_on())
    airflow.go_on()
    airflow.go_on()
    assert airflow.statuses() == ["Completed", "In-Progress"]


def test_the_task_leads_to_the_run_started_last_also_when_the_set_is_over(airflow):
    airflow.check()
    links = []
    for _ in range(2):
        run = airflow.go_on()
        links.append((airflow.link().endswith(f"/dags/{run[0]}/runs/{run[1]}"), airflow.end(run)))
    airflow.go_on()
    assert [leads for leads, _ in links] == [True, True]
    assert airflow.link().endswith(f"/runs/integration_set__{SET_RUN}__2")


def test_the_started_run_says_which_set_it_belongs_to(airflow):
    airflow.check()
    airflow.go_on()
    assert airflow.started[0].note == (
        f"Step 1 of 2 of the integration set nightly, run {SET_RUN} of integration_set."
    )


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.COMPLETED_WITH_ERRORS])
def test_a_failed_step_aborts_the_set_and_is_named_with_its_reference(airflow, status):
    airflow.check()
    reference = airflow.end(airflow.go_on(), status)
    with pytest.raises(
        RunError, match=rf"1 of 2 .*\({status}, reference {reference}, .*; not started: demogr"
    ):
        airflow.go_on()
    assert (airflow.statuses(), len(airflow.started)) == ([status, "Not started"], 1)


def test_without_abort_the_set_goes_on_and_fails_at_its_end(airflow):
    airflow.check(abort_on_failure=False)
    airflow.end(airflow.go_on(), RunStatus.FAILED)
    airflow.end(airflow.go_on())
    with pytest.raises(RunError, match="1 of 2 steps failed"):
        airflow.go_on()
    assert airflow.statuses() == ["Failed", "Completed"]


def test_a_step_that_failed_before_the_ledger_knew_of_it_fails_the_set(airflow):
    airflow.check()
    airflow.runs[airflow.go_on()] = "failed"
    with pytest.raises(RunError, match="demographic_export \\(Failed, no reference: its log says why, run "):
        airflow.go_on()


def test_once_the_failed_run_was_cleared_and_is_green_the_set_goes_on_where_it_stopped(airflow):
    airflow.check()
    first = airflow.go_on()
    airflow.end(first, RunStatus.FAILED)
    with pytest.raises(RunError):
        airflow.go_on()
    airflow.runs[first] = "running"
    assert airflow.go_on() == first
    airflow.end(first)
    airflow.end(airflow.go_on())
    assert (airflow.go_on(), len(airflow.started)) == (None, 2)
