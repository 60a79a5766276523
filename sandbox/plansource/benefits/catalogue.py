"""The benefits that the invented company offers: plans, codes and rates, as invented as the company."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sandbox.plansource.benefits.model import Benefit, Level, PartnerTax, Plan, Pricing, VolumeRule

PLAN_YEARS = (2025, 2026, 2027, 2028)
"""The years for which the company has set up its benefits; each is a calendar year."""

BASE_YEAR = 2026
_TREND = {"medical": Decimal("1.0437"), "dental": Decimal("1.03"), "vision": Decimal("1.02")}
"""How rates grow from one plan year to the next; all others stay as they are."""

LEVELS = {
    one.code: one
    for one in (
        Level(1, "employee", "Employee Only"),
        Level(2, "employee_spouse", "Employee + Spouse", spouse=True),
        Level(3, "employee_children", "Employee + Child(ren)", children=True),
        Level(4, "family", "Employee + Family", spouse=True, children=True),
        Level(5, "spouse", "Spouse Only", spouse=True),
        Level(6, "children", "Child(ren) Only", children=True),
        Level(9, "decline", "Decline"),
    )
}
_TIERS = ("employee", "employee_spouse", "employee_children", "family")


def _rates(*monthly: tuple[str, str]) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Pair the tiers with what employee and employer pay a month."""
    return tuple(
        (level, Decimal(own), Decimal(org)) for level, (own, org) in zip(_TIERS, monthly, strict=True)
    )


def _flat(rate: str) -> tuple[tuple[int, Decimal], ...]:
    return ((200, Decimal(rate)),)


_LIFE_BY_AGE = tuple(
    (age, Decimal(rate))
    for age, rate in (
        (24, "0.050"), (29, "0.060"), (34, "0.080"), (39, "0.090"), (44, "0.130"), (49, "0.210"),
        (54, "0.350"), (59, "0.600"), (64, "0.920"), (69, "1.600"), (200, "2.700"),
    )
)  # fmt: skip

FREE_LIFE_VOLUME = 50_000
IMPUTED_BY_AGE = tuple(
    (age, Decimal(rate))
    for age, rate in (
        (24, "0.05"), (29, "0.06"), (34, "0.08"), (39, "0.09"), (44, "0.10"), (49, "0.15"), (54, "0.23"),
        (59, "0.43"), (64, "0.66"), (69, "1.27"), (200, "2.06"),
    )
)  # fmt: skip
"""Taxable value a month of each 1,000 dollars of employer-paid life insurance over the free amount."""

