"""A question in Airflow is about one plan; the ledger keeps who answered it."""

import pytest

from benefits_sync.operators.approve import APPROVE
from benefits_sync.store.approvals import Decision
from tests.e2e.companies import company, eventually

pytestmark = [pytest.mark.slow, pytest.mark.service]
LEAVERS = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A company of its own, for what these tests leave undecided would stop the next run of a shared one."""
    with company(tmp_path_factory.mktemp("question")) as running:
        running.run(delta=False)
        yield running


def waiting_run(site, seed):
    """Let more people leave than a guard lets through, and start a run that has to ask."""
    site.stack.sandbox.scenario(terminate=LEAVERS, seed=seed)
    before = site.last_request()
    run_id = site.trigger()
    site.in_state(run_id, "approve_plan", "awaiting_input")
    return run_id, before


def asked_again(site, run_id):
    kept = site.approvals(run_id)
    waiting = site.states(run_id)["approve_plan"] == "awaiting_input"
    ignored = [approval.decision for approval in kept] == [Decision.OWN_IGNORED]
    return waiting and ignored and not site.question(run_id)["response_received"]


def test_the_question_shows_what_tripped_and_the_ledger_keeps_both_answers(site):
    run_id, before = waiting_run(site, seed=12)
    assert f"{LEAVERS} terminations; the limit is 5" in site.question(run_id)["body"]
    site.answer(site.operator, run_id, APPROVE, Decision.OWN_IGNORED)
    eventually(lambda: asked_again(site, run_id), "the question is asked again")
    assert site.writes(before) == []

    site.answer(site.approver, run_id, APPROVE, Decision.APPROVED)
    site.ended(run_id)
    assert [effect for _, effect in site.writes(before)].count("terminated") == LEAVERS
    assert [(kept.decision, kept.answered_by) for kept in site.approvals(run_id)] == [
        (Decision.OWN_IGNORED, "operator"),
        (Decision.APPROVED, "approver"),
    ]


def test_an_approval_never_reaches_a_plan_that_was_not_shown(site):
    run_id, before = waiting_run(site, seed=14)
    shown = site.question(run_id)["body"]
    site.stack.sandbox.scenario(terminate=2, seed=15)
    site.clear(run_id, "extract_employees")
    state = site.ended(run_id)
    assert (state, site.question(run_id)["body"], site.writes(before)) == ("failed", shown, [])
    assert "already asked about plan" in site.log(run_id, "approve_plan", 2)
