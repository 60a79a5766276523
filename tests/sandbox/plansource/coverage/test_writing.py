"""Creating and changing coverages: what payroll and composites show afterwards."""

from typing import Any

import orjson
import pytest

from sandbox.server import Running
from tests.sandbox.plansource.benefits.employer import days, members
from tests.sandbox.plansource.coverage.administrator import (
    FIRST_SUBSCRIBER,
    Administrator,
    dental,
    life,
)

TERMS = ("org_benefit_id", "benefit_lookup_code", "org_plan_id", "coverage_level_id")
PREMIUMS = ("subscriber_premium", "subscriber_pretax_premium", "subscriber_posttax_premium", "org_premium")


async def path_of(admin: Administrator, benefit: str) -> str:
    return f"/coverage/{(await admin.coverage(benefit))['id']}"


# Creating


async def test_a_create_answers_counts_and_not_the_new_number(admin: Administrator) -> None:
    answer = await admin.write("POST", "/coverage", dental())
    assert answer.body == {
        "status": "success",
        "errors": [],
        "data": {"valid_count": 1, "failed_count": 0, "failed_rows": []},
    }


async def test_amounts_are_stored_as_sent(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental())
    assert members(await admin.row("dental"), *PREMIUMS) == ("11.2", "11.2", "0.0", "9.8")


async def test_tax_parts_that_are_sent_are_kept(admin: Administrator) -> None:
    parts = {"subscriber_pretax_premium": "7.10", "subscriber_posttax_premium": "4.10"}
    await admin.apply("POST", "/coverage", dental(**parts))
    assert members(await admin.row("dental"), *PREMIUMS) == ("11.2", "7.1", "4.1", "9.8")


async def test_recalculate_prices_by_the_plan(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental(), recalculate="true")
    assert members(await admin.row("dental"), "subscriber_premium", "org_premium") == ("5.7", "9.8")


async def test_a_new_hires_coverage_begins_on_the_first_of_the_next_month(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental(change_effective_date="2026-09-09"))
    assert days(await admin.row("dental")) == ("2026-04-01", "2026-04-01", None)


async def test_dates_are_set_by_parameter(admin: Administrator) -> None:
    dates = {"set_change_effective_date": "2026-05-01", "set_original_effective_date": "2025-02-01"}
    await admin.apply("POST", "/coverage", dental(), **dates)
    assert days(await admin.row("dental")) == ("2025-02-01", "2026-05-01", None)


async def test_a_coverage_of_the_next_year_starts_with_it(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental(), plan_year="next")
    assert days(await admin.row("dental")) == ("2027-01-01", "2027-01-01", None)


async def test_the_decline_plan_declines(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental(org_plan_id=301400, coverage_level_id=9))
    row = await admin.row("dental")
    assert members(row, "plan_name", "subscriber_premium", "termination_date") == (
        "Decline",
        "0.0",
        "2026/03/31",
    )


async def test_another_create_carries_the_coverage_on(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental())
    await admin.at("2026-07-06")
    await admin.apply("POST", "/coverage", dental(org_plan_id=301456, req_org_plan_id=301456))
    rows = await admin.rows("dental")
    assert [(days(row)[:2], row["current"]) for row in rows] == [
        (("2026-04-01", "2026-04-01"), "PA"),
        (("2026-04-01", "2026-07-06"), "CA"),
    ]


async def test_what_was_read_elsewhere_is_noted(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental(pcpcode1="P-77", signature_date="2026-03-11"))
    document = await admin.coverage("dental")
    assert members(document, "pcpcode1", "signature_date", "pcpcode2") == ("P-77", "2026/03/11", None)


