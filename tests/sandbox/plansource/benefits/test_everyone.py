"""Elections of a whole company, by seed."""

from collections import Counter
from typing import Any

import pytest

from tests.sandbox.plansource.benefits.employer import CONTROL, Employer
from tests.sandbox.plansource.caller import person

SIZE = 200


async def post(employer: Employer, name: str, **body: Any) -> Any:
    async with employer.api.session.post(CONTROL + name, json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def coverages(employer: Employer) -> list[dict[str, Any]]:
    async with employer.api.session.get(f"{CONTROL}coverages") as response:
        return await response.json()


def anonymous(versions: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["subscriber_id"], one["benefit"], one["plan"], one["amounts"]["pretax"]) for one in versions]


@pytest.fixture
async def company(employer: Employer) -> Employer:
    people = [
        person(
            number,
            marital_status="SM"[number % 2],
            birthdate=f"{1962 + number % 40}-05-09",
            hire_date="2021-05-03" if number % 4 else "2026-03-02",
            org_payroll_id=("7712", "7713", "7714")[number % 3],
        )
        for number in range(1, SIZE + 1)
    ]
    await employer.api.call("POST", "/subscribers", people)
    return employer


async def test_most_have_medical_and_many_everything_else(company: Employer) -> None:
    counts = await post(company, "elect_everyone")
    held = Counter(one["benefit"] for one in await coverages(company) if one["plan"] != "decline")
    shares = {benefit: held[benefit] / SIZE for benefit in ("medical", "dental", "vision", "std", "ltd")}
    assert counts["employees"] == SIZE
    assert {name: round(share, 1) for name, share in shares.items()} == {
        "medical": 0.9,
        "dental": 0.8,
        "vision": 0.7,
        "std": 0.5,
        "ltd": 1.0,
    }


async def test_every_kind_of_case_occurs(company: Employer) -> None:
    await post(company, "elect_everyone")
    versions = await coverages(company)
    cases = {
        "declined": sum(one["plan"] == "decline" for one in versions),
        "pending": sum(one["request"] is not None for one in versions),
        "partner": sum(one["amounts"]["dp_org"] > 0 for one in versions),
        "hsa": sum(one["benefit"] == "hsa" and one["plan"] != "decline" for one in versions),
        "hcra": sum(one["benefit"] == "hcra" and one["plan"] != "decline" for one in versions),
    }
    assert all(cases.values()), cases


async def test_a_health_savings_account_goes_with_a_high_deductible_only(company: Employer) -> None:
    await post(company, "elect_everyone")
    held = {(one["subscriber_id"], one["benefit"]): one["plan"] for one in await coverages(company)}
    owners = [owner for (owner, benefit), plan in held.items() if benefit == "hsa" and plan == "hsa"]
    assert {held[owner, "medical"] for owner in owners} == {"bronze_hdhp"}


async def test_the_same_seed_gives_the_same_elections(company: Employer) -> None:
    await post(company, "elect_everyone", seed=7)
    first = anonymous(await coverages(company))
    people = [person(number) for number in range(1, SIZE + 1)]
    subscribers = (await company.api.call("GET", "/subscribers")).data
    kept = ("marital_status", "birthdate", "hire_date", "org_payroll_id")
    again = [
        one | {name: was[name].replace("/", "-") for name in kept}
        for one, was in zip(people, subscribers, strict=True)
    ]
    await company.api.session.post("/__sandbox/reset")
    await company.api.sign_in()
    await company.api.call("POST", "/subscribers", again)
    await post(company, "elect_everyone", seed=7)
    assert anonymous(await coverages(company)) == first


async def test_who_has_elected_is_left_alone(company: Employer) -> None:
    await post(company, "elect_everyone")
    assert await post(company, "elect_everyone") == {
        "employees": 0,
        "elected": 0,
        "declined": 0,
        "pending": 0,
    }


async def test_a_rehire_elects_again(company: Employer) -> None:
    await post(company, "elect_everyone")
    await company.api.leave(termination_date="2026-05-12")
    await company.at("2026-09-02")
    await company.api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-01"})
    assert (await post(company, "elect_everyone"))["employees"] == 1


@pytest.mark.parametrize("members", [{"employment_level": "P"}, {"test_employee": True}])
async def test_only_full_time_employees_elect_and_test_employees_do(
    employer: Employer, members: dict[str, Any]
) -> None:
    await employer.hire(**members)
    full_time = "employment_level" not in members
    assert (await post(employer, "elect_everyone"))["employees"] == int(full_time)


async def test_who_was_hired_long_ago_begins_with_the_plan_year(company: Employer) -> None:
    await post(company, "elect_everyone")
    starts = {one["change_effective_date"] for one in await coverages(company)}
    assert starts == {"2026-01-01", "2026-04-01"}


async def test_open_enrollment_renews_everyone_once(company: Employer) -> None:
    await post(company, "elect_everyone")
    await company.at("2026-11-09")
    await company.api.leave(termination_date="2026-11-20")
    counts = [(await post(company, "open_enrollment"))["employees"] for _ in range(2)]
    assert counts == [SIZE - 1, 0]


async def test_open_enrollment_keeps_changes_and_drops(company: Employer) -> None:
    await post(company, "elect_everyone")
    await post(company, "open_enrollment")
    plans: dict[int, dict[int, str]] = {2026: {}, 2027: {}}
    for one in await coverages(company):
        if one["benefit"] == "medical":
            plans[one["plan_year"]][one["subscriber_id"]] = one["plan"]
    moves = Counter(
        "dropped" if then == "decline" else "kept" if then == plans[2026][owner] else "changed"
        for owner, then in plans[2027].items()
        if plans[2026][owner] != "decline"
    )
    assert moves["kept"] > 5 * moves["changed"] > 0 < moves["dropped"] < moves["kept"]


async def test_everyone_has_one_current_row_for_each_benefit_and_year(company: Employer) -> None:
    await post(company, "elect_everyone")
    await post(company, "open_enrollment")
    data = await company.bulk(current="true", page="1")
    names = ("id", "benefit_lookup_code", "org_plan_year_starts")
    rows = [tuple(one[name] for name in names) for one in data["payroll_coverages"]]
    assert len(rows) == len(set(rows)) == 500
