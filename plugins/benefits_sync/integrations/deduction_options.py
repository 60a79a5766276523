"""What the form of a deductions import asks beside what every form asks."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pandas as pd
from pydantic import BaseModel, ConfigDict, JsonValue

from benefits_sync.domain.deductions.evidence import year_of_line
from benefits_sync.errors import ParameterError
from benefits_sync.mapping.deductions import DeductionMapping


class PlanYearChoice(StrEnum):
    """A plan year as seen from the day of a run."""

    PREVIOUS = "previous"
    CURRENT = "current"
    NEXT = "next"


class DeductionOptions(BaseModel):
    """The values of the form, checked again because a run can be started without it.

    With ``deduction_start_date`` a plan year is begun: its first import states the earliest change of that
    plan year. From ``plan_year_start_date`` on changes are looked for, even where the last run knew them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan_year: PlanYearChoice = PlanYearChoice.CURRENT
    deduction_start_date: date | None = None
    plan_year_start_date: date | None = None


class PlanYearRun(DeductionOptions):
    """The options with the plan year that they come to on the day of the run."""

    plan_year_starts: date
    plan_year_ends: date


def resolve_plan_year(
    mapping: DeductionMapping, options: Mapping[str, JsonValue], today: date
) -> dict[str, JsonValue]:
    """Return the options with the first and the last day of the plan year that they name."""
    first, last = _chosen(mapping, PlanYearChoice(str(options["plan_year"])), today)
    return {**options, "plan_year_starts": first.isoformat(), "plan_year_ends": last.isoformat()}


def same_plan_year(
    mapping: DeductionMapping, options: Mapping[str, JsonValue], today: date
) -> dict[str, JsonValue]:
    """Return the form's value that names, as seen from today, the plan year of an earlier run.

    The other values are left out: they are about when that run was made, not about which lines it made.

    Raises:
        ParameterError: If that plan year is too long ago to be imported any more.
    """
    starts = str(options["plan_year_starts"])
    for choice in PlanYearChoice:
        if _chosen(mapping, choice, today)[0].isoformat() == starts:
            return {"plan_year": choice.value}
    raise ParameterError(
        f"the plan year starting {starts} is neither the previous, the current nor the next one any more; "
        "enter what is missing of it in payroll, and dismiss its rejections"
    )


def lines_of_plan_year(keys: pd.Series, options: Mapping[str, JsonValue]) -> pd.Series:
    """Tell which keys of deduction lines are of the plan year of a run."""
    return keys.map(year_of_line).eq(str(options["plan_year_starts"]))


def _chosen(mapping: DeductionMapping, choice: PlanYearChoice, today: date) -> tuple[date, date]:
    years = mapping.plan_years
    return {
        PlanYearChoice.PREVIOUS: years.before,
        PlanYearChoice.CURRENT: years.containing,
        PlanYearChoice.NEXT: years.after,
    }[choice](today)
