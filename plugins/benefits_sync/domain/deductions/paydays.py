"""Pay dates of a schedule over a plan year: which of them take deductions, and which periods they pay.

Days are counted as `datetime.date.toordinal` counts them, so that whole columns of them can be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt

from benefits_sync.mapping.deductions.schedules import MONTHS, PaySchedule, day_in_month

Days = npt.NDArray[np.int64]
"""Days as proleptic ordinals."""

_MARGIN: Final = timedelta(days=100)
"""How far beyond a plan year pay dates are looked at: its periods reach out of it at both ends."""


def pay_dates(schedule: PaySchedule, first: date, last: date) -> list[date]:
    """Return every pay date from one day to another, both included."""
    days = _by_step(schedule, first) if schedule.every_days else _by_month(schedule, first)
    dates = []
    for day in days:
        if day > last:
            break
        if day >= first:
            dates.append(day)
    return dates


def deduction_dates(schedule: PaySchedule, first: date, last: date) -> list[date]:
    """Return the pay dates from one day to another that take deductions."""
    holidays = set(deduction_holidays(schedule, first, last))
    return [day for day in pay_dates(schedule, first, last) if day not in holidays]


def deduction_holidays(schedule: PaySchedule, first: date, last: date) -> list[date]:
    """Return the pay dates from one day to another that take no deductions: those too many in their month."""
    most = schedule.deductions_per_month
    if most is None:
        return []
    holidays, taken = [], 0
    month = None
    for day in pay_dates(schedule, first.replace(day=1), last):
        taken = taken + 1 if month == (day.year, day.month) else 1
        month = (day.year, day.month)
        if taken > most and day >= first:
            holidays.append(day)
    return holidays


@dataclass(frozen=True, slots=True)
class PayCalendar:
    """The pay dates of one schedule around one plan year.

    ``deduction_days`` are those within the plan year that take deductions, ``holidays`` those that do not.
    ``period_starts`` says when the period began that the pay day beside it pays.
    """

    pay_days: Days = field(repr=False)
    period_starts: Days = field(repr=False)
    deduction_days: Days = field(repr=False)
    holidays: Days = field(repr=False)

    def last_paid(self, ended: Days) -> Days:
        """Return the last pay day whose period began on or before each of the days."""
        after = np.searchsorted(self.period_starts, ended, side="right")
        return np.where(after > 0, self.pay_days[np.maximum(after - 1, 0)], 0)

    def first_at(self, days: Days) -> Days:
        """Return how many deductions of the plan year come before each of the days."""
        return np.searchsorted(self.deduction_days, days, side="left").astype(np.int64)

    def passed_at(self, days: Days) -> Days:
        """Return how many deductions of the plan year have come when each of the days is over."""
        return np.searchsorted(self.deduction_days, days, side="right").astype(np.int64)


def pay_calendar(schedule: PaySchedule, first: date, last: date) -> PayCalendar:
    """Return the calendar of a schedule for the plan year from one day to another."""
    around = pay_dates(schedule, first - _MARGIN, last + _MARGIN)
    lag = schedule.period_ends_days_before
    ordinals = _ordinals(around)
    return PayCalendar(
        pay_days=ordinals[1:],
        period_starts=ordinals[:-1] - lag + 1,
        deduction_days=_ordinals(deduction_dates(schedule, first, last)),
        holidays=_ordinals(deduction_holidays(schedule, first, last)),
    )


def _by_step(schedule: PaySchedule, first: date) -> Iterator[date]:
    anchor, step = schedule.first_pay_date, schedule.every_days
    if anchor is None or step is None:
        return
    passed = -(-(first - anchor).days // step)
    yield from (anchor + timedelta(days=step * number) for number in count(passed))


def _by_month(schedule: PaySchedule, first: date) -> Iterator[date]:
    for number in count(first.year * MONTHS + first.month - 1):
        year, month = divmod(number, MONTHS)
        yield from sorted({day_in_month(year, month + 1, day) for day in schedule.days_of_month})


def _ordinals(days: list[date]) -> Days:
    return np.array([day.toordinal() for day in days], dtype=np.int64)