async def test_a_request_above_the_volume_in_force_waits_for_evidence(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", life(volume=150000, req_volume=200000, subscriber_premium=5.54))
    document = await admin.coverage("subscriber_life")
    assert members(document, "volume", "req_volume", "waiting_for_eoi") == ("150000.0", "200000.0", True)


async def test_the_volume_can_be_computed_from_the_guaranteed_issue(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", life(volume=400000), recalculate_volume="true", recalculate="true")
    document = await admin.coverage("subscriber_life")
    assert members(document, "volume", "req_volume", "subscriber_premium") == ("150000.0", "400000.0", "5.54")


async def test_the_volume_can_be_computed_from_the_salary(admin: Administrator) -> None:
    std = {
        "org_benefit_id": 88150,
        "benefit_lookup_code": "std",
        "org_plan_id": 301490,
        "req_org_plan_id": 301490,
    }
    await admin.apply("POST", "/coverage", dental(**std), recalculate_volume="true", recalculate="true")
    assert members(await admin.row("std"), "volume", "subscriber_premium") == ("756.0", "14.65")


async def test_a_volume_that_is_not_offered_is_stored_unless_it_is_to_be_validated(
    admin: Administrator,
) -> None:
    await admin.apply("POST", "/coverage", life(volume=12345))
    refused = await admin.refused("POST", "/coverage", life(volume=12345), validate_volume="true")
    assert (await admin.row("subscriber_life"))["volume"] == "12345.0"
    assert refused == "subscriber_life takes a volume in steps of 10000 up to 500000"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (dict.fromkeys(TERMS), ", ".join(f"{name} missing" for name in TERMS)),
        ({"req_org_plan_id": None, "req_coverage_level_id": None},
         "req_org_plan_id missing, req_coverage_level_id missing"),
        ({"subscriber_id": 5}, "Employee not found"),
        ({"subscriber_id": None}, "Employee not found"),
        ({"benefit_lookup_code": "medical"}, "Benefit not found"),
        ({"org_plan_id": 301410}, "Plan not found"),
        ({"coverage_level_id": 5}, "Coverage level not found"),
        ({"coverage_level_id": "x"}, "Coverage level not found"),
        ({"subscriber_premium": "a lot"}, "Subscriber premium is not a number"),
        ({"org_premium": -1}, "Org premium must be greater than or equal to 0"),
        ({"signature_date": "11.03.2026"}, "signature_date date is not a valid YYYY-MM-DD date format."),
        ({"req_org_plan_id": 301456},
         "req_org_plan_id must be the one in force: only a volume can wait for evidence"),
    ],
)  # fmt: skip
async def test_a_row_that_cannot_be_created_says_why(
    admin: Administrator, change: dict[str, Any], text: str
) -> None:
    assert await admin.refused("POST", "/coverage", dental(**change)) == text


async def test_a_refused_row_leaves_no_coverage(admin: Administrator) -> None:
    await admin.refused("POST", "/coverage", dental(signature_date="11.03.2026"))
    assert await admin.rows() == []


async def test_a_failed_row_comes_back_as_it_was_sent(admin: Administrator) -> None:
    row = dental(coverage_level_id=77)
    answer = await admin.write("POST", "/coverages", [row])
    assert answer.data["failed_rows"] == [{**row, "errors": "Coverage level not found"}]


async def test_good_rows_are_applied_although_others_fail(admin: Administrator) -> None:
    rows = [dental(org_plan_id=None), dental(), "no row"]
    answer = await admin.write("POST", "/coverages", rows)
    assert (answer.data["valid_count"], answer.data["failed_count"]) == (1, 2)


async def test_many_rows_must_be_a_list(admin: Administrator) -> None:
    answer = await admin.write("POST", "/coverages", dental())
    assert (answer.status, answer.message) == (400, "no implicit conversion of Symbol into Integer")


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"recalculate": "perhaps"}, "Invalid value for recalculate.  The valid values are true,false."),
        ({"set_change_effective_date": "true"},
         "set_change_effective_date date is not a valid YYYY-MM-DD date format."),
        ({"plan_year": "2026"}, "Invalid value for plan_year.  The valid values are previous,current,next."),
    ],
)  # fmt: skip
async def test_a_parameter_that_cannot_be_read_refuses_the_call(
    admin: Administrator, params: dict[str, str], text: str
) -> None:
    answer = await admin.write("POST", "/coverage", dental(), **params)
    assert (answer.status, answer.message) == (400, text)


async def test_a_past_plan_year_needs_a_date_within_it(admin: Administrator) -> None:
    refused = await admin.refused("POST", "/coverage", dental(), plan_year="previous")
    assert refused == "2026-04-01 is after the plan year 2025"


async def test_a_leaver_is_not_covered_anew(admin: Administrator) -> None:
    await admin.api.leave(termination_date="2026-04-10")
    refused = await admin.refused("POST", "/coverage", dental(), set_change_effective_date="2026-05-01")
    assert refused == "the employee is terminated by then; rehire first"


async def test_the_journal_names_whom_a_write_was_about(admin: Administrator, box: Running) -> None:
    await admin.write("POST", "/coverages", [dental(), dental(org_plan_id=1)])
    touched = [(one.key, str(one.effect)) for one in box.sandbox.journal.entries[-1].records]
    assert touched == [("E00001", "created"), (str(FIRST_SUBSCRIBER), "none")]


# Changing


@pytest.fixture
async def dentist(admin: Administrator) -> Administrator:
    """Maya has dental coverage since April, and it is July."""
    await admin.apply("POST", "/coverage", dental())
    await admin.at("2026-07-06")
    return admin


async def test_another_amount_is_a_new_version_from_today(dentist: Administrator) -> None:
    await dentist.apply("PUT", await path_of(dentist, "dental"), {"subscriber_premium": 12})
    rows = await dentist.rows("dental")
    assert [(days(row)[1], row["subscriber_premium"], row["org_premium"]) for row in rows] == [
        ("2026-04-01", "11.2", "9.8"),
        ("2026-07-06", "12.0", "9.8"),
    ]


