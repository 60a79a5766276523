"""Who is asked, what an answer does, and that a question is about exactly one plan."""

from datetime import timedelta

import pytest
from airflow.sdk.exceptions import TaskAwaitingInput

from benefits_sync.errors import ConfigurationError, GuardError
from benefits_sync.operators.approve import REFUSE, ApprovePlanOperator, approval_of
from benefits_sync.store.approvals import Decision
from tests.operators.conftest import PLAN, answered, context
from tests.store.samples import NOW, begin

APPLY = approval_of(PLAN)


@pytest.fixture
def saved(ledger):
    """A plan that tripped a guard, as its task returned it."""
    plan = PLAN | {"reference_id": begin(ledger), "asks": ["7 terminations; the limit is 5"]}
    ledger.approvals.request(plan["reference_id"], plan["plan_id"], plan["asks"], plan["counts"], NOW)
    return plan


def operator(**settings):
    return ApprovePlanOperator(
        task_id="approve_plan",
        plan_task_id="plan_changes",
        subject="May this plan be applied?",
        answer_within=timedelta(hours=12),
        **settings,
    )


def ask(saved, **settings):
    return operator(**settings).execute(context({"plan_changes": saved}))


def answer(saved, option, by, **settings):
    """Resume the task, which dana started, with an answer."""
    told = context({"plan_changes": saved}, user="dana")
    return operator(**settings).execute_complete(told, answered(option, by))


def decisions(ledger, saved):
    return [(kept.decision, kept.answered_by) for kept in ledger.approvals.of_run(saved["reference_id"])]


# Asking


def test_a_plan_that_trips_no_guard_passes_with_its_chunks(questions):
    assert (ask(PLAN), questions) == ([[0, 9]], [])


def test_a_plan_without_a_write_passes_whatever_its_guards_say(questions):
    assert (ask(PLAN | {"asks": ["a guard"], "chunks": []}), questions) == ([], [])


def test_a_plan_that_trips_a_guard_waits(saved, questions):
    with pytest.raises(TaskAwaitingInput) as waiting:
        ask(saved)
    assert waiting.value.timeout == timedelta(hours=12)


def test_the_question_shows_the_guards_and_the_counts(saved, questions):
    with pytest.raises(TaskAwaitingInput):
        ask(saved)
    body = questions[0]["body"]
    assert "- 7 terminations; the limit is 5\n" in body
    assert "| terminated | 7 |" in body


def test_the_answer_names_the_plan_and_no_answer_means_no(saved, questions):
    with pytest.raises(TaskAwaitingInput):
        ask(saved)
    assert (questions[0]["options"], questions[0]["defaults"]) == (
        [f"Apply the plan {saved['plan_id']}", REFUSE],
        [REFUSE],
    )


# Answers


def test_another_persons_yes_lets_the_chunks_through_and_is_kept(ledger, saved):
    assert answer(saved, APPLY, by="erin") == saved["chunks"]
    assert (decisions(ledger, saved), ledger.approvals.approver(saved["reference_id"])) == (
        [(Decision.APPROVED, "erin")],
        "erin",
    )


def test_a_no_stops_the_run_and_is_kept(ledger, saved):
    with pytest.raises(GuardError, match="refused by erin; nothing was changed"):
        answer(saved, REFUSE, by="erin")
    assert decisions(ledger, saved) == [(Decision.REFUSED, "erin")]


def test_ones_own_no_counts(ledger, saved):
    with pytest.raises(GuardError, match="refused by dana"):
        answer(saved, REFUSE, by="dana")
    assert decisions(ledger, saved) == [(Decision.REFUSED, "dana")]


def test_no_answer_in_time_stops_the_run_and_is_kept(ledger, saved):
    with pytest.raises(GuardError, match="not approved in time; nothing was changed"):
        answer(saved, REFUSE, by=None)
    assert decisions(ledger, saved) == [(Decision.REFUSED, "nobody")]


def test_ones_own_yes_is_kept_and_the_question_asked_again(ledger, saved, questions):
    with pytest.raises(TaskAwaitingInput):
        answer(saved, APPLY, by="dana")
    assert (decisions(ledger, saved), len(questions)) == ([(Decision.OWN_IGNORED, "dana")], 1)


def test_another_persons_yes_after_ones_own_lets_the_chunks_through(ledger, saved, questions):
    with pytest.raises(TaskAwaitingInput):
        answer(saved, APPLY, by="dana")
    answer(saved, APPLY, by="erin")
    assert ledger.approvals.approver(saved["reference_id"]) == "erin"


def test_ones_own_yes_counts_where_that_is_allowed(ledger, saved):
    assert answer(saved, APPLY, by="dana", allow_own_approval=True) == saved["chunks"]


def test_an_installation_of_one_person_can_allow_it_by_a_variable(ledger, saved, monkeypatch):
    monkeypatch.setenv("BENEFITS_SYNC_OWN_APPROVAL", "allowed")
    assert answer(saved, APPLY, by="dana") == saved["chunks"]


def test_a_variable_that_says_neither_is_refused_with_what_to_set(ledger, saved, monkeypatch):
    monkeypatch.setenv("BENEFITS_SYNC_OWN_APPROVAL", "yes")
    with pytest.raises(ConfigurationError, match="neither allowed nor refused: set it to one of them"):
        answer(saved, APPLY, by="dana")


@pytest.mark.parametrize("by", ["dana", "erin"])
def test_a_yes_holds_for_the_next_try_of_a_task_that_was_killed_after_it(ledger, saved, questions, by):
    answer(saved, APPLY, by=by, allow_own_approval=True)
    assert (ask(saved), questions) == (saved["chunks"], [])


def test_a_yes_that_did_not_count_does_not_count_for_the_next_try(ledger, saved, questions):
    for _ in range(2):
        with pytest.raises(TaskAwaitingInput):
            answer(saved, APPLY, by="dana")
    with pytest.raises(TaskAwaitingInput):
        ask(saved)
    assert len(questions) == 3


def test_a_plan_that_is_requested_anew_is_asked_about_anew(ledger, saved, questions):
    answer(saved, APPLY, by="erin")
    ledger.approvals.request(saved["reference_id"], saved["plan_id"], saved["asks"], saved["counts"], NOW)
    with pytest.raises(TaskAwaitingInput):
        ask(saved)


# One question, one plan


def test_a_yes_to_an_earlier_plan_lets_nothing_through(ledger, saved):
    with pytest.raises(GuardError, match="about an earlier plan; start a new run"):
        answer(saved, approval_of({"plan_id": "b700243e01af"}), by="erin")
    assert decisions(ledger, saved) == [(None, None)]


def test_a_run_that_asked_about_one_plan_does_not_ask_about_another(saved, questions):
    with pytest.raises(GuardError, match=f"already asked about plan {saved['plan_id']}; start a new run"):
        ask(saved | {"plan_id": "b700243e01af"})
    assert questions == []


def test_a_run_asks_about_the_same_plan_again(saved, questions):
    for _ in range(2):
        with pytest.raises(TaskAwaitingInput):
            ask(saved)
    assert questions[0] == questions[1]
