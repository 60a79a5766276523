"""Payroll rows that are wrong, made on demand: what a vendor's data never should be and sometimes is."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Blemish:
    """What is wrong with the current row of one benefit and plan year.

    Attributes:
        members: The row's members that are replaced.
        added: Whether the wrong row stands beside the right one, else in its place.
        updated_at: When it went wrong.
    """

    benefit: str
    plan_year: int
    members: dict[str, Any]
    added: bool
    updated_at: str


DEFECTS: dict[str, tuple[dict[str, Any], bool]] = {
    "no_amount": ({"subscriber_premium": None, "subscriber_pretax_premium": None,
                   "subscriber_posttax_premium": None, "subscriber_fsa_amount": None}, False),
    "negative_amount": ({"subscriber_premium": "-12.5", "subscriber_pretax_premium": "-12.5"}, False),
    "unknown_frequency": ({"subscriber_pay_frequency": "Every lunar month (13 per year)",
                           "subscriber_total_paydays": 13}, False),
    "two_current": ({}, True),
    "unknown_plan_year": ({"org_plan_year_starts": "2031/02/30", "org_plan_year_ends": "2032/02/29"}, False),
    "start_after_stop": ({"termination_date": "2020/12/31", "termination_reason": "Employment ended"}, False),
}  # fmt: skip
"""By name: the members that are wrong, and whether the wrong row stands beside the right one."""
