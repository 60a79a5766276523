"""The first tasks of a run: whose files are due, what the ledger is told, and when nothing is read."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from airflow.sdk.exceptions import AirflowSkipException

from benefits_sync.errors import ParameterError, RunError
from benefits_sync.integrations.carriers import CARRIER_FILES
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunStatus
from benefits_sync.operators.carriers.choose import ChooseAnsweringOperator, ChooseCarriersOperator
from benefits_sync.operators.carriers.snapshot import TakeSnapshotOperator
from tests.operators.carriers.conftest import FORM
from tests.store.carriers.samples import DENTAL, at

DAG_ID = "carrier_edi_delivery"
TUESDAY = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def context(run_id="scheduled__1", **form):
    run = SimpleNamespace(
        dag_id=DAG_ID,
        run_id=run_id,
        run_type=run_id.partition("__")[0],
        triggering_user_name=None if run_id.startswith("scheduled") else "dana",
        start_date=TUESDAY,
        run_after=TUESDAY,
    )
    return {"dag_run": run, "params": FORM | {"carriers": None} | form}


def choose(moment, run_id="scheduled__1", **form):
    with time_machine.travel(moment, tick=False):
        return ChooseCarriersOperator(task_id="choose", feed=CARRIER_FILES).execute(context(run_id, **form))


def test_the_clock_starts_those_whose_day_it_is(ledger):
    assert {DENTAL, "cedarline_health"} <= set(choose(TUESDAY))


def test_on_a_day_without_business_nobody_is_due(ledger):
    assert choose(SATURDAY) == []


def test_a_person_gets_everybody_s_files(ledger):
    assert {DENTAL, "clearwater_vision"} <= set(choose(SATURDAY, "manual__1"))


def test_a_run_cleared_the_next_day_keeps_its_carriers(ledger):
    first = choose(TUESDAY)
    assert choose(SATURDAY) == first


def test_the_run_is_opened_with_its_form_and_the_profiles_it_goes_by(ledger):
    choose(TUESDAY, "manual__1", carriers=[DENTAL], usage="test", run_name="A trial")
    run = ledger.runs.of_airflow_run(DAG_ID, "manual__1")
    assert (run.run_name, run.user, run.status, run.options["usage"], run.mapping_version.split("-")[0]) == (
        "A trial",
        "dana",
        RunStatus.IN_PROGRESS,
        "test",
        f"{DENTAL} 1",
    )


def test_a_form_that_cannot_be_used_opens_no_run(ledger):
    with pytest.raises(ParameterError, match="takes no audit files"):
        choose(TUESDAY, carriers=[DENTAL], kind="audit")
    assert ledger.runs.of_airflow_run(DAG_ID, "scheduled__1") is None


def test_a_file_that_is_not_there_cannot_be_sent_again(ledger):
    with pytest.raises(ParameterError, match="404"):
        choose(TUESDAY, "manual__1", resend=404)


@pytest.mark.parametrize(("moment", "again"), [(SATURDAY, False), (TUESDAY, True)])
def test_nothing_is_read_where_no_file_is_built(ledger, moment, again):
    file = at(ledger, FileState.DELIVERED)
    choose(moment, resend=file.id if again else None)
    with pytest.raises(AirflowSkipException):
        TakeSnapshotOperator(task_id="take", feed=CARRIER_FILES).execute(context())


def test_without_a_run_the_later_tasks_say_where_to_look(ledger):
    with pytest.raises(RunError, match="the first task failed before the run was opened"):
        TakeSnapshotOperator(task_id="take", feed=CARRIER_FILES).execute(context())


def test_carriers_that_have_a_file_are_asked_for_answers(ledger):
    at(ledger, FileState.DELIVERED)
    found = ChooseAnsweringOperator(task_id="choose", feed=CARRIER_FILES).execute(context())
    assert found == [DENTAL]
