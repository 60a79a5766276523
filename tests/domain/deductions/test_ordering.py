"""What has to come before what."""

from datetime import UTC, date, datetime

import pytest

from benefits_sync.domain.deductions.ordering import (
    AcceptedImport,
    earliest_change,
    refuse_before_demographics,
    refuse_deduction_start,
    refuse_plan_year,
    refuse_plan_year_start,
)
from tests.domain.deductions.target import frame

PRIOR, CURRENT, NEXT = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
END = date(2026, 12, 31)
TODAY, YESTERDAY = date(2026, 6, 15), date(2026, 6, 14)
EXPORTED = datetime(2026, 6, 15, 4, 30, tzinfo=UTC)


def imported(plan_year: date, day: date, *, initial: bool = False) -> AcceptedImport:
    return AcceptedImport(plan_year, day, initial)


@pytest.mark.parametrize(
    ("plan_year", "accepted", "initial"),
    [
        (CURRENT, [], True),
        (CURRENT, [imported(CURRENT, TODAY)], False),
        (CURRENT, [imported(PRIOR, YESTERDAY, initial=True)], True),
        (PRIOR, [imported(PRIOR, date(2026, 6, 1), initial=True), imported(CURRENT, YESTERDAY)], False),
        (PRIOR, [imported(PRIOR, YESTERDAY, initial=True)], True),
        (NEXT, [imported(CURRENT, TODAY)], True),
        (CURRENT, [imported(NEXT, TODAY, initial=True)], True),
    ],
    ids=[
        "first of all",
        "again",
        "prior the day before",
        "a prior one in its turn, again",
        "begun anew",
        "next, ahead",
        "current, next ahead",
    ],
)
def test_plan_years_in_their_order_are_imported(plan_year, accepted, initial):
    assert refuse_plan_year(plan_year, TODAY, accepted, initial=initial) is None


@pytest.mark.parametrize(("plan_year", "other"), [(CURRENT, PRIOR), (PRIOR, CURRENT)])
def test_a_prior_plan_year_is_never_imported_on_the_day_of_the_current_one(plan_year, other):
    refusal = refuse_plan_year(plan_year, TODAY, [imported(other, TODAY)], initial=False)
    assert refusal is not None
    assert refusal.endswith(f"import the one starting {plan_year} on 2026-06-16 or later")


@pytest.mark.parametrize(
    ("accepted", "initial"),
    [
        ([imported(CURRENT, YESTERDAY)], False),
        ([imported(PRIOR, date(2026, 6, 1)), imported(CURRENT, YESTERDAY)], True),
    ],
    ids=["never imported", "begun anew"],
)
def test_a_prior_plan_year_does_not_come_after_the_current_one(accepted, initial):
    refusal = refuse_plan_year(PRIOR, TODAY, accepted, initial=initial)
    assert refusal is not None
    assert "comes before the one starting 2026-01-01" in refusal


def test_the_earliest_change_is_of_the_plan_year_and_of_real_employees():
    columns = ["change_effective_date", "org_plan_year_starts", "test_employee"]
    rows = [
        ("2026-02-01", "2026-01-01", "false"),
        ("2026-01-05", "2026-01-01", "false"),
        ("2026-01-01", "2026-01-01", "true"),
        ("2025-01-01", "2025-01-01", "false"),
        (None, "2026-01-01", "false"),
    ]
    found = earliest_change(frame((dict(zip(columns, row, strict=True)) for row in rows), columns), CURRENT)
    assert found == date(2026, 1, 5)


def test_a_plan_year_without_rows_has_no_earliest_change():
    assert earliest_change(frame([], ["change_effective_date", "org_plan_year_starts"]), CURRENT) is None


def test_an_initial_import_begins_with_the_earliest_change():
    assert refuse_deduction_start(date(2026, 1, 5), CURRENT, date(2026, 1, 5)) is None


@pytest.mark.parametrize("day", [date(2026, 1, 4), date(2026, 1, 6)])
def test_any_other_deduction_start_is_refused_with_the_right_one_named(day):
    refusal = refuse_deduction_start(day, CURRENT, date(2026, 1, 5))
    assert refusal is not None
    assert refusal.endswith("enter 2026-01-05")


def test_a_plan_year_without_rows_cannot_be_begun():
    refusal = refuse_deduction_start(CURRENT, CURRENT, None)
    assert refusal is not None
    assert "no payroll rows of the plan year starting 2026-01-01" in refusal


@pytest.mark.parametrize(
    ("day", "open_enrolment"),
    [(date(2025, 12, 31), False), (date(2025, 12, 31), True), (CURRENT, True), (TODAY, False)],
    ids=["day before", "day before, open enrolment", "first day, open enrolment", "life event"],
)
def test_the_plan_year_start_dates_that_are_used(day, open_enrolment):
    assert refuse_plan_year_start(day, CURRENT, END, TODAY, open_enrolment=open_enrolment) is None


@pytest.mark.parametrize(
    ("day", "today", "named"),
    [
        (CURRENT, TODAY, "enter 2025-12-31 (the day before the plan year starts) or 2026-06-15 ("),
        (date(2025, 12, 1), date(2025, 12, 1), "enter 2025-12-31 (the day before the plan year starts)"),
    ],
    ids=["first day outside open enrolment", "today before the plan year"],
)
def test_other_plan_year_start_dates_are_refused_with_the_right_ones_named(day, today, named):
    refusal = refuse_plan_year_start(day, CURRENT, END, today, open_enrolment=False)
    assert refusal is not None
    assert named in refusal


def test_open_enrolment_names_the_first_day_too():
    refusal = refuse_plan_year_start(YESTERDAY, CURRENT, END, date(2025, 11, 3), open_enrolment=True)
    assert refusal is not None
    assert refusal.endswith("or 2026-01-01 (its first day, during open enrolment)")


@pytest.mark.parametrize(
    ("changed", "exported_at", "part"),
    [
        (0, None, "no demographic export was accepted yet"),
        (1, EXPORTED, "the demographics of 1 employee changed"),
        (
            7,
            EXPORTED,
            "the demographics of 7 employees changed after the last demographic export (2026-06-15",
        ),
    ],
)
def test_demographics_come_before_deductions(changed, exported_at, part):
    refusal = refuse_before_demographics(changed, exported_at)
    assert refusal is not None
    assert part in refusal


def test_deductions_go_on_when_all_demographics_were_exported():
    assert refuse_before_demographics(0, EXPORTED) is None
