"""From when to when rows are taken from pay, by the calendar of each pay schedule and plan year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import lcm
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Mask, Places, cells_of
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.amounts import Spans
from benefits_sync.domain.deductions.history import History
from benefits_sync.domain.deductions.paydays import PayCalendar, pay_calendar
from benefits_sync.domain.deductions.payroll_rows import FAR, INVALID, MISSING, Numbers, PayrollRows
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.deductions.schedules import PaySchedule

NO_SCHEDULE: Final = -1
"""Stands for a pay frequency that the mapping does not have."""


@dataclass(frozen=True, slots=True)
class Payable:
    """From when to when each row is taken, both included; ``calendar`` numbers ``calendars``.

    A row that ends before it starts never took effect. ``schedule`` numbers the mapping's pay schedules.
    """

    start: Numbers = field(repr=False)
    end: Numbers = field(repr=False)
    schedule: Numbers = field(repr=False)
    calendar: Numbers = field(repr=False)
    calendars: tuple[PayCalendar, ...]

    def by_calendar(self, rows: Mask) -> Iterator[tuple[PayCalendar, Places]]:
        """Yield each calendar with those of the rows that go by it."""
        for number, calendar in enumerate(self.calendars):
            found = np.flatnonzero(rows & (self.calendar == number))
            if len(found):
                yield calendar, found


def schedules_of(mapping: DeductionMapping, source: pd.DataFrame) -> Numbers:
    """Return the number of each row's pay schedule in the mapping, or `NO_SCHEDULE`."""
    known = {name: number for number, name in enumerate(mapping.pay_schedules)}
    places, texts = pd.factorize(cells_of(source, "subscriber_pay_frequency"))
    return np.array([*(known.get(text, NO_SCHEDULE) for text in texts), NO_SCHEDULE], dtype=np.int64)[places]


def check_schedules(
    mapping: DeductionMapping, rows: PayrollRows, schedule: Numbers, taken: Mask, refusals: Refusals
) -> None:
    """Refuse rows without a pay schedule of the mapping, and those whose paydays do not fit it."""
    refusals.where(rules.FREQUENCY_UNKNOWN, taken & (schedule == NO_SCHEDULE))
    for number, one in enumerate(mapping.pay_schedules.values()):
        fits = np.isin(rows.paydays, (MISSING, *one.possible_paydays))
        refusals.where(rules.PAYDAYS_MISMATCH, taken & (schedule == number) & ~fits)


def payable(
    mapping: DeductionMapping, rows: PayrollRows, past: History, schedule: Numbers, taken: Mask
) -> Payable:
    """Work out from when to when the rows that are taken are so."""
    start = np.maximum(rows.change, rows.starts)
    end = np.minimum(past.until, rows.ends)
    calendar = np.full(rows.size, NO_SCHEDULE, dtype=np.int64)
    keys = schedule[taken] * FAR + rows.starts[taken]
    calendar[taken], distinct = pd.factorize(keys)
    schedules = list(mapping.pay_schedules.values())
    calendars = tuple(_calendar(mapping, schedules, *divmod(int(key), FAR)) for key in distinct)
    made = Payable(start, end, schedule, calendar, calendars)
    stopped = taken & (rows.ended > INVALID)
    for one, found in made.by_calendar(stopped):
        end[found] = np.minimum(end[found], one.last_paid(rows.ended[found]))
    never = stopped & (rows.ended < rows.change)  # the last pay date may pay a period before the start
    end[never] = np.minimum(end[never], start[never] - 1)
    return made


def _calendar(
    mapping: DeductionMapping, schedules: list[PaySchedule], schedule: int, starts: int
) -> PayCalendar:
    first, last = mapping.plan_years.containing(date.fromordinal(starts))
    return pay_calendar(schedules[schedule], first, last)


def spans_of(
    mapping: DeductionMapping, rows: PayrollRows, group: Numbers, past: History, pays: Payable, account: Mask
) -> Spans:
    """Count the deductions before, during and after each row that is taken."""
    first, passed, total = (np.zeros(rows.size, dtype=np.int64) for _ in range(3))
    for calendar, found in pays.by_calendar(pays.calendar != NO_SCHEDULE):
        first[found] = calendar.first_at(pays.start[found])
        passed[found] = calendar.passed_at(pays.end[found])
        total[found] = len(calendar.deduction_days)
    ratio, common = _ratios(mapping, rows, pays.schedule)
    rank = np.zeros(rows.size, dtype=np.int64)
    rank[past.order] = past.rank
    return Spans(group, rank, first, passed, total, ratio, account, common)


def _ratios(mapping: DeductionMapping, rows: PayrollRows, schedule: Numbers) -> tuple[Numbers, int]:
    """Return how many parts of a premium each deduction is, and how many parts are one premium."""
    schedules = list(mapping.pay_schedules.values())
    fewer = [one.deductions_per_year for one in schedules if one.deductions_per_month is not None]
    common = lcm(*(count for count in fewer if count is not None))
    ratio = np.full(rows.size, common, dtype=np.int64)
    for number, one in enumerate(schedules):
        if one.deductions_per_month is None or one.deductions_per_year is None:
            continue
        found = schedule == number
        paydays = np.where(rows.paydays[found] > 0, rows.paydays[found], one.pays_per_year)
        ratio[found] = paydays * (common // one.deductions_per_year)
    return ratio, common


def rest_days(pays: Payable, rows: Places, place: Numbers) -> Numbers:
    """Return the pay date at each place among the deductions of the row's calendar, 0 where there is none."""
    days = np.zeros(len(rows), dtype=np.int64)
    for number, calendar in enumerate(pays.calendars):
        found = (pays.calendar[rows] == number) & (place >= 0) & (place < len(calendar.deduction_days))
        days[found] = calendar.deduction_days[place[found]]
    return days
