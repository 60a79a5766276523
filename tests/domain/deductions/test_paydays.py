"""Pay dates come by a schedule's calendar; the pay date too many of a month is a deduction holiday."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.domain.deductions.paydays import (
    deduction_dates,
    deduction_holidays,
    pay_calendar,
    pay_dates,
)
from benefits_sync.mapping.deductions.schedules import PaySchedule
from tests.domain.deductions.payroll import MAPPING, UNHURRIED

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BIWEEKLY = MAPPING.pay_schedules["Biweekly (26 per year)"]
SEMI_MONTHLY = MAPPING.pay_schedules["Semi-monthly (24 per year)"]
WEEKLY = MAPPING.pay_schedules["Weekly (52 per year)"]
MONTHLY = MAPPING.pay_schedules["Monthly (12 per year)"]


@pytest.mark.parametrize(
    ("schedule", "count"), [(BIWEEKLY, 26), (SEMI_MONTHLY, 24), (WEEKLY, 52), (MONTHLY, 12)]
)
def test_a_year_has_as_many_pay_dates_as_the_frequency_says(schedule, count):
    assert len(pay_dates(schedule, FIRST, LAST)) == count


def test_pay_dates_come_every_other_week_before_the_first_one_too():
    assert pay_dates(BIWEEKLY, date(2025, 12, 20), date(2026, 1, 31)) == [
        date(2025, 12, 26), date(2026, 1, 9), date(2026, 1, 23),
    ]  # fmt: skip


def test_a_day_that_a_month_does_not_have_is_its_last_day():
    assert pay_dates(SEMI_MONTHLY, date(2026, 2, 1), date(2026, 2, 28)) == [
        date(2026, 2, 15), date(2026, 2, 28),
    ]  # fmt: skip


def fewer(schedule: PaySchedule, count: int) -> PaySchedule:
    return PaySchedule.model_validate(schedule.model_dump() | {"deductions_per_year": count})


def test_the_third_pay_date_of_a_month_is_a_holiday_for_24_of_26():
    assert deduction_holidays(fewer(BIWEEKLY, 24), FIRST, LAST) == [date(2026, 5, 29), date(2026, 10, 30)]


def test_a_holiday_is_known_in_the_middle_of_its_month_too():
    assert deduction_dates(fewer(BIWEEKLY, 24), date(2026, 5, 20), date(2026, 6, 15)) == [date(2026, 6, 12)]


@pytest.mark.parametrize(("schedule", "count"), [(BIWEEKLY, 24), (WEEKLY, 48), (WEEKLY, 24), (BIWEEKLY, 12)])
def test_deductions_per_year_are_kept_to_in_every_year(schedule, count):
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in range(2024, 2036)]
    assert {len(deduction_dates(fewer(schedule, count), *year)) for year in years} == {count}


def test_a_period_begins_when_the_one_before_it_has_ended():
    calendar = pay_calendar(BIWEEKLY, FIRST, LAST)
    at = calendar.pay_days.tolist().index(date(2026, 1, 9).toordinal())
    # It pays the fourteen days that end six days before it.
    assert date.fromordinal(int(calendar.period_starts[at])) == date(2025, 12, 21)


@UNHURRIED
@given(st.dates(FIRST, LAST), st.sampled_from([BIWEEKLY, SEMI_MONTHLY, WEEKLY, MONTHLY]))
def test_the_last_pay_date_is_the_last_whose_period_began_by_then(day, schedule):
    calendar = pay_calendar(schedule, FIRST, LAST)
    around = pay_dates(schedule, FIRST - timedelta(days=70), LAST + timedelta(days=70))
    lag = timedelta(days=schedule.period_ends_days_before)
    expected = max(paid for before, paid in pairwise(around) if before - lag < day)
    assert calendar.last_paid(np.array([day.toordinal()]))[0] == expected.toordinal()
