"""Transforms of amounts of money and rates of pay."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from benefits_sync.mapping.transforms.registry import Arguments, BrokenRuleError, Facts, Transform, plain

CENT: Final = Decimal("0.01")
WEEKS_PER_YEAR: Final = 52

PERIODS_PER_YEAR: Final = {"Day": 260, "Week": WEEKS_PER_YEAR, "Month": 12, "Quarter": 4, "Year": 1}
"""How often each pay period of BambooHR comes in a year; an hour needs the weekly hours too."""


def money_amount(value: str) -> str | None:
    """Take the amount out of '52000.00 USD' and write it with two decimals; an amount may be missing."""
    amount, _, currency = value.strip().rpartition(" ") if value.strip()[-3:].isalpha() else (value, "", "")
    if currency not in {"", "USD"}:
        raise BrokenRuleError("must be an amount in USD")
    return str(_amount(amount)) if amount.strip() else None


def positive_amount(value: str) -> str:
    """Check that an amount is above zero."""
    if _amount(value) <= 0:
        raise BrokenRuleError("must be above zero")
    return value


def annual_salary(value: str, _facts: Facts, arguments: Arguments) -> str:
    """Make a yearly amount of a rate, given the source fields of its period and of the weekly hours."""
    rate, per = _amount(value), arguments["per"]
    if per == "Hour":
        hours = _amount(arguments["hours"] or "0")
        if hours <= 0:
            raise BrokenRuleError("cannot be made a yearly amount: an hourly rate needs weekly hours")
        return str((rate * hours * WEEKS_PER_YEAR).quantize(CENT, ROUND_HALF_UP))
    if per not in PERIODS_PER_YEAR:
        raise BrokenRuleError("cannot be made a yearly amount: the pay period is missing or unknown")
    return str((rate * PERIODS_PER_YEAR[per]).quantize(CENT, ROUND_HALF_UP))


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise BrokenRuleError("must be an amount, such as 52000.00") from None
    if not amount.is_finite() or not 0 <= amount < 10**10:
        raise BrokenRuleError("must be an amount between 0 and 10,000,000,000")
    return amount.quantize(CENT, ROUND_HALF_UP)


PAY_TRANSFORMS: Final = (
    plain(money_amount),
    plain(positive_amount),
    Transform(name="annual_salary", function=annual_salary, companions=("per", "hours")),
)