async def test_another_plan_is_priced_when_asked_for(dentist: Administrator) -> None:
    await dentist.apply(
        "PUT",
        await path_of(dentist, "dental"),
        {"org_plan_id": 301456},
        recalculate="true",
        set_change_effective_date="2026-08-01",
    )
    row = (await dentist.rows("dental"))[-1]
    assert (days(row)[1], *members(row, "plan_name", "subscriber_premium")) == (
        "2026-08-01",
        "Dental Plus",
        "11.2",
    )


async def test_a_change_of_the_future_is_changed_where_it_is(dentist: Administrator) -> None:
    path = await path_of(dentist, "dental")
    await dentist.apply("PUT", path, {"subscriber_premium": 12}, set_change_effective_date="2026-10-01")
    await dentist.apply("PUT", path, {"subscriber_premium": 13})
    assert [days(row)[1] for row in await dentist.rows("dental")] == [
        "2026-04-01",
        "2026-10-01",
        "2026-10-01",
    ]


async def test_what_is_no_term_is_changed_in_place(dentist: Administrator) -> None:
    await dentist.apply("PUT", await path_of(dentist, "dental"), {"pcpcode1": "P-77"})
    document = await dentist.coverage("dental")
    assert (len(await dentist.rows("dental")), document["pcpcode1"]) == (1, "P-77")


async def test_what_was_read_can_be_written_back_without_effect(dentist: Administrator) -> None:
    document = await dentist.coverage("dental")
    await dentist.apply("PUT", f"/coverage/{document['id']}", document)
    assert (await dentist.coverage("dental"), len(await dentist.rows("dental"))) == (document, 1)


async def test_null_clears_a_member(dentist: Administrator) -> None:
    path = await path_of(dentist, "dental")
    await dentist.apply("PUT", path, {"pcpcode1": "P-77", "pcp_name1": "Dr. Ode"})
    await dentist.apply("PUT", path, {"pcpcode1": None})
    assert members(await dentist.coverage("dental"), "pcpcode1", "pcp_name1") == (None, "Dr. Ode")


async def test_a_change_to_the_decline_plan_declines(dentist: Administrator) -> None:
    await dentist.apply(
        "PUT", await path_of(dentist, "dental"), {"org_plan_id": 301400, "coverage_level_id": 9}
    )
    row = (await dentist.rows("dental"))[-1]
    assert members(row, "coverage_level", "termination_date") == ("Decline", "2026/07/05")


async def test_a_declined_benefit_can_be_taken_up(admin: Administrator) -> None:
    await admin.decline("dental")
    await admin.at("2026-07-06")
    terms = {"org_plan_id": 301455, "coverage_level_id": 1, "subscriber_premium": 11}
    await admin.apply("PUT", await path_of(admin, "dental"), terms)
    row = (await admin.rows("dental"))[-1]
    assert (days(row), row["plan_name"]) == (("2026-07-06", "2026-07-06", None), "Dental Base")


async def test_a_level_without_children_lets_them_go(covered: Administrator) -> None:
    await covered.at("2026-07-06")
    await covered.apply("PUT", await path_of(covered, "medical"), {"coverage_level_id": 2})
    ended = [one["termination_date"] for one in await covered.read("/coverages/dependents")]
    assert ended == [None, "2026/07/05"]


async def test_a_larger_request_waits_again(insured: Administrator) -> None:
    await insured.apply("PUT", await path_of(insured, "subscriber_life"), {"req_volume": 400000})
    assert (await insured.coverage("subscriber_life"))["req_volume"] == "400000.0"


async def test_many_are_changed_by_number(dentist: Administrator) -> None:
    number = (await dentist.coverage("dental"))["id"]
    rows = [{"id": number, "org_premium": 10}, {"org_premium": 10}, {"id": 5, "org_premium": 10}]
    answer = await dentist.write("PUT", "/coverages", rows)
    failed = [one["errors"] for one in answer.data["failed_rows"]]
    assert (answer.data["valid_count"], failed) == (1, ["id missing", "Invalid coverage"])


async def test_an_unknown_coverage_cannot_be_changed(admin: Administrator) -> None:
    answer = await admin.write("PUT", "/coverage/5", {"org_premium": 10})
    assert (answer.status, answer.message) == (404, "Invalid coverage")


async def test_written_coverages_survive_a_restart(dentist: Administrator, box: Running) -> None:
    await dentist.apply("PUT", await path_of(dentist, "dental"), {"pcpcode1": "P-77"})
    before = await dentist.coverage("dental")
    vendor = box.sandbox.vendors["plansource"]
    vendor.restore(orjson.loads(orjson.dumps(vendor.snapshot(), option=orjson.OPT_NON_STR_KEYS)))
    assert await dentist.coverage("dental") == before
