"""Schedules of carriers: on which days files go out, and the days of open enrollment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from benefits_sync.domain.carriers.schedule import (
    business_day,
    current_year_objection,
    cut_off,
    enrollment_days,
    enrollment_objection,
    is_due,
    plan_year_of_usual_files,
    plus_business_days,
)
from benefits_sync.mapping.carriers.calendar import Schedule
from benefits_sync.mapping.carriers.file import Kind, OpenEnrollment

THANKSGIVING = date(2026, 11, 26)  # a Thursday
NEW_YEAR = date(2027, 1, 1)


def schedule(*days, holidays=(THANKSGIVING,), on_holiday="next", timezone="America/Denver"):
    return Schedule(days=days, cut_off="18:00", timezone=timezone, holidays=holidays, on_holiday=on_holiday)


def due_days(rules, first=date(2026, 11, 23), number=14):
    days = [first + timedelta(days=at) for at in range(number)]
    return [day for day in days if is_due(rules, day)]


@pytest.mark.parametrize(
    ("on_holiday", "due"),
    [
        ("next", [date(2026, 11, 27), date(2026, 12, 3)]),
        ("previous", [date(2026, 11, 25), date(2026, 12, 3)]),
        ("skip", [date(2026, 12, 3)]),
    ],
)
def test_a_file_whose_day_is_a_holiday_goes_as_the_profile_says(on_holiday, due):
    assert due_days(schedule("thursday", on_holiday=on_holiday)) == due


def test_a_file_moved_over_a_weekend_and_a_second_holiday():
    rules = schedule("thursday", holidays=(THANKSGIVING, date(2026, 11, 27)))
    assert due_days(rules, number=8) == [date(2026, 11, 30)]


def test_a_file_moved_to_a_day_that_has_one_of_its_own_is_one_file():
    assert due_days(schedule("thursday", "friday"), number=6) == [date(2026, 11, 27)]


def test_nothing_is_moved_onto_a_day_beside_a_weekend_without_a_holiday():
    assert due_days(schedule("friday"), number=8) == [date(2026, 11, 27)]


def test_a_file_of_a_saturday_goes_on_that_saturday():
    assert due_days(schedule("saturday"), number=7) == [date(2026, 11, 28)]


def test_a_moment_is_in_the_carriers_day_not_ours():
    assert business_day(schedule("monday"), datetime(2026, 11, 24, 5, 0, tzinfo=UTC)) == date(2026, 11, 23)


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 7, 1), 0), (date(2026, 12, 1), 1)])
def test_the_cut_off_keeps_the_carriers_clock_through_summer_time(day, hour):
    assert cut_off(schedule("monday"), day) == datetime(day.year, day.month, 2, hour, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "day"), [(1, date(2026, 11, 27)), (2, date(2026, 11, 30)), (-1, date(2026, 11, 24)), (0, None)]
)
def test_business_days_are_counted_over_holidays_and_weekends(number, day):
    start = date(2026, 11, 25)
    assert plus_business_days(schedule("monday"), start, number) == (day or start)


def enrollment(**changed):
    told = {"kind": Kind.FULL, "due_days_before": 15, "switch_days_before": 7, "ahead_days": 60, **changed}
    return OpenEnrollment(**told)


OMITS = enrollment(terminates_by_omission=True, notice_business_days=3)
RULES = schedule("monday", holidays=(date(2026, 12, 17),))


def test_the_days_of_an_open_enrollment():
    # The day fifteen days before is a holiday: the file is due before it, the notice three days earlier.
    assert enrollment_days(RULES, OMITS, NEW_YEAR) == (
        date(2026, 12, 11),
        date(2026, 12, 16),
        date(2026, 12, 25),
        NEW_YEAR,
    )


def test_no_notice_is_due_where_absence_ends_nothing():
    assert enrollment_days(RULES, enrollment(), NEW_YEAR).notice is None


@pytest.mark.parametrize(
    ("rules", "day", "year"),
    [
        (enrollment(), date(2026, 12, 24), 2026),
        (enrollment(), date(2026, 12, 25), 2027),
        (None, date(2026, 12, 31), 2026),
        (None, NEW_YEAR, 2027),
    ],
)
def test_usual_files_tell_the_new_year_from_its_switch_on(rules, day, year):
    assert plan_year_of_usual_files(rules, day, NEW_YEAR, date(2026, 1, 1)).year == year


@pytest.mark.parametrize(
    ("rules", "day", "noticed_on", "objection"),
    [
        (enrollment(), date(2026, 12, 1), None, None),
        (enrollment(), date(2026, 10, 1), None, "more than 60 days after"),
        (enrollment(), date(2027, 1, 5), None, None),
        (OMITS, date(2026, 12, 1), None, "was not told that absence will end coverage"),
        (OMITS, date(2026, 12, 1), date(2026, 11, 27), "the file may go from 2026-12-02 on"),
        (OMITS, date(2026, 12, 2), date(2026, 11, 27), None),
        (OMITS, NEW_YEAR, date(2026, 11, 27), "only in a file sent before the plan year starts"),
    ],
)
def test_when_an_open_enrollment_file_may_go(rules, day, noticed_on, objection):
    found = enrollment_objection(RULES, rules, day, NEW_YEAR, noticed_on)
    assert found == objection or objection in found


@pytest.mark.parametrize(
    ("rules", "sent_on", "day", "objects"),
    [
        (enrollment(current_year_after=False), date(2026, 12, 10), date(2026, 12, 11), True),
        (enrollment(current_year_after=False), date(2026, 12, 10), NEW_YEAR, False),
        (enrollment(current_year_after=False), None, date(2026, 12, 11), False),
        (enrollment(), date(2026, 12, 10), date(2026, 12, 11), False),
        (None, date(2026, 12, 10), date(2026, 12, 11), False),
    ],
)
def test_some_carriers_take_no_current_year_after_the_open_enrollment_file(rules, sent_on, day, objects):
    assert bool(current_year_objection(rules, sent_on, day, NEW_YEAR)) == objects
