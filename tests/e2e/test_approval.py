"""A guarded plan through the real scheduler: who may answer, and what an answer does."""

import pytest

from benefits_sync.models.runs import RunStatus
from scripts.runs import DAG_ID, QUESTION, export, find_summary, wait_for_question
from scripts.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150
LEAVERS = 8


@pytest.fixture(scope="module")
def exported(stack) -> Stack:
    """A stack whose company has been exported at least once."""
    stack.airflow.wait_for_dag(DAG_ID)
    export(stack, EMPLOYEES, run_name="Everyone, before the guards", delta=False)
    return stack


def waiting_run(stack: Stack, run_name: str) -> str:
    stack.sandbox.scenario(terminate=LEAVERS, seed=sum(map(ord, run_name)))
    api = stack.airflow.api("operator")
    run_id = api.trigger(DAG_ID, {"delta": True, "run_name": run_name})
    wait_for_question(stack, run_id)
    return run_id


def answer(stack: Stack, user: str, run_id: str, beginning: str) -> None:
    stack.airflow.api(user).answer(DAG_ID, run_id, QUESTION, beginning)


def writes(stack: Stack) -> int:
    journal = stack.sandbox.journal(vendor="plansource")
    return sum(entry["effect"] not in {None, "none"} for entry in journal)


def test_a_refused_plan_changes_nothing_and_fails_the_run(exported):
    before = writes(exported)
    run_id = waiting_run(exported, "To be refused")
    answer(exported, "approver", run_id, "Change nothing")
    state = exported.airflow.api().wait(DAG_ID, run_id, seconds=120)
    summary = find_summary(exported, "To be refused")
    assert (state, summary.status, writes(exported) - before) == ("failed", RunStatus.FAILED, 0)


def test_whoever_started_a_run_cannot_approve_it_but_another_person_still_can(exported):
    run_id = waiting_run(exported, "Approved by two")
    api = exported.airflow.api()
    answer(exported, "operator", run_id, "Apply the plan")
    wait_for_question(exported, run_id, times=2)
    before = writes(exported)
    answer(exported, "approver", run_id, "Apply the plan")
    api.wait(DAG_ID, run_id, seconds=120)
    summary = find_summary(exported, "Approved by two")
    assert summary.approved_by == "approver"
    assert writes(exported) - before >= summary.counts.terminated >= LEAVERS
