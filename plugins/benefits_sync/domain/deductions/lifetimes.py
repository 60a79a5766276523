"""When lines are taken, and what a pay day of them comes to.

The rule for whoever reads a target: a line is taken on pay date d when start_date <= d <= end_date.
"""

from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from benefits_sync.domain.columns import Cells, Mask, among, present
from benefits_sync.models.deductions import LineKind, cents_of

Cents = npt.NDArray[np.int64]

EMPLOYEE_KINDS: Final = frozenset({LineKind.PRETAX.value, LineKind.POSTTAX.value})
"""Kinds that are taken from the employee's pay."""


def not_after(cells: Cells, others: Cells) -> Mask:
    """Tell which ISO dates lie on or before the other; never where one of the two is missing."""
    both = present(cells) & present(others)
    both[both] = cells[both] <= others[both]
    return both


def live(start: Cells, end: Cells) -> Mask:
    """Tell which lines are taken on any day at all: those that do not end before they start."""
    return not_after(start, end)


def taken_on(day: str, start: Cells, end: Cells) -> Mask:
    """Tell which lines are taken on a pay date."""
    days = np.full(len(start), day, dtype=object)
    return not_after(start, days) & not_after(days, end)


def cents(amount: Cells) -> Cents:
    """Return amounts as whole cents; no amount, or none that is a number, counts as nothing."""
    known = {text: cents_of(text) or 0 for text in set(amount) if text is not None}
    return np.fromiter((known.get(text, 0) for text in amount), dtype=np.int64, count=len(amount))


def employee_cents(day: str, kind: Cells, start: Cells, end: Cells, amount: Cells) -> int:
    """Return what a pay day takes from employees by these lines, in cents."""
    counted = among(kind, set(EMPLOYEE_KINDS)) & taken_on(day, start, end)
    return int(cents(amount)[counted].sum())


def day_before(days: Cells) -> Cells:
    """Return the day before each ISO date."""
    return _moved(days, timedelta(days=-1))


def day_after(days: Cells) -> Cells:
    """Return the day after each ISO date."""
    return _moved(days, timedelta(days=1))


def _moved(days: Cells, by: timedelta) -> Cells:
    known = {day: (date.fromisoformat(day) + by).isoformat() for day in set(days)}
    result: Cells = np.empty(len(days), dtype=object)
    result[:] = [known[day] for day in days]
    return result
