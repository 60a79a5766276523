"""What the form of a deductions import asks beside what every form asks."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, JsonValue

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
    years = mapping.plan_years
    chosen = {
        PlanYearChoice.PREVIOUS: years.before,
        PlanYearChoice.CURRENT: years.containing,
        PlanYearChoice.NEXT: years.after,
    }[PlanYearChoice(str(options["plan_year"]))]
    first, last = chosen(today)
    return {**options, "plan_year_starts": first.isoformat(), "plan_year_ends": last.isoformat()}
