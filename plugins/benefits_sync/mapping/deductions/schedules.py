"""Pay schedules and plan years, as a mapping file states them."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from benefits_sync.mapping.conditions import Entry

MONTHS: Final = 12
LAST_DAY: Final = 31
"""A day of the month that shorter months do not have means their last one."""

_PAYS_BY_DAYS: Final = {7: (52, 53), 14: (26, 27)}


def _last_day(value: object) -> object:
    return LAST_DAY if value == "last" else value


def _days(value: object) -> object:
    return [value] if isinstance(value, int | str) else value


DayOfMonth = Annotated[int, BeforeValidator(_last_day), Field(ge=1, le=LAST_DAY)]


class PaySchedule(Entry):
    """When people of one pay frequency are paid, and on which of these dates deductions are taken.

    Pay dates come every so many days, counted from one of them, or on days of the month. A pay date pays the
    period that ends ``period_ends_days_before`` days before it and began when the period before it ended.
    With ``deductions_per_year`` below ``pays_per_year`` the pay dates of a month beyond that many a month are
    a deduction holiday: 24 of 26 leaves out the third pay date of a month.
    """

    label: Annotated[str, StringConstraints(min_length=1)]
    pays_per_year: int = Field(ge=1, le=53)
    first_pay_date: date | None = None
    every_days: int | None = Field(default=None, ge=7, le=14)
    days_of_month: Annotated[tuple[DayOfMonth, ...], BeforeValidator(_days)] = ()
    period_ends_days_before: int = Field(default=0, ge=0, le=60)
    deductions_per_year: int | None = Field(default=None, ge=MONTHS)

    @model_validator(mode="after")
    def _one_calendar(self) -> Self:
        counted = self.first_pay_date is not None and self.every_days is not None
        if counted == bool(self.days_of_month) or (self.first_pay_date is None) != (self.every_days is None):
            raise ValueError(
                "a pay schedule has either `first_pay_date` with `every_days`, or `days_of_month`"
            )
        if self.pays_per_year not in self.possible_paydays:
            raise ValueError("`pays_per_year` does not fit the pay dates")
        return self

    @model_validator(mode="after")
    def _whole_months(self) -> Self:
        count = self.deductions_per_year
        if count is not None and (count % MONTHS or count > self.pays_per_year):
            raise ValueError("`deductions_per_year` is a multiple of 12, and at most `pays_per_year`")
        return self

    @property
    def possible_paydays(self) -> tuple[int, ...]:
        """How many pay dates a year of this schedule can have."""
        if self.every_days is not None:
            return _PAYS_BY_DAYS.get(self.every_days, ())
        return (len(set(self.days_of_month)) * MONTHS,)

    @property
    def deductions_per_month(self) -> int | None:
        """How many pay dates of a month take deductions, where that is not all of them."""
        if self.deductions_per_year is None or self.deductions_per_year == self.pays_per_year:
            return None
        return self.deductions_per_year // MONTHS


def _month_and_day(text: str) -> str:
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError as error:
        raise ValueError("the start of a plan year is a month and a day, such as 01-01") from error
    return text


class PlanYears(Entry):
    """When plan years start; each lasts until the day before the next one."""

    starts: Annotated[str, AfterValidator(_month_and_day)] = "01-01"

    def containing(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the plan year that a day lies in."""
        start = self._start(day.year)
        first = start if start <= day else self._start(day.year - 1)
        return first, self._start(first.year + 1) - timedelta(days=1)

    def before(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the plan year before that of a day."""
        return self.containing(self.containing(day)[0] - timedelta(days=1))

    def after(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the plan year after that of a day."""
        return self.containing(self.containing(day)[1] + timedelta(days=1))

    def _start(self, year: int) -> date:
        return date.fromisoformat(f"{year}-{self.starts}")


def day_in_month(year: int, month: int, day: int) -> date:
    """Return a day of a month, its last day where the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))
