"""Reading coverages, lines, dependents and composites."""

import pytest

from tests.sandbox.plansource.coverage.administrator import FIRST_SUBSCRIBER, Administrator

PUBLISHED = """
id subscriber_id org_benefit_id org_benefit_name benefit_lookup_code org_plan_id org_plan_name
coverage_level_id coverage_level_name coverage_type_name benefit_class plan_year_starts_on plan_year_ends_on
first_name last_name original_effective_date change_effective_date payment_change_effective_date
election_effective_date carrier_effective_date demographic_effective_date signature_date esigned_at
esigned_by termination_date termination_reason_id subscriber_premium subscriber_pretax_premium
subscriber_posttax_premium org_premium billing_premium billing_fee billing_fee2 imputed_income
dp_sub_imputed_income dp_org_imputed_income subscriber_election_amount subscriber_fsa_amount org_fsa_amount
subscriber_ytd org_ytd subscriber_ytd_effective_date org_ytd_effective_date hsa_contribution_end_date
bookkeeping_values volume increments gi_volume gi_increments req_volume req_increments
req_subscriber_premium req_org_premium req_billing_premium req_billing_fee req_billing_fee2
req_imputed_income req_dp_sub_imputed_income req_dp_org_imputed_income req_org_plan_id req_org_plan_name
req_coverage_level_id req_coverage_level_name req_dependent_ids req_subscriber_election_amount
req_subscriber_fsa_amount req_org_fsa_amount req_hsa_contribution_end_date gi_org_plan_id
gi_coverage_level_id gi_dependent_ids gi_subscriber_election_amount deny_pend_permanently_amount
waiting_for_eoi waiting_for_doc_requests beneficiary_required beneficiary_optional_admin had_prior_coverage
pcpcode1 pcpcode2 pcp_name1 pcp_existing_patient1 waive_plan_policyholder waive_plan_insurer
waive_plan_insurer_phone waive_plan_effective_date waive_plan_termination_date beneficiary_esign_at
beneficiary_esign_by survey_data links
"""
OF_MAYA = f"/coverage/subscriber/{FIRST_SUBSCRIBER}"


async def test_the_meta_lists_25_reasons_by_number(admin: Administrator) -> None:
    reasons = (await admin.read("/coverage/meta"))["termination_reasons"]
    assert [one["id"] for one in reasons] == list(range(1, 26))


async def test_a_reason_has_number_name_and_code(admin: Administrator) -> None:
    reasons = (await admin.read("/coverage/meta"))["termination_reasons"]
    assert reasons[0] == {
        "id": 1,
        "name": "Termination of Employment (COBRA)",
        "lookup_code": "employment_termination",
    }


async def test_a_coverage_has_the_published_members(covered: Administrator) -> None:
    assert set(await covered.coverage("medical")) == set(PUBLISHED.split())


async def test_a_coverage_says_what_payroll_rows_say(covered: Administrator) -> None:
    names = ("subscriber_premium", "subscriber_pretax_premium", "org_premium", "volume")
    row, document = await covered.row("medical"), await covered.coverage("medical")
    assert [document[name] for name in names] == [row[name] for name in names]


async def test_one_coverage_is_read_by_its_number(covered: Administrator) -> None:
    document = await covered.coverage("medical")
    assert await covered.read(f"/coverage/{document['id']}") == document


async def test_coverage_dates_have_slashes(covered: Administrator) -> None:
    document = await covered.coverage("medical")
    assert (document["original_effective_date"], document["plan_year_ends_on"]) == (
        "2026/04/01",
        "2026/12/31",
    )


async def test_a_declined_benefit_is_a_coverage_too(admin: Administrator) -> None:
    await admin.decline("dental")
    document = await admin.coverage("dental")
    shown = (document["org_plan_name"], document["coverage_level_name"], document["termination_date"])
    assert shown == ("Decline", "Decline", "2026/03/31")


async def test_a_carrier_is_billed_for_both_shares_of_a_month(covered: Administrator) -> None:
    assert (await covered.coverage("medical"))["billing_premium"] == "1040.54"


async def test_what_waits_for_evidence_stands_beside_what_is_in_force(insured: Administrator) -> None:
    document = await insured.coverage("subscriber_life")
    shown = tuple(document[name] for name in ("volume", "gi_volume", "req_volume", "waiting_for_eoi"))
    assert shown == ("150000.0", "150000.0", "300000.0", True)


@pytest.mark.parametrize(("year", "premiums"), [("previous", []), ("current", ["48.1"]), ("next", ["50.2"])])
async def test_a_plan_year_chooses_the_coverages(
    admin: Administrator, year: str, premiums: list[str]
) -> None:
    await admin.elect("medical")
    await admin.elect("medical", effective_date="2027-01-01")
    listed = await admin.read(OF_MAYA, plan_year=year)
    assert [one["subscriber_premium"] for one in listed] == premiums


