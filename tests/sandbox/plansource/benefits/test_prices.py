"""What coverages cost per pay period: shares, rounding, age, salary, taxes."""

import pytest

from tests.sandbox.plansource.benefits.employer import Employer, members

PREMIUMS = ("subscriber_premium", "subscriber_pretax_premium", "subscriber_posttax_premium", "org_premium")
TAXABLE = ("imputed_income", "dp_sub_imputed_income", "dp_org_imputed_income")


@pytest.mark.parametrize(
    ("schedule", "paydays", "premium"),
    [("7712", 26, "48.1"), ("7713", 24, "52.11"), ("7714", 52, "24.05"), (None, 12, "104.22")],
)
async def test_a_premium_follows_the_payroll_schedule(
    employer: Employer, schedule: str | None, paydays: int, premium: str
) -> None:
    await employer.hire(org_payroll_id=schedule)
    await employer.elect("medical", plan="silver_ppo")
    row = await employer.row("medical")
    assert members(row, "subscriber_total_paydays", "subscriber_premium") == (paydays, premium)


async def test_health_premiums_are_taken_before_tax(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    assert members(await maya.row("medical"), *PREMIUMS, "tax_treatment") == (
        "48.1",
        "48.1",
        "0.0",
        "190.0",
        "pretax",
    )


async def test_a_domestic_partners_share_is_taken_after_tax(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["domestic_partner"])
    # 101.75 for both, of which 48.10 are for the employee alone.
    assert members(await maya.row("medical"), *PREMIUMS) == ("101.75", "48.1", "53.65", "233.4")


async def test_what_the_employer_pays_for_a_domestic_partner_is_income(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["domestic_partner"])
    assert members(await maya.row("medical"), *TAXABLE) == ("0.0", "0.0", "43.4")


async def test_at_vision_a_domestic_partners_share_is_taken_before_tax_and_is_income(maya: Employer) -> None:
    await maya.elect("vision", level="employee_spouse", dependents=["domestic_partner"])
    row = await maya.row("vision")
    # A month 9.87 and 5.11 of it for the employee alone: 4.56 and 2.36 per pay period.
    assert members(row, *PREMIUMS, *TAXABLE) == ("4.56", "4.56", "0.0", "0.92", "0.0", "2.2", "0.0")


async def test_an_own_child_beside_a_domestic_partner_is_untaxed(maya: Employer) -> None:
    await maya.elect("medical", level="family", dependents=["domestic_partner", "child"])
    # 338.10 a month, of which 191.75 for the employee with children: 156.05 and 88.50 per pay period.
    assert members(await maya.row("medical"), *PREMIUMS[:3]) == ("156.05", "88.5", "67.55")


async def test_basic_life_is_the_salary_rounded_up_and_paid_by_the_employer(maya: Employer) -> None:
    await maya.elect("basic_subscriber_life")
    row = await maya.row("basic_subscriber_life")
    # 66 thousands at 0.115 a month; 16 thousands over the free 50 at 0.09, aged 35 at the year's end.
    assert members(row, "volume", *PREMIUMS, "imputed_income") == (
        "66000.0",
        "0.0",
        "0.0",
        "0.0",
        "3.5",
        "0.66",
    )


async def test_basic_life_up_to_the_free_amount_is_no_income(employer: Employer) -> None:
    await employer.hire(current_salary="50000.00")
    await employer.elect("basic_subscriber_life")
    assert (await employer.row("basic_subscriber_life"))["imputed_income"] == "0.0"


@pytest.mark.parametrize(
    ("birthdate", "premium"),
    # 100 thousands a month: 0.08 at 34, 0.09 at 35; biweekly 3.69 and 4.15.
    [("1991-01-01", "4.15"), ("1991-01-02", "3.69")],
)
async def test_voluntary_life_goes_by_the_age_on_the_first_day_of_the_year(
    employer: Employer, birthdate: str, premium: str
) -> None:
    await employer.hire(birthdate=birthdate)
    await employer.elect("subscriber_life", volume=100000)
    assert (await employer.row("subscriber_life"))["subscriber_posttax_premium"] == premium


async def test_long_term_disability_insures_part_of_the_monthly_pay(maya: Employer) -> None:
    await maya.elect("ltd")
    # 60 % of 65,520 / 12 is 3,276; at 0.59 for each 100 a month.
    assert members(await maya.row("ltd"), "volume", "org_premium") == ("3276.0", "8.92")


async def test_disability_is_limited(employer: Employer) -> None:
    await employer.hire(current_salary="900000.00")
    await employer.elect("ltd")
    assert (await employer.row("ltd"))["volume"] == "10000.0"


async def test_the_employer_adds_to_a_health_savings_account(maya: Employer) -> None:
    await maya.elect("hsa", amount="1500")
    row = await maya.row("hsa")
    assert members(row, "subscriber_fsa_amount", "org_fsa_amount") == ("1500.0", "500.0")


@pytest.mark.parametrize(
    ("benefit", "level", "amount", "most"),
    [
        ("hcra", "employee", "3400.01", "3400.00"),
        ("dcra", "employee", "7500.01", "7500.00"),
        ("hsa", "employee", "3900.01", "3900.00"),
        ("hsa", "family", "7750.01", "7750.00"),
    ],
)
async def test_an_account_has_the_years_limit(
    maya: Employer, benefit: str, level: str, amount: str, most: str
) -> None:
    refused = await maya.refusal("elect", benefit=benefit, level=level, amount=amount)
    assert refused == f"{benefit} takes more than 0 and at most {most} in 2026"


async def test_a_salaried_benefit_needs_a_salary(employer: Employer) -> None:
    await employer.hire(current_salary=None)
    assert (
        await employer.refusal("elect", benefit="ltd") == "ltd follows the salary and the employee has none"
    )


async def test_a_plans_codes_stand_in_its_rows(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    names = ("plan_payroll_mapping_code", "plan_partner_code_1", "plan_partner_code_2", "plan_group_number")
    assert members(await maya.row("medical"), *names) == ("MED125", "MEDER", "MEDIMP", "70114-001")
