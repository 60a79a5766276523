"""The parts of a payroll row: what the employee pays before and after tax, employer's share, income."""

import numpy as np

from benefits_sync.domain.columns import Mask, among
from benefits_sync.domain.deductions import row_rules as rules
from benefits_sync.domain.deductions.payroll_rows import Numbers, PayrollRows
from benefits_sync.domain.deductions.refusals import Refusals
from benefits_sync.domain.deductions.row_checks import TAXABLE_VALUES
from benefits_sync.mapping.deductions.grammar import DeductionMapping, DomesticPartner
from benefits_sync.models.deductions import LineKind

Parts = dict[LineKind, Numbers]
"""Cents of each kind by row: of a pay period, or of a year where the row is an account's."""


def parts_of(mapping: DeductionMapping, rows: PayrollRows, account: Mask) -> Parts:
    """Return the parts of every row; an account's are taken whatever its premium fields say."""
    pretax_account = among(
        rows.benefit, {name for name, kind in mapping.accounts.items() if kind is LineKind.PRETAX}
    )
    elected, contributed = _amount(rows, "subscriber_fsa_amount"), _amount(rows, "org_fsa_amount")
    pretax, posttax = _amount(rows, "subscriber_pretax_premium"), _amount(rows, "subscriber_posttax_premium")
    income = sum((_amount(rows, name) for name in TAXABLE_VALUES), np.zeros(rows.size, dtype=np.int64))
    return {
        LineKind.PRETAX: np.where(account, np.where(pretax_account, elected, 0), pretax),
        LineKind.POSTTAX: np.where(account, np.where(pretax_account, 0, elected), posttax),
        LineKind.EMPLOYER: np.where(account, contributed, _amount(rows, "org_premium")),
        LineKind.EARNING: np.where(account, 0, income),
    }


def limit_partner_parts(
    mapping: DeductionMapping, rows: PayrollRows, parts: Parts, taken: Mask, refusals: Refusals
) -> Mask:
    """Treat a domestic partner's premium of two parts as the mapping says.

    Returns:
        The rows whose part before tax is left to be keyed in payroll by hand.
    """
    partner = _amount(rows, "dp_sub_imputed_income") + _amount(rows, "dp_org_imputed_income") > 0
    split = taken & partner & (parts[LineKind.PRETAX] > 0) & (parts[LineKind.POSTTAX] > 0)
    rule = mapping.settings.domestic_partner
    if rule is DomesticPartner.REJECT:
        refusals.where(rules.DOMESTIC_PARTNER_SPLIT, split)
    if rule is not DomesticPartner.POSTTAX_ONLY:
        return np.zeros(rows.size, dtype=np.bool_)
    parts[LineKind.PRETAX] = np.where(split, 0, parts[LineKind.PRETAX])
    return split


def _amount(rows: PayrollRows, name: str) -> Numbers:
    """Return amounts, 0 where there is none: whether there must be one is checked elsewhere."""
    return np.maximum(rows.cents[name], 0)
