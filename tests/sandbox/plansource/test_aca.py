"""ACA offers and enrollees, derived from hires, elections and status."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.benefits.employer import Employer, members
from tests.sandbox.plansource.caller import Caller

MAYA = 40_550_001
PATHS = (
    "/aca/offers",
    "/aca/enrollees",
    f"/aca/offers/subscriber/{MAYA}",
    f"/aca/enrollees/subscriber/{MAYA}",
)
Row = dict[str, Any]


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=5, today=date(2026, 3, 20)) as started:
        yield started


@pytest.fixture
async def maya(api: Caller) -> Employer:
    employer = Employer(api)
    await employer.hire()
    return employer


async def offers(employer: Employer, **params: str) -> list[Row]:
    answer = await employer.api.call("GET", "/aca/offers", **params)
    assert answer.status == 200, answer.body
    return answer.body["data"]


async def enrollees(employer: Employer, **params: str) -> list[Row]:
    answer = await employer.api.call("GET", "/aca/enrollees", **params)
    assert answer.status == 200, answer.body
    return answer.body["data"]


def period(row: Row) -> tuple[str, str]:
    names = ("offer_starts_on", "offer_ends_on") if "offer_starts_on" in row else ("start_date", "end_date")
    return row[names[0]], row[names[1]]


async def test_a_new_hire_is_offered_coverage_from_the_first_of_the_next_month(maya: Employer) -> None:
    (offer,) = await offers(maya)
    assert (*period(offer), offer["offer_origin_code"]) == ("2026/04/01", "2026/12/31", "NEW_HIRE")


async def test_a_new_hire_may_enroll_for_31_days(maya: Employer) -> None:
    (offer,) = await offers(maya)
    assert members(offer, "enrollment_starts_on", "enrollment_ends_on") == ("2026/03/09", "2026/04/09")


async def test_an_offer_tells_what_was_elected(maya: Employer) -> None:
    elected = await maya.elect("medical", level="employee_spouse", dependents=["spouse"])
    (offer,) = await offers(maya)
    assert members(offer, "enrollment_tier_code", "coverage_id") == ("EMPLOYEE_SPOUSE", elected["id"])


async def test_part_time_employees_are_offered_nothing(maya: Employer) -> None:
    await maya.put(employment_level="P")
    assert await offers(maya) == []


async def test_the_next_year_is_offered_when_it_begins_or_is_elected(maya: Employer) -> None:
    await maya.elect("medical", effective_date="2027-01-01")
    second = (await offers(maya))[1]
    assert (*period(second), second["offer_origin_code"]) == ("2027/01/01", "2027/12/31", "OPEN_ENROLLMENT")


async def test_an_offer_ends_with_the_month_of_leaving(maya: Employer) -> None:
    await maya.api.leave(termination_date="2026-06-10")
    (offer,) = await offers(maya)
    assert period(offer) == ("2026/04/01", "2026/06/30")


async def test_an_offer_that_came_to_nothing_is_deleted(maya: Employer) -> None:
    await maya.api.leave(termination_date="2026-03-19")
    kept, deleted = await offers(maya), await offers(maya, include_deletes="true")
    assert (kept, [one["is_deleted"] for one in deleted]) == ([], [True])


async def test_a_rehire_keeps_the_offer_of_the_year_before(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.api.leave(termination_date="2026-06-10")
    await maya.at("2027-05-03")
    await maya.api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2027-05-03"})
    assert [period(one) for one in await offers(maya)] == [
        ("2026/04/01", "2026/06/30"),
        ("2027/06/01", "2027/12/31"),
    ]


async def test_an_offer_keeps_its_number(maya: Employer) -> None:
    (before,) = await offers(maya)
    await maya.elect("medical")
    (after,) = await offers(maya)
    assert after["id"] == before["id"]


async def test_everyone_covered_by_medical_is_enrolled(maya: Employer) -> None:
    await maya.elect("medical", level="family", dependents=["spouse", "child"])
    await maya.elect("dental")
    listed = await enrollees(maya)
    assert [(one["dependent_id"] is None, *period(one)) for one in listed] == [
        (True, "2026/04/01", "2026/12/31"),
        (False, "2026/04/01", "2026/12/31"),
        (False, "2026/04/01", "2026/12/31"),
    ]


async def test_a_change_of_plan_is_no_break(maya: Employer) -> None:
    await maya.elect("medical", plan="silver_ppo")
    await maya.at("2026-07-06")
    await maya.elect("medical", plan="gold_ppo")
    assert [period(one) for one in await enrollees(maya)] == [("2026/04/01", "2026/12/31")]


async def test_a_break_makes_two_rows(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.decline("medical", effective_date="2026-06-01")
    await maya.elect("medical", effective_date="2026-09-01")
    assert [period(one) for one in await enrollees(maya)] == [
        ("2026/04/01", "2026/05/31"),
        ("2026/09/01", "2026/12/31"),
    ]


async def test_who_lost_coverage_is_enrolled_until_the_day_before(maya: Employer) -> None:
    await maya.elect("medical", level="employee_spouse", dependents=["spouse"])
    await maya.at("2026-07-18")
    await maya.ask("change", event="divorce")
    ends = [one["end_date"] for one in await enrollees(maya)]
    assert ends == ["2026/12/31", "2026/07/17"]


async def test_an_enrollment_that_never_took_effect_is_deleted(maya: Employer) -> None:
    await maya.elect("medical")
    await maya.decline("medical")
    kept, deleted = await enrollees(maya), await enrollees(maya, include_deletes="true")
    assert (kept, [one["is_deleted"] for one in deleted]) == ([], [True])


async def test_numbers_of_enrollees_differ(maya: Employer) -> None:
    await maya.elect("medical", level="family", dependents=["spouse", "child"])
    await maya.elect("medical", level="family", effective_date="2027-01-01")
    assert len({one["id"] for one in await enrollees(maya)}) == 6


async def test_the_rows_of_one_employee_are_those_of_the_list(maya: Employer) -> None:
    await maya.elect("medical")
    answers = [(await maya.api.call("GET", path)).body["data"] for path in PATHS]
    assert answers[:2] == answers[2:]


@pytest.mark.parametrize("path", PATHS)
async def test_the_envelope_has_no_errors(maya: Employer, path: str) -> None:
    assert set((await maya.api.call("GET", path)).body) == {"status", "data"}


@pytest.mark.parametrize("path", PATHS)
async def test_only_changes_of_the_last_minutes_are_listed_when_asked(maya: Employer, path: str) -> None:
    await maya.elect("medical")
    await maya.at("2026-03-22")
    recent = (await maya.api.call("GET", path, changes_since="60")).body["data"]
    earlier = (await maya.api.call("GET", path, changes_since="4320")).body["data"]
    assert (recent, len(earlier)) == ([], 1)


async def test_leaving_is_a_change(maya: Employer) -> None:
    await maya.at("2026-03-22")
    await maya.api.leave(termination_date="2026-06-10")
    assert len(await offers(maya, changes_since="5")) == 1


async def test_rows_come_in_pages(maya: Employer) -> None:
    await maya.hire(2)
    everyone = [one["subscriber_id"] for one in await offers(maya)]
    assert [one["subscriber_id"] for one in await offers(maya, per_page="1", page="2")] == everyone[1:]


@pytest.mark.parametrize("path", PATHS[2:])
async def test_rows_of_one_employee_come_in_pages(maya: Employer, path: str) -> None:
    await maya.elect("medical")
    answer = await maya.api.call("GET", path, per_page="1", page="2")
    assert (answer.status, answer.body["data"]) == (200, [])


async def test_test_employees_are_not_reported(maya: Employer) -> None:
    await maya.put(test_employee=True)
    assert await offers(maya) == []


@pytest.mark.parametrize("path", ["/aca/offers/subscriber/5", "/aca/enrollees/subscriber/5"])
async def test_an_unknown_employee_is_not_found(maya: Employer, path: str) -> None:
    answer = await maya.api.call("GET", path)
    assert (answer.status, answer.message) == (404, "Employee not found")


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"changes_since": "2026-03-01"}, "Changes since is not a number"),
        ({"include_deletes": "all"}, "Invalid value for include_deletes.  The valid values are true,false."),
    ],
)
async def test_a_parameter_that_cannot_be_read_is_refused(
    maya: Employer, params: dict[str, str], text: str
) -> None:
    answer = await maya.api.call("GET", "/aca/offers", **params)
    assert (answer.status, answer.message) == (400, text)
