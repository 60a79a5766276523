"""Approvals: who was asked about which plan, and every answer that was given."""

import pytest

from benefits_sync.errors import ParameterError
from tests.store.samples import begin, hours

GUARDS = ("terminations: 40 of 1000 active is above 20",)
COUNTS = {"read": 1000, "terminated": 40}


@pytest.fixture
def run(ledger):
    return begin(ledger)


ASKED = hours(1)


def ask(ledger, run, at=ASKED):
    ledger.approvals.request(run, "plan-1", GUARDS, COUNTS, at)


def answers(ledger, run):
    return [(asked.decision, asked.answered_by) for asked in ledger.approvals.of_run(run)]


def test_a_request_waits_with_its_guards_and_counts(ledger, run):
    ask(ledger, run)
    [asked] = ledger.approvals.of_run(run)
    assert (asked.guards, asked.counts, asked.requested_at, asked.decision) == (
        GUARDS,
        COUNTS,
        hours(1),
        None,
    )


def test_a_second_try_does_not_ask_twice(ledger, run):
    ask(ledger, run)
    ask(ledger, run, hours(2))
    assert [asked.requested_at for asked in ledger.approvals.of_run(run)] == [hours(1)]


def test_the_answer_names_the_person_and_the_moment(ledger, run):
    ask(ledger, run)
    ledger.approvals.answer(run, "plan-1", "kim", "approved", hours(2))
    [asked] = ledger.approvals.of_run(run)
    assert (asked.decision, asked.answered_by, asked.answered_at) == ("approved", "kim", hours(2))


def test_the_same_answer_told_again_changes_nothing(ledger, run):
    ask(ledger, run)
    for hour in (2, 3):
        ledger.approvals.answer(run, "plan-1", "kim", "approved", hours(hour))
    assert [asked.answered_at for asked in ledger.approvals.of_run(run)] == [hours(2)]


def test_another_answer_is_kept_beside_the_first(ledger, run):
    ask(ledger, run)
    ledger.approvals.answer(run, "plan-1", "dana", "own approval ignored", hours(2))
    ledger.approvals.answer(run, "plan-1", "kim", "approved", hours(3))
    assert answers(ledger, run) == [("own approval ignored", "dana"), ("approved", "kim")]


def test_a_cleared_run_asks_anew_after_a_refusal(ledger, run):
    ask(ledger, run)
    ledger.approvals.answer(run, "plan-1", "kim", "refused", hours(2))
    ask(ledger, run, hours(3))
    assert answers(ledger, run) == [("refused", "kim"), (None, None)]


def test_the_approver_is_who_approved(ledger, run):
    ask(ledger, run)
    ledger.approvals.answer(run, "plan-1", "dana", "own approval ignored", hours(2))
    assert ledger.approvals.approver(run) is None
    ledger.approvals.answer(run, "plan-1", "kim", "approved", hours(3))
    assert ledger.approvals.approver(run) == "kim"


def test_an_answer_nobody_asked_for_is_an_error(ledger, run):
    with pytest.raises(ParameterError, match="no request for approval of plan plan-9"):
        ledger.approvals.answer(run, "plan-9", "kim", "approved", hours(2))


def test_an_unknown_decision_is_an_error(ledger, run):
    ask(ledger, run)
    with pytest.raises(ValueError, match="perhaps"):
        ledger.approvals.answer(run, "plan-1", "kim", "perhaps", hours(2))
