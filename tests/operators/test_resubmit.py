"""The task that starts the run of a resubmission and tells how it ended."""

import json
from types import SimpleNamespace

import pytest
from airflow.providers.standard.operators.trigger_dagrun import DagIsPaused
from airflow.sdk.exceptions import DagRunTriggerException, TaskDeferred

from benefits_sync.errors import ParameterError, RunError
from benefits_sync.operators.resubmit import ResubmitRecordsOperator
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.migrate import upgrade
from tests.store.samples import EXPORT, NOW, begin, rejections

TRIGGER = "airflow.providers.standard.triggers.external_task.DagStateTrigger"


@pytest.fixture
def number(tmp_path, monkeypatch):
    """The number of a resubmission in the ledger that the task's connection leads to."""
    key, file = generate_key(), tmp_path / "ledger.db"
    extra = {"dialect": "sqlite", "secret_key": key}
    fields = {"conn_type": "benefits_ledger", "schema": str(file), "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_BENEFITS_LEDGER", json.dumps(fields))
    upgrade(f"sqlite:///{file}")
    with Ledger.open(f"sqlite:///{file}", parse_key(key)) as ledger:
        run = begin(ledger)
        ledger.rejections.replace(run, EXPORT, rejections(("E1", "1", "ssn", "required", "is required")), NOW)
        ids = ledger.rejections.list(run)["id"].tolist()
        return ledger.resubmissions.request(EXPORT, ids, "token", "dana", NOW).id


def operator(**dag_ids):
    return ResubmitRecordsOperator(task_id="send_again", dag_ids=dag_ids or {EXPORT: EXPORT})


def context(number, *, runs=0, paused=False):
    ti = SimpleNamespace(
        get_dr_count=lambda **_: runs,
        get_dag=lambda _: SimpleNamespace(is_paused=paused),
        xcom_push=lambda **_: None,
    )
    return {"ti": ti, "task_instance": ti, "params": {"resubmission": number}}


def started(number, **more):
    with pytest.raises(DagRunTriggerException) as asked:
        operator().execute(context(number, **more))
    return asked.value


def test_it_starts_the_dag_of_the_integration_that_refused_the_records(number):
    asked = started(number)
    assert (asked.trigger_dag_id, asked.dag_run_id) == (EXPORT, f"resubmission__{number}")


def test_the_run_is_told_a_number_and_nothing_of_a_record(number):
    assert started(number).conf == {"resubmission": number, "run_name": f"Resubmission {number}"}


def test_it_waits_without_taking_a_worker(number):
    asked = started(number)
    assert (asked.wait_for_completion, asked.deferrable) == (True, True)


def test_a_second_try_waits_for_the_run_that_the_first_one_started(number):
    with pytest.raises(TaskDeferred) as waiting:
        operator().execute(context(number, runs=1))
    assert waiting.value.trigger.run_ids == [f"resubmission__{number}"]


def test_a_paused_dag_is_said_to_be_paused(number):
    with pytest.raises(DagIsPaused, match=EXPORT):
        operator().execute(context(number, paused=True))


@pytest.mark.parametrize("given", [None, 999])
def test_a_number_that_does_not_exist_stops_it(number, given):
    with pytest.raises(ParameterError, match="resubmission"):
        operator().execute(context(given))


def test_an_integration_that_no_dag_runs_stops_it(number):
    with pytest.raises(ParameterError, match=EXPORT):
        operator(another="another").execute(context(number))


def test_it_fails_with_the_run_it_started(number):
    event = (TRIGGER, {"run_ids": [f"resubmission__{number}"], f"resubmission__{number}": "failed"})
    with pytest.raises(RunError, match=f"page of resubmission {number}"):
        operator().execute_complete(context(number), event)


def test_it_is_well_when_the_run_is(number):
    event = (TRIGGER, {"run_ids": [f"resubmission__{number}"], f"resubmission__{number}": "success"})
    assert operator().execute_complete(context(number), event) is None
