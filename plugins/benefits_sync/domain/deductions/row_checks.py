"""What can be wrong with a payroll row that holds: its dates, its amounts, its pay frequency."""

import numpy as np

from benefits_sync.domain.columns import Mask
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.payroll_rows import INVALID, MISSING, PayrollRows
from benefits_sync.domain.deductions.refusals import Refusals

PREMIUMS = ("subscriber_premium", "org_premium", "subscriber_pretax_premium", "subscriber_posttax_premium")
"""Amounts that every row of a benefit with a premium has."""

ANNUAL_AMOUNTS = ("subscriber_fsa_amount", "org_fsa_amount")
"""Amounts that every row of an account has."""

TAXABLE_VALUES = ("imputed_income", "dp_sub_imputed_income", "dp_org_imputed_income")
"""Amounts that only some rows have."""


def check_dates(rows: PayrollRows, holding: Mask, refusals: Refusals) -> None:
    """Refuse rows whose dates contradict each other.

    A stop on the day before the start says that the coverage never began, which is no contradiction.
    """
    refusals.where(rules.AFTER_PLAN_YEAR, holding & (rows.change > rows.ends))
    taken = holding & ~rows.declined
    refusals.where(rules.DATE_INVALID, taken & (rows.ended == INVALID), "termination_date")
    refusals.where(rules.DATES_REVERSED, taken & (rows.ended > INVALID) & (rows.ended < rows.change - 1))


def check_amounts(rows: PayrollRows, taken: Mask, account: Mask, refusals: Refusals) -> None:
    """Refuse rows whose amounts are missing, no amounts, negative, or do not add up."""
    for name in PREMIUMS:
        _check_amount(rows, name, taken & ~account, refusals)
    for name in ANNUAL_AMOUNTS:
        _check_amount(rows, name, taken & account, refusals)
    for name in TAXABLE_VALUES:
        _check_amount(rows, name, taken, refusals, required=False)
    premium, annual = rows.cents["subscriber_premium"], rows.cents["subscriber_fsa_amount"]
    unelected = taken & account & (annual == 0) & (premium > 0)
    refusals.where(rules.AMOUNT_MISSING, unelected, "subscriber_fsa_amount")
    pretax, posttax = rows.cents["subscriber_pretax_premium"], rows.cents["subscriber_posttax_premium"]
    stated = (np.minimum(np.minimum(pretax, posttax), premium) >= 0) & taken & ~account
    refusals.where(rules.SPLIT_MISMATCH, stated & (pretax + posttax != premium))


def _check_amount(
    rows: PayrollRows, name: str, wanted: Mask, refusals: Refusals, *, required: bool = True
) -> None:
    cents = rows.cents[name]
    if required:
        refusals.where(rules.AMOUNT_MISSING, wanted & (cents == MISSING), name)
    refusals.where(rules.AMOUNT_INVALID, wanted & (cents == INVALID), name)
    refusals.where(rules.AMOUNT_NEGATIVE, wanted & (cents > INVALID) & (cents < 0), name)
