"""Reading payroll rows: of one and of all, by range, mark and page."""

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.benefits.employer import EVER, YEAR_2026, Employer, members

ONE = "/payroll_coverages_subscriber/E00001"
ALL = "/payroll_coverages_subscribers"

PUBLISHED = """
id subscriber_code first_name middle_name last_name ssn subscriber_status subscriber_pay_frequency
subscriber_total_paydays organization_id benefit_company org_plan_year_starts org_plan_year_ends benefit_name
benefit_lookup_code plan_name coverage_level subscriber_premium org_premium subscriber_pretax_premium
subscriber_posttax_premium tax_treatment imputed_income dp_sub_imputed_income dp_org_imputed_income volume
subscriber_fsa_amount org_fsa_amount plan_payroll_mapping_code plan_group_number plan_partner_code_1
plan_partner_code_2 original_effective_date change_effective_date termination_date termination_reason current
created_at updated_at test_employee changed_fields
"""


@pytest.fixture
async def changed(maya: Employer) -> Employer:
    """Maya elected in March and changed her plan on 6 July with effect from October."""
    await maya.elect("medical", plan="silver_ppo")
    await maya.at("2026-07-06")
    await maya.elect("medical", plan="gold_ppo", effective_date="2026-10-01")
    return maya


async def plans(employer: Employer, **params: str) -> list[str]:
    return [one["plan_name"] for one in await employer.rows("medical", **params)]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2026-04-01", "2026-04-01", ["Silver PPO"]),
        ("2026-07-06", "2026-07-06", ["Gold PPO"]),
        ("2026-10-01", "2026-10-31", ["Gold PPO"]),
        ("2026-01-01", "2026-12-31", ["Silver PPO", "Gold PPO"]),
        ("2026-07-07", "2026-09-30", []),
        ("2026-07-06T18:59:59Z", "2026-07-06T20:00:00Z", ["Gold PPO"]),
        ("2026-07-06T12:59:59-06:00", "2026-07-06T14:00:00-06:00", ["Gold PPO"]),
        ("2026-07-06T20:00:00Z", "2026-07-06T23:00:00Z", []),
        ("2026-04-01T00:00:01Z", "2026-04-30", []),
        ("2026/04/01", "2026/04/30", ["Silver PPO"]),
    ],
)
async def test_a_range_holds_rows_that_take_effect_or_were_entered_in_it(
    changed: Employer, start: str, end: str, found: list[str]
) -> None:
    assert await plans(changed, start_date=start, end_date=end) == found


@pytest.mark.parametrize(("tested", "found"), [("effective", []), ("updated", ["Gold PPO"])])
async def test_the_range_can_test_one_of_the_two_only(
    changed: Employer, tested: str, found: list[str]
) -> None:
    await changed.api.session.put("/__sandbox/plansource/configuration", json={"payroll_range": tested})
    assert await plans(changed, start_date="2026-07-06", end_date="2026-07-06") == found


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ({"current": "true"}, ["Gold PPO"]),
        ({"previous": "true"}, ["Silver PPO"]),
        ({"current": "true", "previous": "true"}, ["Silver PPO", "Gold PPO"]),
        ({"current": "false"}, ["Silver PPO", "Gold PPO"]),
    ],
)
async def test_current_and_previous_choose_by_mark(
    changed: Employer, marks: dict[str, str], found: list[str]
) -> None:
    assert await plans(changed, **YEAR_2026, **marks) == found


@pytest.mark.parametrize("path", [ONE, ALL])
async def test_a_range_needs_both_ends(maya: Employer, path: str) -> None:
    answer = await maya.api.by_code("GET", path, end_date="2026-12-31")
    assert (answer.status, answer.message, "error_code" in answer.body["errors"]) == (
        400,
        "No Start Date (params[:start_date] in the request.",
        False,
    )


@pytest.mark.parametrize("text", ["01-01-2026", "2026-02-30", "soon", "2026-01-01Tnoon"])
async def test_a_range_is_made_of_dates(maya: Employer, text: str) -> None:
    answer = await maya.api.by_code("GET", ONE, start_date=text, end_date="2026-12-31")
    assert (answer.status, answer.message) == (
        400,
        "start_date date is not a valid YYYY-MM-DD date format.",
    )


