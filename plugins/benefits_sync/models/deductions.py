"""A payroll row as PlanSource reports it, and the deduction line that payroll is to have.

Both are records of canonical text, as the subscriber's members are: `FieldKind` says what a field holds.
Amounts of lines are always written with two decimals, and money is counted in whole cents, never in floats.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from benefits_sync.models.subscriber import FieldKind


class LineKind(StrEnum):
    """What payroll does with a line's amount."""

    PRETAX = "pretax"
    POSTTAX = "posttax"
    EMPLOYER = "employer"
    EARNING = "earning"


_TEXT, _DATE, _DECIMAL = FieldKind.TEXT, FieldKind.DATE, FieldKind.DECIMAL

PAYROLL_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {
        "subscriber_status": _TEXT,
        "subscriber_pay_frequency": _TEXT,
        "subscriber_total_paydays": FieldKind.INTEGER,
        "organization_id": FieldKind.INTEGER,
        "benefit_company": _TEXT,
        "org_plan_year_starts": _DATE,
        "org_plan_year_ends": _DATE,
        "benefit_name": _TEXT,
        "benefit_lookup_code": _TEXT,
        "plan_name": _TEXT,
        "coverage_level": _TEXT,
        "subscriber_premium": _DECIMAL,
        "org_premium": _DECIMAL,
        "subscriber_pretax_premium": _DECIMAL,
        "subscriber_posttax_premium": _DECIMAL,
        "tax_treatment": _TEXT,
        "imputed_income": _DECIMAL,
        "dp_sub_imputed_income": _DECIMAL,
        "dp_org_imputed_income": _DECIMAL,
        "volume": _DECIMAL,
        "subscriber_fsa_amount": _DECIMAL,
        "org_fsa_amount": _DECIMAL,
        "plan_payroll_mapping_code": _TEXT,
        "plan_group_number": _TEXT,
        "plan_partner_code_1": _TEXT,
        "plan_partner_code_2": _TEXT,
        "original_effective_date": _DATE,
        "change_effective_date": _DATE,
        "termination_date": _DATE,
        "termination_reason": _TEXT,
        "current": _TEXT,
        "created_at": _TEXT,  # a moment, kept as RFC 3339 text
        "updated_at": _TEXT,
        "test_employee": FieldKind.BOOLEAN,
    }
)
"""Every field of a payroll row that is read, with its kind: names and SSN, which rows carry too, are not."""

PAYROLL_AMOUNTS: Final = (
    "subscriber_premium", "org_premium", "subscriber_pretax_premium", "subscriber_posttax_premium",
    "imputed_income", "dp_sub_imputed_income", "dp_org_imputed_income", "volume", "subscriber_fsa_amount",
    "org_fsa_amount",
)  # fmt: skip
"""Fields of a payroll row that hold money."""

LINE_KEY: Final = "line"
"""Payload column that holds a line's key (`line_key`)."""

COPIES: Final = "copies"
"""Column of a payroll target's snapshot: how often it holds the line, None for once as it should be."""

LINE_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    {
        "employee": _TEXT,
        "plan_year": _DATE,
        "benefit": _TEXT,
        "code": _TEXT,
        "kind": _TEXT,
        "start_date": _DATE,
        "end_date": _DATE,
        "amount": _DECIMAL,
        "annual_amount": _DECIMAL,
        "frequency": _TEXT,
    }
)
"""Every field of a deduction line, with its kind."""

LINE_AMOUNTS: Final = ("amount", "annual_amount")
"""Fields of a line that hold money, written with two decimals."""

_CENT: Final = Decimal("0.01")


KEY_SEPARATOR: Final = "|"
"""Separates the parts of a line's key, and stands in none of them, so that two lines never share a key."""


def line_key(employee: str, plan_year: str, benefit: str, code: str, start_date: str) -> str:
    """Return the key by which a line is known everywhere, from its canonical texts."""
    return KEY_SEPARATOR.join((employee, plan_year, benefit, code, start_date))


def is_void(start_date: str, end_date: str) -> bool:
    """Tell whether a line ends before it starts: it is history, and payroll never takes it."""
    return end_date < start_date


def cents_of(text: str) -> int | None:
    """Return a decimal text as whole cents, half-up, or None when it is not a number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 12:
        return None
    return int(number.quantize(_CENT, rounding=ROUND_HALF_UP).scaleb(2))


def amount_text(cents: int) -> str:
    """Return whole cents as decimal text with two decimals."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
