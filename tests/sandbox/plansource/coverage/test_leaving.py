"""A dependent who leaves the family is covered until the end of the month."""

import pytest

from tests.sandbox.plansource.coverage.administrator import FIRST_SUBSCRIBER, Administrator

OF_MAYA = "/subscriber/E00001/dependent"


@pytest.fixture
async def family(covered: Administrator) -> Administrator:
    """Maya covers a spouse and a child; it is 10 August 2026."""
    await covered.at("2026-08-10")
    return covered


async def leave(admin: Administrator, relationship: str, reason: str) -> int:
    """Deactivate Maya's dependent of a relationship and return the number."""
    listed = (await admin.read("/dependents", subscriber_id=str(FIRST_SUBSCRIBER)))["dependents"]
    (number,) = [one["id"] for one in listed if one["relationship_code"] == relationship]
    answer = await admin.api.by_code("PUT", f"{OF_MAYA}/{number}/deactivate", {"termination_reason": reason})
    assert answer.status == 200
    return number


async def ends(admin: Administrator, **params: str) -> dict[int, tuple[str | None, int | None]]:
    """Return last day and reason of each dependent's part."""
    return {
        one["dependent_id"]: (one["termination_date"], one["termination_reason_id"])
        for one in await admin.read("/coverages/dependents", **params)
    }


async def test_the_part_ends_with_the_month_for_the_dependents_reason(family: Administrator) -> None:
    number = await leave(family, "spouse", "divorce")
    assert (await ends(family))[number] == ("2026/08/31", 7)


async def test_the_others_stay_covered(family: Administrator) -> None:
    number = await leave(family, "spouse", "divorce")
    assert {end for one, end in (await ends(family)).items() if one != number} == {(None, None)}


async def test_level_and_price_stay(family: Administrator) -> None:
    before = await family.coverage("medical")
    await leave(family, "child", "overage_child")
    after = await family.coverage("medical")
    assert after == before


async def test_a_part_of_the_next_plan_year_ends_before_it_begins(family: Administrator) -> None:
    await family.elect("medical", level="family", plan_year=2027)
    number = await leave(family, "child", "overage_child")
    assert (await ends(family, plan_year="next"))[number] == ("2026/12/31", 8)


async def test_a_coverage_of_dependents_alone_ends_with_the_last_one(family: Administrator) -> None:
    await family.elect("spouse_life", level="spouse", volume=20000)
    await leave(family, "spouse", "divorce")
    assert (await family.coverage("spouse_life"))["termination_date"] == "2026/08/31"


async def test_a_child_who_is_26_ages_out_with_the_month(admin: Administrator) -> None:
    born = {"first_name": "Theo", "last_name": "Okafor", "birthdate": "2000-08-05"}
    added = await admin.api.by_code("POST", OF_MAYA, born | {"relationship_code": "child"})
    await admin.elect("medical", level="employee_children")
    await admin.at("2026-08-10")
    (changed,) = await admin.ask("change", event="overage_child")
    assert (changed["level"], await ends(admin)) == (
        "employee",
        {added.data["id"]: ("2026/08/31", 8)},
    )


async def test_nobody_ages_out_before_the_birthday(family: Administrator) -> None:
    assert "no child who is 26" in await family.refusal("change", event="overage_child")


async def test_a_dependents_own_physician_is_read_back(family: Administrator) -> None:
    part = (await family.read("/coverages/dependents"))[0]
    own = {"pcp_code1": "1740283779", "pcp_name1": "Adler", "pcp_existing_patient1": "YES"}
    await family.apply("PUT", f"/coverage/dependent/{part['id']}", own)
    after = (await family.read("/coverages/dependents"))[0]
    assert own.items() <= after.items()