async def test_an_unknown_employee_is_not_found(maya: Employer) -> None:
    answer = await maya.api.by_code("GET", "/payroll_coverages_subscriber/E99999", **YEAR_2026)
    assert (answer.status, answer.message) == (404, "No employee with id: E99999 found")


async def test_a_row_has_every_published_member_and_no_other(maya: Employer) -> None:
    await maya.elect("medical")
    assert sorted(await maya.row("medical")) == sorted(PUBLISHED.split())


async def test_a_row_names_its_employee(maya: Employer) -> None:
    await maya.elect("medical")
    row = await maya.row("medical")
    assert members(row, "subscriber_code", "ssn", "subscriber_status") == ("E00001", "900-00-0001", "Active")


async def test_dates_and_moments_are_spelled_as_the_vendor_does(maya: Employer) -> None:
    await maya.elect("medical")
    row = await maya.row("medical")
    spelled = members(row, "org_plan_year_starts", "org_plan_year_ends", "change_effective_date")
    assert (*spelled, row["created_at"][:17]) == (
        "2026/01/01",
        "2026/12/31",
        "2026-04-01T00:00:00.000Z",
        "2026-03-20T12:00:",
    )


async def test_the_bulk_read_frames_its_rows(changed: Employer) -> None:
    data = await changed.bulk(**YEAR_2026)
    assert members(data, "total", "per_page") == (2, 500)


async def test_a_bulk_row_is_the_single_reads_row_with_a_link(changed: Employer) -> None:
    data = await changed.bulk()
    rows = [
        {name: value for name, value in one.items() if name != "link"} for one in data["payroll_coverages"]
    ]
    assert rows == await changed.rows()


async def test_a_bulk_rows_link_repeats_the_range(changed: Employer) -> None:
    row = (await changed.bulk(**YEAR_2026))["payroll_coverages"][0]
    query = "start_date=2026-01-01&end_date=2026-12-31"
    assert row["link"]["href"] == f"/admin/subscriber/{row['id']}?{query}"


async def test_pages_join_to_the_whole_without_overlap(employer: Employer) -> None:
    for number in range(1, 4):
        await employer.hire(number)
        for benefit in ("medical", "dental", "vision"):
            await employer.elect(benefit, code=f"E{number:05}")
    pages = [await employer.bulk(page=str(page), per_page="4") for page in (1, 2, 3, 4)]
    rows = [one["benefit_lookup_code"] for page in pages for one in page["payroll_coverages"]]
    assert (rows, [len(page["payroll_coverages"]) for page in pages]) == (
        ["medical", "dental", "vision"] * 3,
        [4, 4, 1, 0],
    )


async def test_a_shifted_page_repeats_one_row_and_drops_one(employer: Employer, box: Running) -> None:
    await employer.hire(1)
    for benefit in ("medical", "dental", "vision"):
        await employer.elect(benefit, code="E00001")
    box.sandbox.faults.replace([{"kind": "shifted_page", "times": 1}])
    pages = [await employer.bulk(page=page, per_page="1") for page in "123"]
    rows = [one["benefit_lookup_code"] for page in pages for one in page["payroll_coverages"]]
    assert (rows, pages[1]["total"]) == (["medical", "medical", "vision"], 3)


async def test_page_links_lead_on_until_the_last_page(changed: Employer) -> None:
    first, last = [await changed.bulk(page=page, per_page="1") for page in ("1", "2")]
    assert ([one["rel"] for one in first["links"]], [one["rel"] for one in last["links"]]) == (
        ["first", "current", "next", "last"],
        ["first", "current", "last"],
    )


async def test_a_page_shows_what_changed_since_the_one_before(changed: Employer) -> None:
    await changed.bulk()
    await changed.elect("dental")
    assert (await changed.bulk())["total"] == 3


async def test_a_test_employee_stands_in_the_bulk_read_only_when_asked_for(employer: Employer) -> None:
    await employer.hire(test_employee=True)
    await employer.elect("medical")
    totals = [(await employer.bulk(include_test=asked))["total"] for asked in ("false", "true")]
    assert totals == [0, 1]


async def test_a_test_employee_is_read_by_id_and_marked(employer: Employer) -> None:
    await employer.hire(test_employee=True)
    await employer.elect("medical")
    assert (await employer.row("medical"))["test_employee"] is True


async def test_who_is_hidden_from_payroll_has_no_rows(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.put(hide_from_payroll=True)
    assert ((await maya.bulk())["total"], await maya.rows(**EVER)) == (0, [])
