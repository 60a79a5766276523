"""Deadlines of a carrier's answers, and what silence makes of a file."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits_sync.domain.carriers.deadlines import awaited, deadlines, follow_up, next_deadline
from benefits_sync.mapping.carriers.calendar import Expected, FunctionalAcknowledgment
from benefits_sync.models.carriers import AnswerKind, Due, FileState
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, VISION, changed

S = FileState
TA1, FUNCTIONAL, REPORT = AnswerKind
EVERYTHING = MEDICAL  # TA1 and 999 always, a report even when clean
ON_ERROR = DENTAL  # TA1 on error, 997 always, a report of discrepancies only
NO_999 = FunctionalAcknowledgment(expected=Expected.NEVER)
REPORT_ONLY = changed(VISION, answers={"functional": NO_999})
FUNCTIONAL_ONLY = LIFE
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def after(hours):
    return FRIDAY + timedelta(hours=hours)


def state_after(rules, state, hours, heard=(), open_messages=0):
    due = deadlines(rules, FRIDAY)
    return follow_up(rules.answers, state, heard, due, after(hours), open_messages=open_messages)


def test_acknowledgments_are_due_after_the_hours_of_the_profile():
    assert deadlines(EVERYTHING, FRIDAY)[:2] == (after(4), after(24))


def test_a_report_is_due_at_the_end_of_the_carriers_business_day():
    # Two business days after Friday: Monday, then the whole Tuesday in Denver.
    assert deadlines(EVERYTHING, FRIDAY).report == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def test_a_holiday_of_the_carrier_is_no_business_day():
    wednesday = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # Thanksgiving is the day after
    assert deadlines(EVERYTHING, wednesday).report == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)


def test_what_never_comes_has_no_deadline():
    assert deadlines(REPORT_ONLY, FRIDAY)[:2] == (None, None)


def test_a_later_answer_stands_for_those_before_it():
    due = deadlines(EVERYTHING, FRIDAY)
    assert [awaited(heard, due) for heard in ((), {TA1}, {FUNCTIONAL}, {REPORT})] == [
        (TA1, FUNCTIONAL, REPORT),
        (FUNCTIONAL, REPORT),
        (REPORT,),
        (),
    ]


def test_the_clock_shows_the_answer_to_come_next():
    due = deadlines(EVERYTHING, FRIDAY)
    assert (next_deadline((), due), next_deadline({REPORT}, due)) == ((TA1, after(4)), None)


@pytest.mark.parametrize(
    ("hours", "state"),
    [(4, None), (5, S.OVERDUE_TA1), (25, S.OVERDUE_FUNCTIONAL), (24 * 6, S.OVERDUE_REPORT)],
)
def test_an_answer_that_has_to_come_is_overdue_after_its_deadline(hours, state):
    assert state_after(EVERYTHING, S.DELIVERED, hours) is state


def test_a_file_that_is_overdue_already_is_not_told_again():
    assert state_after(EVERYTHING, S.OVERDUE_TA1, 6) is None


def test_silence_of_an_answer_that_comes_on_error_only_is_no_alarm():
    assert state_after(ON_ERROR, S.DELIVERED, 30) is None


@pytest.mark.parametrize(
    ("rules", "state", "heard", "hours", "closed"),
    [
        (EVERYTHING, S.REPORT_CLEAN, {TA1, FUNCTIONAL, REPORT}, 30, True),
        (EVERYTHING, S.FUNCTIONAL_ACCEPTED, {TA1, FUNCTIONAL}, 30, False),
        (EVERYTHING, S.REPORT_CLEAN, {REPORT}, 30, True),
        (ON_ERROR, S.FUNCTIONAL_ACCEPTED, {FUNCTIONAL}, 30, False),
        (ON_ERROR, S.FUNCTIONAL_ACCEPTED, {FUNCTIONAL}, 24 * 12, True),
        (FUNCTIONAL_ONLY, S.FUNCTIONAL_ACCEPTED, {FUNCTIONAL}, 0.1, True),
        (FUNCTIONAL_ONLY, S.FUNCTIONAL_ERRORS, {FUNCTIONAL}, 0.1, True),
        (FUNCTIONAL_ONLY, S.DELIVERED, (), 0.1, False),
    ],
)
def test_a_file_is_closed_when_all_that_has_to_come_came_and_the_rest_had_its_time(
    rules, state, heard, hours, closed
):
    assert (state_after(rules, state, hours, heard) is S.CLOSED) == closed


def test_a_carrier_that_answers_nothing_closes_a_file_with_its_delivery():
    assert follow_up(REPORT_ONLY.answers, S.DELIVERED, (), Due(), FRIDAY) is S.CLOSED


def test_an_open_message_keeps_a_file_open():
    assert state_after(FUNCTIONAL_ONLY, S.FUNCTIONAL_ERRORS, 1, {FUNCTIONAL}, open_messages=1) is None


@pytest.mark.parametrize(("open_messages", "state"), [(2, None), (0, S.CLOSED)])
def test_discrepancies_are_closed_when_the_last_is_settled(open_messages, state):
    assert state_after(EVERYTHING, S.REPORT_DISCREPANCIES, 1, {REPORT}, open_messages) is state


@pytest.mark.parametrize(
    "state", [S.BUILT, S.HELD, S.SENDING, S.TA1_REJECTED, S.FUNCTIONAL_PARTIAL, S.CLOSED, S.SUPERSEDED]
)
def test_the_clock_changes_nothing_that_waits_for_a_person_or_is_over(state):
    assert state_after(EVERYTHING, state, 24 * 30) is None
