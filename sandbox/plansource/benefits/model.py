"""What benefits are made of: the catalogue's parts, and coverages, version by version."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Extras: TypeAlias = dict[str, str | int | bool | None]
"""What an administrator noted beside the terms, by the members' names in the API; never changed in place."""

DECLINE = "decline"
"""Plan and level of a benefit that was waived; both are shown as ``Decline``."""


class Pricing(StrEnum):
    """What the price of a benefit depends on."""

    TIER = "tier"
    """The coverage level: medical, dental, vision."""
    CHOSEN_VOLUME = "chosen_volume"
    """A volume that the employee chooses, by age: voluntary life."""
    SALARY_VOLUME = "salary_volume"
    """A volume that follows from the salary: basic life, disability."""
    ACCOUNT = "account"
    """Nothing: the employee elects an amount for the year."""


class PartnerTax(StrEnum):
    """How the employee's premium for a domestic partner is taxed."""

    POSTTAX = "posttax"
    """It is deducted after tax."""
    IMPUTED = "imputed"
    """It is deducted before tax, and counts as income of the employee."""


@dataclass(frozen=True, slots=True)
class Level:
    """A coverage level: who is covered."""

    id: int
    code: str
    name: str
    spouse: bool = False
    children: bool = False


@dataclass(frozen=True, slots=True)
class VolumeRule:
    """How a volume comes about and what it costs.

    Attributes:
        unit: The dollars of volume that a rate is for.
        maximum: The largest volume.
        step: Volumes are whole multiples of it.
        of_salary: The part of the pay that is insured, where the salary says how much.
        guaranteed: What is issued without evidence of insurability; None is everything.
        by_age: The rate a month and unit by age: up to and including each age named.
        periods: Of how many periods a year the insured pay is that of one: 12 for monthly pay.
    """

    unit: int
    maximum: int
    step: int
    of_salary: Decimal | None
    guaranteed: int | None
    by_age: tuple[tuple[int, Decimal], ...]
    periods: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a benefit.

    Attributes:
        mapping_code: The payroll mapping code, the employee's deduction.
        partner_code_1: The code of the employer's amount.
        partner_code_2: The code of the earning for imputed income.
        rates: What employee and employer pay a month by level in the base year.
        high_deductible: Whether the plan allows a health savings account, and forbids a health FSA.
    """

    id: int
    code: str
    name: str
    mapping_code: str | None
    partner_code_1: str | None = None
    partner_code_2: str | None = None
    group_number: str | None = None
    rates: tuple[tuple[str, Decimal, Decimal], ...] = ()
    high_deductible: bool = False


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit of the catalogue.

    Attributes:
        id: The vendor's ``org_benefit_id``.
        code: The ``benefit_lookup_code``, the same for all clients.
        pretax: Whether the employee's share is taken before tax.
        employer_paid: Whether the employer pays for a volume, else the employee does.
        automatic: Whether every eligible employee has it without choosing.
        imputed: Whether employer-paid volume over the tax-free amount is income.
        stacked: Whether the volume is held in lines: the guaranteed one and what was approved on top.
        reelected: Whether an election ends with its plan year and must be made anew.
    """

    id: int
    code: str
    name: str
    pricing: Pricing
    pretax: bool
    plans: tuple[Plan, ...]
    levels: tuple[str, ...] = ("employee",)
    volume: VolumeRule | None = None
    employer_paid: bool = False
    automatic: bool = False
    imputed: bool = False
    stacked: bool = False
    reelected: bool = False
    partner_tax: PartnerTax = PartnerTax.POSTTAX


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one coverage costs and insures, in whole cents; premiums are per pay period.

    Attributes:
        paydays: Pay periods a year, by which the premiums were computed.
        pretax: The employee's premium taken before tax.
        posttax: The employee's premium taken after tax.
        org: The employer's premium.
        imputed: Taxable value of employer-paid life insurance.
        dp_sub: Taxable value of what the employee pays before tax for a domestic partner.
        dp_org: Taxable value of what the employer pays for a domestic partner.
        volume: The insured amount.
        subscriber_fsa: The employee's election for the year.
        org_fsa: The employer's contribution for the year.
    """

    paydays: int
    pretax: int = 0
    posttax: int = 0
    org: int = 0
    imputed: int = 0
    dp_sub: int = 0
    dp_org: int = 0
    volume: int = 0
    subscriber_fsa: int = 0
    org_fsa: int = 0


@dataclass(slots=True)
class Line:
    """One layer of a stacked coverage: the guaranteed volume, or what was approved on top."""

    id: int
    volume: int
    premium: int
    termination_date: str | None = None
    termination_reason_id: int | None = None
    extras: Extras | None = None


@dataclass(slots=True)
class DependentCoverage:
    """One dependent's part in a coverage."""

    id: int
    dependent_id: int
    original_effective_date: str
    change_effective_date: str
    termination_date: str | None = None
    termination_reason_id: int | None = None
    extras: Extras | None = None


@dataclass(slots=True)
class Request:
    """What was asked for and waits for evidence of insurability.

    Attributes:
        form_completed: Whether the insurer has the evidence's form.
        form_expires: Until when the form counts.
        form_reference: The insurer's number of the form.
    """

    plan: str
    level: str
    amounts: Amounts
    form_completed: bool = False
    form_expires: str | None = None
    form_reference: str | None = None


@dataclass(slots=True)
class Coverage:
    """One version of what an employee has, or has declined, of one benefit in one plan year.

    A change never overwrites a version: it enters a new one with its own `change_effective_date`. Of one
    benefit and plan year the version entered last is the current one. A version counts until the day before
    the next one's change; one that changes no sooner than a version entered later never counts. Dates are
    ``YYYY-MM-DD``; moments RFC 3339 in UTC.

    Attributes:
        id: The coverage, the same for every version of a benefit that one employee has.
        plan: The plan's code, or `DECLINE`.
        level: The level's code, or `DECLINE`.
        original_effective_date: When this person first got this coverage without a break.
        change_effective_date: When this version takes effect.
        termination_date: The last day covered; of a declined benefit the day before it would have begun.
        request: What waits for evidence of insurability beside what is in force.
    """

    id: int
    subscriber_id: int
    benefit: str
    plan_year: int
    plan: str
    level: str
    amounts: Amounts
    original_effective_date: str
    change_effective_date: str
    created_at: str
    updated_at: str
    termination_date: str | None = None
    termination_reason_id: int | None = None
    request: Request | None = None
    dependents: tuple[DependentCoverage, ...] = ()
    lines: tuple[Line, ...] = ()
    extras: Extras | None = None

    @property
    def declined(self) -> bool:
        """Tell whether this version says that the benefit is waived."""
        return self.plan == DECLINE

    def covers(self, day: str) -> bool:
        """Tell whether somebody is still covered on a day, as far as this version knows."""
        return not self.declined and (self.termination_date is None or self.termination_date >= day)
