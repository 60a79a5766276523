"""Which payroll rows a run is about, and which of them can be placed in a history at all."""

from datetime import date

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, present
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.payroll_rows import FAR, INVALID, MISSING, PayrollRows
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.deductions.schedules import PlanYears
from benefits_sync.mapping.records import MappingContext
from benefits_sync.models.deductions import KEY_SEPARATOR


def left_out(mapping: DeductionMapping, rows: PayrollRows, context: MappingContext) -> Cells:
    """Return why a row is none of this run's business, None for all others.

    A row of a plan year that does not exist is never one of another plan year.
    """
    reasons = np.full(rows.size, None, dtype=object)
    wanted = context.options.get("plan_year_starts")
    if wanted is not None:
        other = known_plan_year(mapping.plan_years, rows, context.as_of)
        other &= rows.starts != date.fromisoformat(str(wanted)).toordinal()
        reasons[other] = rules.OTHER_PLAN_YEAR
    reasons[among(rows.benefit, set(mapping.ignored_benefits))] = rules.IGNORED_BENEFIT
    reasons[rows.test_employee] = rules.TEST_EMPLOYEE
    return reasons


def known_plan_year(years: PlanYears, rows: PayrollRows, as_of: date) -> Mask:
    """Tell which rows name a plan year that exists, from its first to its last day, the next one at most."""
    latest = years.after(as_of)[0]
    starts, ends = np.maximum(rows.starts, 0), np.maximum(rows.ends, 0)
    places, pairs = pd.factorize(starts * FAR + ends)
    exists = [_exists(years, *divmod(int(pair), FAR), latest) for pair in pairs]
    return np.array(exists, dtype=np.bool_)[places]


def _exists(years: PlanYears, starts: int, ends: int, latest: date) -> bool:
    if min(starts, ends) < 1:
        return False
    first, last = date.fromordinal(starts), date.fromordinal(ends)
    return first <= latest and years.containing(first) == (first, last)


def _barred(cells: Cells) -> Mask:
    """Tell which texts would blur the key that they are part of."""
    return among(cells, {text for text in set(cells) if text is not None and KEY_SEPARATOR in text})


def placeable(
    mapping: DeductionMapping, rows: PayrollRows, wanted: Mask, as_of: date, refusals: Refusals
) -> Mask:
    """Refuse wanted rows that no history can have, and tell which of them are left."""
    refusals.where(rules.EMPLOYEE_MISSING, wanted & ~present(rows.source_id))
    refusals.where(rules.BENEFIT_MISSING, wanted & ~present(rows.benefit))
    refusals.where(rules.TEXT_SEPARATOR, wanted & _barred(rows.source_id), "source_id")
    refusals.where(rules.TEXT_SEPARATOR, wanted & _barred(rows.benefit), "benefit_lookup_code")
    refusals.where(rules.PLAN_YEAR_UNKNOWN, wanted & ~known_plan_year(mapping.plan_years, rows, as_of))
    refusals.where(rules.DATE_MISSING, wanted & (rows.change == MISSING))
    refusals.where(rules.DATE_INVALID, wanted & (rows.change == INVALID), "change_effective_date")
    return wanted & ~refusals.refused
