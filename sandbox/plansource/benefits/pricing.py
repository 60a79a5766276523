"""What a coverage costs per pay period, to the cent, and how much of it is taxable."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import lru_cache

from sandbox.plansource.benefits.catalogue import (
    BENEFITS,
    FREE_LIFE_VOLUME,
    IMPUTED_BY_AGE,
    LEVELS,
    monthly_rate,
)
from sandbox.plansource.benefits.model import Amounts, Benefit, PartnerTax, Pricing, VolumeRule
from sandbox.plansource.benefits.people import (
    age_on,
    paydays_of,
    salary_of,
    who_is_covered,
    without_partner,
)
from sandbox.plansource.roster import Record

_CENTS = Decimal(100)
_TIER_OF = {
    (one.spouse, one.children): one.code
    for one in LEVELS.values()
    if one.code not in {"spouse", "children", "decline"}
}


class ElectionError(ValueError):
    """An election that the catalogue or the employee's data does not allow; the message says why."""


def tier_of(*, spouse: bool, children: bool) -> str:
    """Return the level that covers the employee with a spouse, with children, with both or alone."""
    return _TIER_OF[spouse, children]


def per_pay(monthly: Decimal, paydays: int) -> int:
    """Return a monthly amount in cents per pay period, half a cent rounded up."""
    return int((monthly * 12 * 100 / paydays).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be priced: a plan and level of a benefit in a plan year, for an employee and dependents."""

    benefit: Benefit
    plan: str
    level: str
    year: int
    record: Record
    covered: list[Record]


def tier_amounts(offer: Offer) -> Amounts:
    """Price a benefit by its coverage level; what a domestic partner adds to it is taxed."""
    untaxed = offer.level
    kept = without_partner(offer.covered)
    if len(kept) < len(offer.covered):
        spouse, children = who_is_covered(kept)
        untaxed = tier_of(spouse=spouse, children=children)
    paydays = paydays_of(offer.record)
    return _tier_amounts(offer.benefit.code, offer.plan, offer.level, untaxed, offer.year, paydays)


@lru_cache(maxsize=4096)
def _tier_amounts(benefit: str, plan: str, level: str, untaxed: str, year: int, paydays: int) -> Amounts:
    own, org = (per_pay(share, paydays) for share in monthly_rate(benefit, plan, level, year))
    free_own, free_org = (per_pay(share, paydays) for share in monthly_rate(benefit, plan, untaxed, year))
    amounts = Amounts(paydays, pretax=own, org=org, dp_org=org - free_org)
    if BENEFITS[benefit].partner_tax is PartnerTax.IMPUTED:
        return replace(amounts, dp_sub=own - free_own)
    return replace(amounts, pretax=free_own, posttax=own - free_own)


def volume_amounts(offer: Offer, volume: int) -> Amounts:
    """Price a volume, in cents, by the employee's age at the start of the plan year."""
    age, age_at_end = (age_on(offer.record, date(offer.year, *day)) for day in ((1, 1), (12, 31)))
    if age is None or age_at_end is None:
        raise ElectionError(f"{offer.benefit.code} is priced by age and the employee has no birthdate")
    return _volume_amounts(offer.benefit.code, volume, age, age_at_end, paydays_of(offer.record))


@lru_cache(maxsize=262_144)
def _volume_amounts(code: str, volume: int, age: int, age_at_end: int, paydays: int) -> Amounts:
    benefit = BENEFITS[code]
    rule = rule_of(benefit)
    dollars = volume / _CENTS
    cost = per_pay(rate_at(rule.by_age, age) * dollars / rule.unit, paydays)
    taxable = max(Decimal(0), dollars - FREE_LIFE_VOLUME) / 1_000 if benefit.imputed else Decimal(0)
    return Amounts(
        paydays,
        posttax=0 if benefit.employer_paid else cost,
        org=cost if benefit.employer_paid else 0,
        imputed=per_pay(rate_at(IMPUTED_BY_AGE, age_at_end) * taxable, paydays),
        volume=volume,
    )


def salary_volume(benefit: Benefit, record: Record) -> int:
    """Return the volume, in cents, that follows from the salary: rounded up to a whole step, then limited."""
    salary, rule = salary_of(record), rule_of(benefit)
    if salary is None or rule.of_salary is None:
        raise ElectionError(f"{benefit.code} follows the salary and the employee has none")
    steps = (salary * rule.of_salary / (rule.periods * rule.step)).to_integral_value(ROUND_CEILING)
    return min(int(steps) * rule.step, rule.maximum) * 100


def chosen_volume(benefit: Benefit, volume: int) -> int:
    """Return a volume, in cents, that an employee may choose; any other one is refused."""
    rule = rule_of(benefit)
    if volume <= 0 or volume % (rule.step * 100) or volume > rule.maximum * 100:
        raise ElectionError(f"{benefit.code} takes a volume in steps of {rule.step} up to {rule.maximum}")
    return volume


def account_amounts(record: Record, elected: int, contributed: int) -> Amounts:
    """Return the amounts of an account: what was elected and contributed for the year, in cents."""
    return Amounts(paydays_of(record), subscriber_fsa=elected, org_fsa=contributed)


def priced_anew(offer: Offer, held: Amounts) -> Amounts:
    """Price what is held as of the employee's present pay: chosen volumes and elected amounts stay."""
    if offer.benefit.pricing is Pricing.SALARY_VOLUME:
        return priced(offer, salary_volume(offer.benefit, offer.record), held)
    return priced(offer, held.volume, held)


def priced(offer: Offer, volume: int, held: Amounts) -> Amounts:
    """Price a volume, in cents, where the benefit has one; else the level, or the account as elected."""
    pricing = offer.benefit.pricing
    if pricing is Pricing.TIER:
        return tier_amounts(offer)
    if pricing is Pricing.ACCOUNT:
        return account_amounts(offer.record, held.subscriber_fsa, held.org_fsa)
    return volume_amounts(offer, volume)


def rule_of(benefit: Benefit) -> VolumeRule:
    """Return the volume rule of a benefit that has one."""
    if benefit.volume is None:
        raise ElectionError(f"{benefit.code} has no volume")
    return benefit.volume


def rate_at(bands: tuple[tuple[int, Decimal], ...], age: int) -> Decimal:
    """Return the rate of the band that `age` falls into."""
    return next(rate for last, rate in bands if age <= last)