_MEDICAL = Benefit(
    88_110, "medical", "Medical", Pricing.TIER, pretax=True, levels=_TIERS,
    plans=(
        Plan(301_410, "silver_ppo", "Silver PPO", "MED125", "MEDER", "MEDIMP", "70114-001", _rates(
            ("104.22", "411.67"), ("220.46", "505.70"), ("191.75", "489.12"), ("338.10", "702.44"))),
        Plan(301_411, "gold_ppo", "Gold PPO", "MEDG125", "MEDER", "MEDIMP", "70114-002", _rates(
            ("168.35", "438.90"), ("352.80", "561.25"), ("309.41", "540.03"), ("517.66", "768.19"))),
        Plan(301_412, "bronze_hdhp", "Bronze HDHP", "MEDH125", "MEDER", "MEDIMP", "70114-003", _rates(
            ("41.58", "372.40"), ("98.77", "471.08"), ("85.13", "452.66"), ("160.92", "655.31")),
            high_deductible=True),
    ),
)  # fmt: skip
_DENTAL = Benefit(
    88_120, "dental", "Dental", Pricing.TIER, pretax=True, levels=_TIERS,
    plans=(
        Plan(301_455, "dental_base", "Dental Base", "DEN125", "DENER", "DENIMP", "88231-001", _rates(
            ("12.35", "21.23"), ("26.41", "29.80"), ("30.17", "33.04"), ("46.82", "41.59"))),
        Plan(301_456, "dental_plus", "Dental Plus", "DEN125", "DENER", "DENIMP", "88231-002", _rates(
            ("24.27", "21.23"), ("49.93", "29.80"), ("57.36", "33.04"), ("84.15", "41.59"))),
    ),
)  # fmt: skip
_VISION = Benefit(
    88_130, "vision", "Vision", Pricing.TIER, pretax=True, levels=_TIERS, partner_tax=PartnerTax.IMPUTED,
    plans=(
        Plan(301_470, "vision", "Vision Choice", "VIS125", "VISER", "VISIMP", None, _rates(
            ("5.11", "2.00"), ("9.87", "2.00"), ("10.23", "2.00"), ("15.64", "2.00"))),
    ),
)  # fmt: skip
_BASIC_LIFE = Benefit(
    88_140, "basic_subscriber_life", "Basic Life", Pricing.SALARY_VOLUME, pretax=False, employer_paid=True,
    automatic=True, imputed=True,
    volume=VolumeRule(1_000, 300_000, 1_000, Decimal(1), None, _flat("0.115")),
    plans=(Plan(301_480, "basic_life", "Basic Life 1x Salary", "BLIFE", "BLIFER", "GTLIMP", "55120"),),
)  # fmt: skip
_BASIC_ADD = Benefit(
    88_141, "basic_add", "Basic AD&D", Pricing.SALARY_VOLUME, pretax=False, employer_paid=True,
    automatic=True,
    volume=VolumeRule(1_000, 300_000, 1_000, Decimal(1), None, _flat("0.020")),
    plans=(Plan(301_481, "basic_add", "Basic AD&D 1x Salary", "BADD", "BADDER", None, "55120"),),
)  # fmt: skip
_LIFE = Benefit(
    88_142, "subscriber_life", "Voluntary Life", Pricing.CHOSEN_VOLUME, pretax=False, stacked=True,
    volume=VolumeRule(1_000, 500_000, 10_000, None, 150_000, _LIFE_BY_AGE),
    plans=(Plan(301_482, "voluntary_life", "Voluntary Employee Life", "VLIFE", group_number="55121"),),
)  # fmt: skip
_SPOUSE_LIFE = Benefit(
    88_143, "spouse_life", "Voluntary Spouse Life", Pricing.CHOSEN_VOLUME, pretax=False,
    levels=("spouse",), stacked=True,
    volume=VolumeRule(1_000, 250_000, 5_000, None, 30_000, _LIFE_BY_AGE),
    plans=(Plan(301_483, "voluntary_spouse_life", "Voluntary Spouse Life", "VLIFES", group_number="55121"),),
)  # fmt: skip
_DEPENDENT_LIFE = Benefit(
    88_144, "dependent_life", "Voluntary Child Life", Pricing.CHOSEN_VOLUME, pretax=False,
    levels=("children",),
    volume=VolumeRule(1_000, 10_000, 5_000, None, None, _flat("0.200")),
    plans=(Plan(301_484, "voluntary_child_life", "Voluntary Child Life", "VLIFEC", group_number="55121"),),
)  # fmt: skip
_STD = Benefit(
    88_150, "std", "Short-Term Disability", Pricing.SALARY_VOLUME, pretax=False,
    volume=VolumeRule(10, 1_500, 1, Decimal("0.6"), None, _flat("0.420"), periods=52),
    plans=(Plan(301_490, "std", "STD 60% of Weekly Pay", "STD", group_number="55122"),),
)  # fmt: skip
_LTD = Benefit(
    88_151, "ltd", "Long-Term Disability", Pricing.SALARY_VOLUME, pretax=False, employer_paid=True,
    automatic=True,
    volume=VolumeRule(100, 10_000, 1, Decimal("0.6"), None, _flat("0.590"), periods=12),
    plans=(Plan(301_491, "ltd", "LTD 60% of Monthly Pay", "LTD", "LTDER", None, "55123"),),
)  # fmt: skip
_HCRA = Benefit(
    88_160, "hcra", "Health Care FSA", Pricing.ACCOUNT, pretax=True, reelected=True,
    plans=(Plan(301_500, "hcra", "Health Care FSA", "FSAHC"),),
)  # fmt: skip
_DCRA = Benefit(
    88_161, "dcra", "Dependent Care FSA", Pricing.ACCOUNT, pretax=True, reelected=True,
    plans=(Plan(301_501, "dcra", "Dependent Care FSA", "FSADC"),),
)  # fmt: skip
_HSA = Benefit(
    88_162, "hsa", "Health Savings Account", Pricing.ACCOUNT, pretax=True, levels=("employee", "family"),
    reelected=True,
    plans=(Plan(301_502, "hsa", "Health Savings Account", "HSA", "HSAER"),),
)  # fmt: skip

BENEFITS = {
    one.code: one
    for one in (
        _MEDICAL, _DENTAL, _VISION, _BASIC_LIFE, _BASIC_ADD, _LIFE, _SPOUSE_LIFE, _DEPENDENT_LIFE, _STD, _LTD,
        _HCRA, _DCRA, _HSA,
    )
}  # fmt: skip
PLANS = {plan.code: plan for benefit in BENEFITS.values() for plan in benefit.plans}

ACCOUNT_LIMITS = {
    "hcra": {2025: 3_300, 2026: 3_400, 2027: 3_400, 2028: 3_400},
    "dcra": {2025: 5_000, 2026: 7_500, 2027: 7_500, 2028: 7_500},
    "hsa": {2025: 4_300, 2026: 4_400, 2027: 4_500, 2028: 4_500},
    "hsa_family": {2025: 8_550, 2026: 8_750, 2027: 9_000, 2028: 9_000},
}
"""The largest election of a year in dollars, the employer's part of an HSA included; 2028 is assumed."""

HSA_CONTRIBUTION = {"employee": 500, "family": 1_000}
"""What the employer puts into an HSA in a year in dollars, for an employee alone and with others."""


@cache
def monthly_rate(benefit: str, plan: str, level: str, year: int) -> tuple[Decimal, Decimal]:
    """Return what employee and employer pay a month for a level of a plan in a plan year."""
    rates = {name: (own, org) for name, own, org in PLANS[plan].rates}
    growth = _TREND.get(benefit, Decimal(1)) ** (year - BASE_YEAR)
    own, org = ((share * growth).quantize(Decimal("0.01"), ROUND_HALF_UP) for share in rates[level])
    return own, org
