"""The task that starts the run of a resubmission and tells how it ended."""

from types import SimpleNamespace

import pytest
import time_machine
from airflow.dag_processing.dagbag import DagBag
from airflow.providers.standard.operators.trigger_dagrun import DagIsPaused
from airflow.sdk.exceptions import DagRunTriggerException, TaskDeferred

from benefits_sync.errors import ParameterError, RunError
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.integrations.deduction_options import DeductionOptions
from benefits_sync.operators.resubmit import ResubmitRecordsOperator
from tests.connections import define_connections
from tests.operators.conftest import ROOT
from tests.store.samples import EXPORT, NOW, begin, rejections

TRIGGER = "airflow.providers.standard.triggers.external_task.DagStateTrigger"


IMPORT = "deductions_import_file"
TODAY = "2026-11-20T12:00:00Z"


@pytest.fixture
def ledger(ledger, monkeypatch):
    """The ledger that the task's connection leads to; the import's connections are there too."""
    plansource = {"conn_type": "plansource", "host": "https://partner-api.plansource.com"}
    payroll = {"conn_type": "sftp", "host": "files.payroll.example"}
    define_connections(monkeypatch, {"plansource_default": plansource, "payroll_sftp": payroll})
    return ledger


@pytest.fixture
def number(ledger):
    """The number of a resubmission of a record that the export refused."""
    run = begin(ledger)
    ledger.rejections.replace(run, EXPORT, rejections(("E1", "1", "ssn", "required", "is required")), NOW)
    ids = ledger.rejections.list(run)["id"].tolist()
    return ledger.resubmissions.request(EXPORT, ids, "token", "dana", NOW).id


def of_plan_years(ledger, *years):
    """Return the number of a resubmission of records that first imports of these plan years refused."""
    ids = []
    for year in years:
        options = {"plan_year": "current", "plan_year_starts": f"{year}-01-01"}
        options |= {"deduction_start_date": f"{year}-01-01", "plan_year_start_date": None}
        run = begin(ledger, str(year), dag_id=IMPORT, integration=IMPORT, options=options)
        refused = ("E1", "1", "code", "code.unmapped", "no code", f"medical|{year}")
        ledger.rejections.replace(run, IMPORT, rejections(refused), NOW)
        ids += ledger.rejections.list(run)["id"].tolist()
    return ledger.resubmissions.request(IMPORT, ids, "token", "dana", NOW).id


def operator(**dag_ids):
    known = dag_ids or {EXPORT: EXPORT, IMPORT: IMPORT}
    return ResubmitRecordsOperator(task_id="send_again", dag_ids=known, declaration_of=declaration_of)


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


@pytest.mark.parametrize(
    ("today", "as_seen"), [("2025-11-20", "next"), ("2026-11-20", "current"), ("2027-02-01", "previous")]
)
def test_the_run_is_about_the_plan_year_of_the_run_that_refused_the_records(ledger, today, as_seen):
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        sent = started(of_plan_years(ledger, 2026)).conf
    own = {name: value for name, value in sent.items() if name in DeductionOptions.model_fields}
    assert own == {"plan_year": as_seen}


def test_all_that_it_sends_is_in_the_form_of_the_dag(ledger):
    with time_machine.travel(TODAY, tick=False):
        sent = started(of_plan_years(ledger, 2026)).conf
    assert set(sent) <= set(DagBag(ROOT / "dags").dags[IMPORT].params)


@pytest.mark.parametrize(
    ("years", "why"),
    [((2024,), "dismiss its rejections"), ((2025, 2026), "several runs' forms")],
    ids=["a plan year that cannot be imported any more", "two plan years at once"],
)
def test_records_that_one_run_cannot_send_stop_it(ledger, years, why):
    wanted = context(of_plan_years(ledger, *years))
    with time_machine.travel(TODAY, tick=False), pytest.raises(ParameterError, match=why):
        operator().execute(wanted)


def test_a_resubmission_whose_records_are_gone_sends_nobody(number, ledger):
    ledger.rejections.replace(ledger.runs.latest(EXPORT, 1)[0].reference_id, EXPORT, rejections(), NOW)
    with pytest.raises(ParameterError, match="no records any more"):
        operator().execute(context(number))


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
