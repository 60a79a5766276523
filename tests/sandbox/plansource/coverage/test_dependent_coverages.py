"""Writing who of the dependents is covered."""

from typing import Any

import pytest

from tests.sandbox.plansource.benefits.employer import members
from tests.sandbox.plansource.coverage.administrator import FIRST_SUBSCRIBER, Administrator, dental

TERMS = {
    "org_benefit_id": 88120,
    "benefit_lookup_code": "dental",
    "org_plan_id": 301455,
    "coverage_level_id": 3,
}
REQUIRED = ("dependent_id", *TERMS)
END = {"termination_date": "2026-09-30", "termination_reason_id": 8}
THEO = {"first_name": "Theo", "last_name": "Okafor", "birthdate": "2019-05-02", "relationship_code": "child"}


@pytest.fixture
async def parent(admin: Administrator) -> Administrator:
    """Maya has dental coverage with children, and a child who is not covered yet."""
    await admin.api.by_code("POST", "/subscriber/E00001/dependent", THEO)
    await admin.apply("POST", "/coverage", dental(coverage_level_id=3, req_coverage_level_id=3))
    return admin


async def child(admin: Administrator) -> int:
    listed = (await admin.api.call("GET", "/dependents", subscriber_id=str(FIRST_SUBSCRIBER))).data
    return listed["dependents"][0]["id"]


async def path_of(admin: Administrator) -> str:
    return f"/coverage/{(await admin.coverage('dental'))['id']}"


async def cover(admin: Administrator, **params: str) -> dict[str, Any]:
    """Cover Maya's child and return the dependent coverage."""
    body = TERMS | {"dependent_id": await child(admin)}
    await admin.apply("POST", f"{await path_of(admin)}/dependent", body, **params)
    return (await admin.read("/coverages/dependents"))[-1]


async def test_a_dependent_is_covered(parent: Administrator) -> None:
    one = await cover(parent)
    shown = members(one, "dependent_id", "first_name", "coverage_level_name", "termination_date")
    assert shown == (await child(parent), "Theo", "Employee + Child(ren)", None)


async def test_it_begins_with_the_coverage_or_when_told(parent: Administrator) -> None:
    one = await cover(parent, set_change_effective_date="2026-06-01")
    assert one["original_effective_date"] == "2026-06-01T00:00:00.000Z"


async def test_premiums_stay_as_they_are(parent: Administrator) -> None:
    before = await parent.row("dental")
    await cover(parent)
    after = await parent.row("dental")
    assert after["subscriber_premium"] == before["subscriber_premium"]


async def test_the_composite_follows(parent: Administrator) -> None:
    one = await cover(parent)
    data = await parent.read("/coverage/composites")
    assert [listed["id"] for listed in data["dependents"]] == [one["id"]]


async def test_a_provider_is_noted(parent: Administrator) -> None:
    one = await cover(parent)
    await parent.apply("PUT", f"/coverage/dependent/{one['id']}", {"pcp_code1": "P-9"})
    assert (await parent.read(f"/coverage/dependent/{one['id']}"))["pcp_code1"] == "P-9"


async def test_a_dependents_part_ends_and_the_coverage_goes_on(parent: Administrator) -> None:
    one = await cover(parent)
    await parent.apply("PUT", f"/coverage/dependent/{one['id']}/terminate", END | {"id": one["id"]})
    ended = await parent.read(f"/coverage/dependent/{one['id']}")
    row = await parent.row("dental")
    assert (*members(ended, "termination_date", "termination_reason_id"), row["termination_date"]) == (
        "2026/09/30",
        8,
        None,
    )


async def test_an_end_is_taken_back_by_null(parent: Administrator) -> None:
    one = await cover(parent)
    path = f"/coverage/dependent/{one['id']}"
    await parent.apply("PUT", f"{path}/terminate", END)
    await parent.apply("PUT", path, {"termination_date": None})
    assert (await parent.read(path))["termination_date"] is None


