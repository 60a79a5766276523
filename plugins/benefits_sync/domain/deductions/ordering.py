"""What has to come before what: plan years, first imports, and demographics before deductions.

Each function answers with the sentence of a refusal, which names the way out, or with None when all is well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import cells_of, present

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AcceptedImport:
    """An import of deductions that was accepted: its plan year by first day, its own day, and its scope.

    ``initial`` says that it began with a deduction start date, as the first import of a plan year does.
    """

    plan_year_starts: date
    day: date
    initial: bool


def refuse_plan_year(
    plan_year_starts: date, today: date, accepted: Sequence[AcceptedImport], *, initial: bool
) -> str | None:
    """Return why a plan year may not be imported today.

    A prior plan year comes before the current one, and never on the same day. A year that was imported in
    its turn may be imported again on another day, but not begun anew once a later one has begun. A plan year
    that is still ahead makes none a prior one: during open enrolment both are imported every night.
    """
    begun = [one for one in accepted if one.plan_year_starts <= today and plan_year_starts <= today]
    others = [one for one in begun if one.plan_year_starts != plan_year_starts]
    same_day = sorted({one.plan_year_starts for one in others if one.day == today})
    if same_day:
        return (
            f"the plan year starting {same_day[0]} was imported today, and a prior plan year is never "
            f"imported on the day of the current one; import the one starting {plan_year_starts} on "
            f"{today + _ONE_DAY} or later"
        )
    later = sorted({one.plan_year_starts for one in others if one.plan_year_starts > plan_year_starts})
    in_turn = len(others) < len(begun)
    if later and (initial or not in_turn):
        return (
            f"the plan year starting {plan_year_starts} comes before the one starting {later[0]}, which was "
            "imported already; a prior plan year is imported first, so enter what is missing of it in payroll"
        )
    return None


def earliest_change(rows: pd.DataFrame, plan_year_starts: date) -> date | None:
    """Return the first change date among payroll rows of a plan year, those of test employees aside."""
    change = cells_of(rows, "change_effective_date")
    wanted = present(change) & (cells_of(rows, "test_employee") != "true")
    wanted &= cells_of(rows, "org_plan_year_starts") == plan_year_starts.isoformat()
    days = np.unique(change[wanted].astype(str))
    return date.fromisoformat(days[0]) if len(days) else None


def refuse_deduction_start(
    deduction_start: date, plan_year_starts: date, earliest: date | None
) -> str | None:
    """Return why an initial import may not begin on a day.

    It begins with the earliest change of its plan year: later, and changes would be left out for good;
    earlier, and payroll would be told of days that no election speaks of.
    """
    if earliest is None:
        return (
            f"PlanSource has no payroll rows of the plan year starting {plan_year_starts}; choose another "
            "plan year, or leave the deduction start date empty"
        )
    if deduction_start != earliest:
        return (
            f"deduction start date {deduction_start} is not the earliest change of the plan year starting "
            f"{plan_year_starts}, which an initial import begins with; enter {earliest}"
        )
    return None


def refuse_plan_year_start(
    plan_year_start_date: date,
    plan_year_starts: date,
    plan_year_ends: date,
    today: date,
    *,
    open_enrolment: bool,
) -> str | None:
    """Return why a plan year start date cannot be used.

    It is the day before the plan year starts; during open enrolment the plan year's first day; and for a
    life event, which happens within the plan year, the current date.
    """
    usual = plan_year_starts - _ONE_DAY
    choices = {usual: f"{usual} (the day before the plan year starts)"}
    if open_enrolment:
        choices[plan_year_starts] = f"{plan_year_starts} (its first day, during open enrolment)"
    if plan_year_starts <= today <= plan_year_ends:
        choices.setdefault(today, f"{today} (the current date, for a life event)")
    if plan_year_start_date in choices:
        return None
    return (
        f"plan year start date {plan_year_start_date} cannot be used; enter {' or '.join(choices.values())}"
    )


def refuse_before_demographics(changed: int, exported_at: datetime | None) -> str | None:
    """Return why deductions have to wait for the demographic export.

    Args:
        changed: How many employees' demographics changed after the last accepted export.
        exported_at: When that export read the HR system; None when there was none.
    """
    if exported_at is None:
        return (
            "no demographic export was accepted yet, and demographics come before deductions; run "
            "demographic_export first"
        )
    if changed:
        people = "1 employee" if changed == 1 else f"{changed} employees"
        return (
            f"the demographics of {people} changed after the last demographic export "
            f"({exported_at:%Y-%m-%d %H:%M} UTC), and demographics come before deductions; run "
            "demographic_export, or wait for its next run"
        )
    return None
