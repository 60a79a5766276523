"""The life of a carrier file: what may follow what, and answers that come late, twice or in another order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from benefits_sync.domain.carriers.deadlines import deadlines, follow_up
from benefits_sync.domain.carriers.states import (
    ANSWERED,
    ANSWERS,
    BAD_NEWS,
    BELIEVED,
    LEFT,
    OPEN,
    REJECTED,
    SET_ASIDE,
    TRANSITIONS,
    after_answer,
    moved,
)
from benefits_sync.errors import FileStateError
from benefits_sync.models.carriers import AnswerKind, FileState
from tests.mapping.carriers.profiles import MEDICAL

S = FileState
USUAL_WAY = (
    S.BUILT, S.VALIDATED, S.HELD, S.APPROVED, S.SENDING, S.DELIVERED, S.TA1_ACCEPTED, S.FUNCTIONAL_ACCEPTED,
    S.REPORT_CLEAN, S.CLOSED,
)  # fmt: skip
NEVER_SENT = (S.BUILT, S.VALIDATED, S.HELD, S.APPROVED, S.REFUSED, S.SKIPPED)


def test_every_state_has_its_line_in_the_table():
    assert set(TRANSITIONS) == set(FileState)


def test_every_state_can_be_reached():
    assert set().union(*TRANSITIONS.values()) == set(FileState) - {S.BUILT}


@pytest.mark.parametrize(("state", "to"), list(pairwise(USUAL_WAY)))
def test_the_usual_way_from_built_to_closed(state, to):
    assert moved(state, to) is to


@pytest.mark.parametrize("state", FileState)
def test_the_same_step_told_again_changes_nothing(state):
    assert moved(state, state) is state


def test_an_illegal_step_names_both_states_and_what_may_follow():
    with pytest.raises(FileStateError, match="is held cannot become sending; what can follow is approved, "):
        moved(S.HELD, S.SENDING)


@pytest.mark.parametrize("state", [state for state in NEVER_SENT if state is not S.APPROVED])
def test_nothing_is_sent_before_it_is_approved(state):
    assert S.SENDING not in TRANSITIONS[state]


@pytest.mark.parametrize("state", sorted(ANSWERED))
def test_what_the_carrier_answered_to_is_never_sent_again(state):
    assert S.SENDING not in TRANSITIONS[state]


@pytest.mark.parametrize("state", NEVER_SENT)
@pytest.mark.parametrize("told", sorted(ANSWERED))
def test_an_answer_to_a_file_that_never_left_is_an_error(state, told):
    with pytest.raises(FileStateError):
        after_answer(state, told)


@pytest.mark.parametrize("told", sorted(ANSWERED))
def test_an_answer_proves_that_a_file_whose_upload_was_not_recorded_arrived(told):
    assert after_answer(S.SENDING, told) is told


@pytest.mark.parametrize("told", sorted(ANSWERED))
def test_the_same_answer_again_changes_nothing(told):
    assert after_answer(told, told) is told


@pytest.mark.parametrize("state", sorted(SET_ASIDE))
@pytest.mark.parametrize("told", sorted(ANSWERED))
def test_a_file_set_aside_stays_so_whatever_is_answered(state, told):
    assert after_answer(state, told) is state


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (S.FUNCTIONAL_ACCEPTED, S.TA1_ACCEPTED),
        (S.FUNCTIONAL_REJECTED, S.TA1_ACCEPTED),
        (S.FUNCTIONAL_PARTIAL, S.REPORT_CLEAN),
        (S.REPORT_CLEAN, S.FUNCTIONAL_ACCEPTED),
        (S.REPORT_DISCREPANCIES, S.TA1_ERRORS),
        (S.OVERDUE_REPORT, S.FUNCTIONAL_ACCEPTED),
        (S.OVERDUE_FUNCTIONAL, S.TA1_ACCEPTED),
        (S.CLOSED, S.REPORT_CLEAN),
        (S.TA1_REJECTED, S.FUNCTIONAL_REJECTED),
    ],
)
def test_an_answer_that_comes_late_and_says_nothing_new_leaves_the_state(state, told):
    assert after_answer(state, told) is state


@pytest.mark.parametrize("told", sorted(BAD_NEWS))
def test_bad_news_opens_a_closed_file_again(told):
    assert after_answer(S.CLOSED, told) is told


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (S.TA1_REJECTED, S.FUNCTIONAL_ACCEPTED),
        (S.TA1_REJECTED, S.TA1_ACCEPTED),
        (S.FUNCTIONAL_REJECTED, S.REPORT_CLEAN),
    ],
)
def test_good_news_of_a_file_rejected_as_a_whole_contradicts_it(state, told):
    with pytest.raises(FileStateError, match=f"{state} cannot become {told}"):
        after_answer(state, told)


def test_a_rejected_file_is_not_what_the_carrier_goes_by():
    assert not BELIEVED & (REJECTED | set(NEVER_SENT) | SET_ASIDE | {S.SENDING})


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_file_that_waits_can_be_answered_and_closed(state):
    assert TRANSITIONS[state] >= {S.REPORT_CLEAN, S.CLOSED} - {state}


RULES = MEDICAL
SENT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


class Life(RuleBasedStateMachine):
    """One file among carriers that answer in any order, twice, late or never, and people who act on it."""

    @initialize()
    def built(self):
        self.state, self.heard, self.now = S.BUILT, set(), SENT
        self.sent_again = self.left = self.rejected = False
        self.due = deadlines(RULES, SENT)

    def to(self, state):
        """Go where the table allows, or see it refuse and stay."""
        if state in TRANSITIONS[self.state] | {self.state}:
            self.state = moved(self.state, state)
        else:
            with pytest.raises(FileStateError):
                moved(self.state, state)

    @rule(state=st.sampled_from([S.VALIDATED, S.HELD, S.APPROVED, S.REFUSED, S.SKIPPED, S.SENDING]))
    def work_goes_on(self, state):
        self.to(state)
        self.left |= self.state is S.SENDING

    @precondition(lambda self: self.state is S.SENDING)
    @rule()
    def it_arrives(self):
        self.to(S.RESENT if self.sent_again else S.DELIVERED)
        self.sent_again = True

    @rule(kind=st.sampled_from(AnswerKind), data=st.data())
    def the_carrier_answers(self, kind, data):
        told = data.draw(st.sampled_from(sorted(ANSWERS[kind])))
        before = self.state
        try:
            self.state = after_answer(before, told)
        except FileStateError:
            assert not self.left or before in REJECTED
            return
        assert self.state in {before, told}
        if self.left:
            self.heard.add(kind)

    @rule(hours=st.integers(1, 72), open_messages=st.integers(0, 1))
    def time_passes(self, hours, open_messages):
        self.now += timedelta(hours=hours)
        found = follow_up(
            RULES.answers, self.state, self.heard, self.due, self.now, open_messages=open_messages
        )
        if found is not None:
            before, self.state = self.state, moved(self.state, found)
            assert self.state is not before
            assert self.state is not S.CLOSED or not open_messages

    @rule(state=st.sampled_from([S.QUARANTINED, S.SUPERSEDED, S.CLOSED]))
    def a_person_acts(self, state):
        self.to(state)

    @invariant()
    def what_was_never_sent_has_no_answer(self):
        assert self.left or not (self.state in LEFT or self.heard)

    @invariant()
    def nothing_that_left_is_back_at_the_start(self):
        assert not (self.left and self.state in NEVER_SENT)


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
