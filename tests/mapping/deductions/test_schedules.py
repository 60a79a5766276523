"""Plan years follow each other without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits_sync.mapping.deductions.schedules import PaySchedule, PlanYears

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_a_plan_year_by_the_calendar_ends_on_the_last_of_december():
    assert PlanYears().containing(date(2026, 7, 18)) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_plan_year_from_july_reaches_into_the_next_year():
    years = PlanYears(starts="07-01")
    assert years.containing(date(2026, 6, 30)) == (date(2025, 7, 1), date(2026, 6, 30))


@settings(deadline=None, derandomize=True)
@given(DAYS, st.sampled_from(["01-01", "07-01", "10-15"]))
def test_the_next_plan_year_starts_when_this_one_ends(day, starts):
    years = PlanYears(starts=starts)
    (_, last), (first, _) = years.containing(day), years.after(day)
    assert first - last == timedelta(days=1)


@settings(deadline=None, derandomize=True)
@given(DAYS, st.sampled_from(["01-01", "07-01", "10-15"]))
def test_the_plan_year_before_the_next_one_is_this_one(day, starts):
    years = PlanYears(starts=starts)
    assert years.before(years.after(day)[0]) == years.containing(day)


@pytest.mark.parametrize(("per_year", "a_month"), [(None, None), (24, 2), (12, 1)])
def test_deductions_per_year_say_how_many_pay_dates_of_a_month_take_them(per_year, a_month):
    schedule = {"label": "biweekly", "pays_per_year": 26, "first_pay_date": "2026-01-09", "every_days": 14}
    assert PaySchedule(**schedule, deductions_per_year=per_year).deductions_per_month == a_month