async def test_who_has_ended_can_be_covered_again(parent: Administrator) -> None:
    one = await cover(parent)
    await parent.apply("PUT", f"/coverage/dependent/{one['id']}/terminate", END)
    again = await cover(parent, set_change_effective_date="2026-11-01")
    ends = [listed["termination_date"] for listed in await parent.read("/coverages/dependents")]
    assert (again["id"] != one["id"], ends) == (True, ["2026/09/30", None])


async def test_a_dependent_coverage_made_later_is_found_too(parent: Administrator) -> None:
    one = await cover(parent)
    await parent.apply("PUT", f"/coverage/dependent/{one['id']}/terminate", END)
    again = await cover(parent, set_change_effective_date="2026-11-01")
    assert await parent.read(f"/coverage/dependent/{again['id']}") == again


async def test_another_price_keeps_the_earlier_end_of_a_dependent(parent: Administrator) -> None:
    one = await cover(parent)
    await parent.apply("PUT", f"/coverage/dependent/{one['id']}/terminate", END)
    await parent.apply("PUT", await path_of(parent), {"org_premium": 1})
    assert (await parent.read("/coverages/dependents"))[0]["termination_date"] == "2026/09/30"


async def test_many_are_covered_by_dependent_and_benefit(parent: Administrator) -> None:
    body = TERMS | {"dependent_id": await child(parent)}
    await parent.apply("POST", "/coverages/dependents", [body])
    number = (await parent.read("/coverages/dependents"))[0]["id"]
    await parent.apply("PUT", "/coverages/dependents", [{"id": number, "pcp_name1": "Dr. Ode"}])
    await parent.apply("PUT", "/coverages/dependents/terminate", [END | {"id": number}])
    (one,) = await parent.read("/coverages/dependents")
    assert members(one, "pcp_name1", "termination_date") == ("Dr. Ode", "2026/09/30")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (dict.fromkeys(REQUIRED), ", ".join(f"{name} missing" for name in REQUIRED)),
        ({"dependent_id": 5}, "Invalid dependent.  The dependent ID does not exist."),
        ({"org_plan_id": 301456}, "Plan not found"),
        ({"coverage_level_id": 4}, "Coverage level not found"),
        ({"org_benefit_id": 88110}, "Benefit not found"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
async def test_a_row_that_cannot_be_applied_says_why(
    parent: Administrator, change: dict[str, Any], text: str, many: bool
) -> None:
    body = TERMS | {"dependent_id": await child(parent)} | change
    path = "/coverages/dependents" if many else f"{await path_of(parent)}/dependent"
    assert await parent.refused("POST", path, [body] if many else body) == text


async def test_nobody_is_covered_twice(parent: Administrator) -> None:
    one = await cover(parent)
    body = TERMS | {"dependent_id": one["dependent_id"]}
    refused = await parent.refused("POST", f"{await path_of(parent)}/dependent", body)
    assert refused == "Dependent is already covered"


async def test_the_level_must_cover_the_dependent(parent: Administrator) -> None:
    await parent.apply("PUT", await path_of(parent), {"coverage_level_id": 2})
    body = TERMS | {"dependent_id": await child(parent), "coverage_level_id": 2}
    refused = await parent.refused("POST", f"{await path_of(parent)}/dependent", body)
    assert refused == "Coverage level does not cover the dependent"


async def test_a_dependent_of_somebody_else_is_refused(parent: Administrator) -> None:
    await parent.hire(2)
    await parent.api.by_code("POST", "/subscriber/E00002/dependent", THEO)
    body = TERMS | {"dependent_id": await child(parent) + 1}
    refused = await parent.refused("POST", f"{await path_of(parent)}/dependent", body)
    assert refused == "The dependent does not belong to this employee."


async def test_an_unknown_dependent_coverage_cannot_be_changed(parent: Administrator) -> None:
    answer = await parent.write("PUT", "/coverage/dependent/5", {"pcp_code1": "P-9"})
    assert (answer.status, answer.message) == (404, "Invalid coverage")
