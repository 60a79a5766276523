"""Terminating coverages: of one, of many, of an employee; and taking an end back."""

from typing import Any

import pytest

from tests.sandbox.plansource.benefits.employer import members
from tests.sandbox.plansource.coverage.administrator import FIRST_SUBSCRIBER, Administrator

END: dict[str, Any] = {"termination_date": "2026-09-30", "termination_reason_id": 22}
NUMBERS = ",".join(str(number) for number in range(1, 26))
OF_MAYA = f"/coverage/subscriber/{FIRST_SUBSCRIBER}/terminate"


async def path_of(admin: Administrator, benefit: str) -> str:
    return f"/coverage/{(await admin.coverage(benefit))['id']}"


async def test_a_coverage_ends_on_the_day_for_the_reason(covered: Administrator) -> None:
    await covered.apply("PUT", f"{await path_of(covered, 'medical')}/terminate", END)
    document = await covered.coverage("medical")
    assert members(document, "termination_date", "termination_reason_id") == ("2026/09/30", 22)


async def test_payroll_follows_with_the_reasons_text_and_the_same_premium(covered: Administrator) -> None:
    await covered.apply("PUT", f"{await path_of(covered, 'medical')}/terminate", END)
    row = await covered.row("medical")
    shown = members(row, "termination_date", "termination_reason", "current", "subscriber_premium")
    assert shown == ("2026/09/30", "Covered elsewhere", "CA", "156.05")


async def test_dependents_end_with_the_coverage(covered: Administrator) -> None:
    await covered.apply("PUT", f"{await path_of(covered, 'medical')}/terminate", END)
    listed = await covered.read("/coverages/dependents")
    assert [one["termination_date"] for one in listed] == ["2026/09/30"] * 2


async def test_a_change_after_the_end_never_comes(covered: Administrator) -> None:
    path = await path_of(covered, "medical")
    await covered.apply("PUT", path, {"org_premium": 1}, set_change_effective_date="2026-11-01")
    await covered.apply("PUT", f"{path}/terminate", END)
    ends = [row["termination_date"] for row in await covered.rows("medical")]
    assert ends == ["2026/09/30", "2026/10/31"]


async def test_an_end_can_be_moved(covered: Administrator) -> None:
    path = await path_of(covered, "medical")
    for day in ("2026-09-30", "2026-10-31", "2026-08-31"):
        await covered.apply("PUT", f"{path}/terminate", END | {"termination_date": day})
    listed = await covered.read(f"{path}/composite")
    ends = {one["termination_date"] for one in (*listed["coverages"], *listed["dependents"])}
    assert ends == {"2026/08/31"}


async def test_an_end_can_be_taken_back(covered: Administrator) -> None:
    path = await path_of(covered, "medical")
    await covered.apply("PUT", f"{path}/terminate", END)
    await covered.apply("PUT", path, {"termination_date": None})
    listed = await covered.read(f"{path}/composite")
    ends = {one["termination_date"] for one in (*listed["coverages"], *listed["dependents"])}
    assert ends == {None}


async def test_an_update_may_end_a_coverage_too(covered: Administrator) -> None:
    await covered.apply("PUT", await path_of(covered, "medical"), END)
    assert (await covered.row("medical"))["termination_date"] == "2026/09/30"


async def test_a_change_date_makes_the_end_a_version_of_its_own(covered: Administrator) -> None:
    path = f"{await path_of(covered, 'medical')}/terminate"
    await covered.apply("PUT", path, END, set_change_effective_date="2026-09-01")
    rows = await covered.rows("medical")
    assert [(row["change_effective_date"][:10], row["termination_date"]) for row in rows] == [
        ("2026-04-01", None),
        ("2026-09-01", "2026/09/30"),
    ]


async def test_what_has_ended_is_not_changed_afterwards(covered: Administrator) -> None:
    path = await path_of(covered, "medical")
    await covered.apply("PUT", f"{path}/terminate", END)
    refused = await covered.refused("PUT", path, {"org_premium": 1}, set_change_effective_date="2026-10-01")
    assert refused == "Coverage has ended"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "termination_date missing, termination_reason_id missing"),
        ({"termination_date": "2026-09-30"}, "termination_reason_id missing"),
        (END | {"termination_date": "30.9.2026"},
         "termination_date date is not a valid YYYY-MM-DD date format."),
        (END | {"termination_reason_id": 26},
         f"Invalid value for termination_reason_id.  The valid values are {NUMBERS}."),
    ],
)  # fmt: skip
async def test_an_end_needs_a_day_and_a_reason(
    covered: Administrator, body: dict[str, Any], text: str
) -> None:
    path = f"{await path_of(covered, 'medical')}/terminate"
    assert await covered.refused("PUT", path, body) == text


async def test_a_declined_coverage_has_no_end(admin: Administrator) -> None:
    await admin.decline("dental")
    assert (
        await admin.refused("PUT", f"{await path_of(admin, 'dental')}/terminate", END)
        == "Coverage is declined"
    )


async def test_many_coverages_end_by_number(covered: Administrator) -> None:
    number = (await covered.coverage("medical"))["id"]
    answer = await covered.write("PUT", "/coverages/terminate", [END | {"id": number}, END])
    assert (answer.data["valid_count"], answer.data["failed_rows"]) == (1, [END | {"errors": "id missing"}])


async def test_every_coverage_of_an_employee_ends(covered: Administrator) -> None:
    await covered.elect("dental")
    await covered.decline("vision")
    answer = await covered.write("PUT", OF_MAYA, END)
    ends = [row["termination_date"] for row in await covered.rows()]
    assert (answer.data["valid_count"], ends) == (2, ["2026/09/30", "2026/09/30", "2026/03/31"])


async def test_the_next_plan_year_goes_on_when_this_one_ends(covered: Administrator) -> None:
    await covered.elect("medical", effective_date="2027-01-01")
    await covered.write("PUT", OF_MAYA, END)
    assert [row["termination_date"] for row in await covered.rows("medical")] == ["2026/09/30", None]


async def test_each_coverage_of_an_employee_fails_without_a_day(covered: Administrator) -> None:
    answer = await covered.write("PUT", OF_MAYA, {})
    assert (answer.status, answer.data["valid_count"], answer.data["failed_count"]) == (200, 0, 1)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/coverage/5/terminate", "Invalid coverage"),
        ("/coverage/line/5/terminate", "Invalid coverage"),
        ("/coverage/dependent/5/terminate", "Invalid coverage"),
        ("/coverage/subscriber/5/terminate", "Employee not found"),
    ],
)
async def test_what_is_not_there_cannot_end(admin: Administrator, path: str, message: str) -> None:
    answer = await admin.write("PUT", path, END)
    assert (answer.status, answer.message) == (404, message)