async def test_the_plan_year_follows_the_clock(covered: Administrator) -> None:
    await covered.at("2027-02-01")
    assert await covered.read(OF_MAYA) == []


async def test_an_unknown_plan_year_is_refused(covered: Administrator) -> None:
    answer = await covered.api.call("GET", OF_MAYA, plan_year="2026")
    assert (answer.status, answer.message) == (
        400,
        "Invalid value for plan_year.  The valid values are previous,current,next.",
    )


async def test_without_a_range_only_the_latest_version_is_listed(admin: Administrator) -> None:
    await admin.elect("medical", plan="silver_ppo")
    await admin.at("2026-07-06")
    await admin.elect("medical", plan="gold_ppo")
    assert [one["org_plan_name"] for one in await admin.read("/coverages")] == ["Gold PPO"]


@pytest.mark.parametrize(
    ("bounds", "plans"),
    [
        ({"start_date": "2026-01-01", "end_date": "2026-12-31"}, ["Silver PPO", "Gold PPO"]),
        ({"start_date": "2026-07-01"}, ["Gold PPO"]),
        ({"end_date": "2026-06-30"}, ["Silver PPO"]),
        ({"start_date": "2026-08-01", "end_date": "2026-08-31"}, []),
        ({"start_date": "2026-07-06T18:00:00Z", "end_date": "2026-07-06T20:00:00Z"}, ["Gold PPO"]),
    ],
)
@pytest.mark.parametrize("path", ["/coverages", OF_MAYA])
async def test_a_range_holds_every_version_that_changed_in_it(
    admin: Administrator, path: str, bounds: dict[str, str], plans: list[str]
) -> None:
    await admin.elect("medical", plan="silver_ppo")
    await admin.at("2026-07-06")
    await admin.elect("medical", plan="gold_ppo")
    assert [one["org_plan_name"] for one in await admin.read(path, **bounds)] == plans


async def test_a_version_that_never_counts_is_not_listed(admin: Administrator) -> None:
    await admin.elect("medical", plan="silver_ppo")
    await admin.elect("medical", plan="gold_ppo")
    listed = await admin.read("/coverages", start_date="2026-01-01")
    assert [one["org_plan_name"] for one in listed] == ["Gold PPO"]


async def test_a_range_that_is_no_date_is_refused(covered: Administrator) -> None:
    answer = await covered.api.call("GET", "/coverages", start_date="04-01-2026")
    assert (answer.status, answer.message) == (
        400,
        "start_date date is not a valid YYYY-MM-DD date format.",
    )


@pytest.mark.parametrize(("page", "found"), [("1", ["medical", "dental"]), ("2", ["vision"]), ("3", [])])
async def test_coverages_come_in_pages(admin: Administrator, page: str, found: list[str]) -> None:
    for benefit in ("medical", "dental", "vision"):
        await admin.elect(benefit)
    listed = await admin.read("/coverages", page=page, per_page="2")
    assert [one["benefit_lookup_code"] for one in listed] == found


async def test_a_later_page_shows_what_changed_meanwhile(admin: Administrator) -> None:
    for benefit in ("medical", "dental"):
        await admin.elect(benefit)
    await admin.read("/coverages", per_page="1")
    await admin.decline("dental")
    (second,) = await admin.read("/coverages", per_page="1", page="2")
    assert second["org_plan_name"] == "Decline"


@pytest.mark.parametrize("path", ["/coverages", "/coverages/dependents", "/coverages/lines"])
async def test_test_employees_are_listed_only_when_asked_for(covered: Administrator, path: str) -> None:
    await covered.elect("subscriber_life", volume=100000)
    await covered.put(test_employee=True)
    assert (await covered.read(path), bool(await covered.read(path, include_test="true"))) == ([], True)


async def test_a_test_employee_is_answered_when_named(covered: Administrator) -> None:
    await covered.put(test_employee=True)
    assert len(await covered.read(OF_MAYA)) == 1


async def test_a_composite_holds_coverage_dependents_and_lines(covered: Administrator) -> None:
    await covered.elect("subscriber_life", volume=100000)
    data = await covered.read(f"{OF_MAYA}/composite")
    assert {name: len(listed) for name, listed in data.items()} == {
        "coverages": 2,
        "dependents": 2,
        "lines": 1,
    }


async def test_a_composite_of_one_coverage_holds_its_own_only(covered: Administrator) -> None:
    await covered.elect("subscriber_life", volume=100000)
    number = (await covered.coverage("medical"))["id"]
    data = await covered.read(f"/coverage/{number}/composite")
    assert ([one["id"] for one in data["coverages"]], len(data["dependents"]), data["lines"]) == (
        [number],
        2,
        [],
    )


