"""Payroll rows that are wrong on demand."""

import pytest

from tests.sandbox.plansource.benefits.employer import Employer, Row, members


@pytest.fixture
async def covered(maya: Employer) -> Employer:
    await maya.elect("medical")
    return maya


async def spoilt(covered: Employer, **body: object) -> list[Row]:
    await covered.ask("payroll_rows", benefit="medical", **body)
    return await covered.rows("medical")


@pytest.mark.parametrize(
    ("defect", "wrong"),
    [
        ("no_amount", {"subscriber_premium": None, "subscriber_pretax_premium": None}),
        ("negative_amount", {"subscriber_premium": "-12.5"}),
        ("unknown_frequency", {"subscriber_pay_frequency": "Every lunar month (13 per year)"}),
        ("unknown_plan_year", {"org_plan_year_starts": "2031/02/30"}),
        ("start_after_stop", {"termination_date": "2020/12/31"}),
    ],
)
async def test_a_defect_is_in_the_current_row(covered: Employer, defect: str, wrong: Row) -> None:
    (row,) = await spoilt(covered, defect=defect)
    assert {name: row[name] for name in wrong} == wrong


async def test_two_current_rows_of_one_benefit(covered: Employer) -> None:
    assert [one["current"] for one in await spoilt(covered, defect="two_current")] == ["CA", "CA"]


async def test_any_member_can_be_set(covered: Employer) -> None:
    (row,) = await spoilt(covered, set={"plan_payroll_mapping_code": None, "subscriber_premium": "1e400"})
    assert members(row, "plan_payroll_mapping_code", "subscriber_premium") == (None, "1e400")


async def test_a_wrong_row_can_stand_beside_the_right_one(covered: Employer) -> None:
    right, wrong = await spoilt(covered, set={"subscriber_premium": "0.01"}, add=True)
    assert (right["subscriber_premium"], wrong["subscriber_premium"]) == ("48.1", "0.01")


async def test_a_defect_shows_in_the_bulk_read(covered: Employer) -> None:
    await covered.bulk()
    await spoilt(covered, defect="negative_amount")
    assert (await covered.bulk())["payroll_coverages"][0]["subscriber_premium"] == "-12.5"


async def test_a_row_that_goes_wrong_counts_as_changed_then(covered: Employer) -> None:
    await covered.at("2026-08-10")
    await spoilt(covered, defect="negative_amount")
    assert len(await covered.rows(start_date="2026-08-10", end_date="2026-08-10")) == 1


async def test_a_row_made_right_again_counts_as_changed_then(covered: Employer) -> None:
    await spoilt(covered, defect="negative_amount")
    await covered.at("2026-08-10")
    await covered.ask("payroll_rows", "DELETE")
    row = await covered.row("medical", start_date="2026-08-10", end_date="2026-08-10")
    assert row["subscriber_premium"] == "48.1"


async def test_only_what_is_there_can_be_spoilt(covered: Employer) -> None:
    refused = await covered.refusal("payroll_rows", benefit="dental", defect="no_amount")
    assert refused == "the employee has no row of dental in 2026"


async def test_an_unknown_defect_is_refused_with_those_there_are(covered: Employer) -> None:
    refused = await covered.refusal("payroll_rows", benefit="medical", defect="smell")
    assert refused.startswith("there is no defect 'smell'; there are ['negative_amount'")