async def test_composites_of_everyone_are_paged_by_coverage(covered: Administrator) -> None:
    await covered.elect("subscriber_life", volume=100000)
    data = await covered.read("/coverage/composites", per_page="1", page="2")
    assert [one["benefit_lookup_code"] for one in (*data["coverages"], *data["lines"])] == [
        "subscriber_life"
    ] * 2


async def test_two_composites_have_no_errors_in_the_envelope(covered: Administrator) -> None:
    number = (await covered.coverage("medical"))["id"]
    paths = (f"{OF_MAYA}/composite", f"/coverage/{number}/composite", "/coverage/composites")
    answers = [await covered.api.call("GET", path) for path in paths]
    assert ["errors" in one.body for one in answers] == [False, False, True]


async def test_dependents_are_listed_with_the_coverages_terms(covered: Administrator) -> None:
    number = (await covered.coverage("medical"))["id"]
    listed = await covered.read(f"/coverage/{number}/dependents")
    assert {(one["coverage_id"], one["org_plan_name"], one["coverage_level_name"]) for one in listed} == {
        (number, "Silver PPO", "Employee + Family")
    }


async def test_dependent_coverage_dates_come_in_both_styles(covered: Administrator) -> None:
    one = (await covered.read("/coverages/dependents"))[0]
    assert (one["change_effective_date"], one["election_effective_date"]) == (
        "2026-04-01T00:00:00.000Z",
        "2026/04/01",
    )


async def test_a_dependent_who_is_covered_no_more_is_listed_with_the_last_day(covered: Administrator) -> None:
    await covered.at("2026-07-18")
    await covered.ask("change", event="divorce")
    ended = [one for one in await covered.read("/coverages/dependents") if one["termination_date"]]
    assert [(one["termination_date"], one["termination_reason_id"]) for one in ended] == [("2026/07/17", 7)]


async def test_a_range_holds_the_end_of_a_dependent(covered: Administrator) -> None:
    await covered.at("2026-07-18")
    await covered.ask("change", event="divorce")
    data = await covered.read("/coverage/composites", start_date="2026-07-18", end_date="2026-07-18")
    assert sorted(str(one["termination_date"]) for one in data["dependents"]) == ["2026/07/17", "None"]


async def test_a_dependent_coverage_is_read_by_its_number(covered: Administrator) -> None:
    one = (await covered.read("/coverages/dependents"))[0]
    assert await covered.read(f"/coverage/dependent/{one['id']}") == one


async def test_lines_split_the_volume(insured: Administrator) -> None:
    await insured.ask(
        "decide_eoi", benefit="subscriber_life", decision="approve_all", effective_date="2026-06-01"
    )
    number = (await insured.coverage("subscriber_life"))["id"]
    listed = await insured.read(f"/coverage/{number}/lines")
    assert [(one["volume"], one["original_effective_date"]) for one in listed] == [
        ("150000.0", "2026/04/01"),
        ("150000.0", "2026/06/01"),
    ]


async def test_a_line_is_read_by_its_number(insured: Administrator) -> None:
    (one,) = await insured.read("/coverages/lines")
    assert await insured.read(f"/coverage/line/{one['id']}") == one


async def test_what_waits_for_evidence_is_asked_for_by_the_last_line(insured: Administrator) -> None:
    (one,) = await insured.read("/coverages/lines")
    assert (one["volume"], one["req_volume"]) == ("150000.0", "300000.0")


async def test_a_line_that_is_held_no_more_is_listed_with_the_last_day(insured: Administrator) -> None:
    await insured.ask("decide_eoi", benefit="subscriber_life", decision="approve_all")
    await insured.at("2026-07-06")
    await insured.elect("subscriber_life", volume=150000)
    listed = await insured.read("/coverages/lines")
    assert [one["termination_date"] for one in listed] == [None, "2026/07/05"]


@pytest.mark.parametrize(
    "path",
    ["/coverage/5", "/coverage/x", "/coverage/5/lines", "/coverage/5/dependents", "/coverage/5/composite",
     "/coverage/line/5", "/coverage/dependent/5"],
)  # fmt: skip
async def test_an_unknown_coverage_is_not_found(covered: Administrator, path: str) -> None:
    answer = await covered.api.call("GET", path)
    assert (answer.status, answer.message) == (404, "Invalid coverage")


@pytest.mark.parametrize("path", ["/coverage/subscriber/5", "/coverage/subscriber/5/composite"])
async def test_an_unknown_employee_is_not_found(admin: Administrator, path: str) -> None:
    answer = await admin.api.call("GET", path)
    assert (answer.status, answer.message) == (404, "Employee not found")


async def test_a_coverage_of_another_plan_year_is_not_found_in_this_one(covered: Administrator) -> None:
    number = (await covered.coverage("medical"))["id"]
    answer = await covered.api.call("GET", f"/coverage/{number}", plan_year="next")
    assert answer.status == 404
