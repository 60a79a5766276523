"""The controls refuse what the catalogue or an employee's data does not allow, and say why."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.server import running
from tests.sandbox.plansource.benefits.employer import Employer
from tests.sandbox.plansource.caller import Caller


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"benefit": "pet"}, "there is no benefit 'pet'"),
        ({"benefit": "medical", "plan": "pewter"}, "medical has no plan 'pewter'; it has ['silver_ppo'"),
        ({"benefit": "medical", "level": "spouse"}, "medical has no level 'spouse'"),
        ({"benefit": "medical", "level": "family"}, "the employee has no active dependents for the level"),
        ({"benefit": "medical", "plan_year": 2035}, "there is no plan year 2035"),
        ({"benefit": "medical", "effective_date": "soon"}, "effective_date must be a date as YYYY-MM-DD"),
        (
            {"benefit": "medical", "plan_year": 2026, "effective_date": "2027-01-01"},
            "2027-01-01 is after the plan year 2026",
        ),
        ({"benefit": "subscriber_life", "volume": 15000}, "subscriber_life takes a volume in steps of 10000"),
        ({"benefit": "hcra", "amount": "much"}, "amount must be an amount of dollars"),
        ({}, "benefit is missing"),
    ],
)
async def test_an_election_that_cannot_be_is_refused_with_the_reason(
    maya: Employer, body: dict[str, Any], reason: str
) -> None:
    assert (await maya.refusal("elect", **body)).startswith(reason)


async def test_a_code_that_nobody_has_is_refused(maya: Employer) -> None:
    assert await maya.refusal("decline", code="E5", benefit="medical") == "subscriber_code is nobody's"


async def test_an_unknown_event_is_refused(maya: Employer) -> None:
    assert (await maya.refusal("change", event="lottery")).startswith("there is no event 'lottery'")


async def test_an_election_for_an_earlier_day_withdraws_what_was_to_come(maya: Employer) -> None:
    await maya.elect("medical", plan="gold_ppo", effective_date="2026-10-01")
    await maya.elect("medical", plan="silver_ppo", effective_date="2026-09-01")
    marks = [(one["plan_name"], one["current"]) for one in await maya.rows("medical")]
    assert marks == [("Gold PPO", "PA"), ("Silver PPO", "CA")]


async def test_after_the_first_month_an_election_takes_effect_today(maya: Employer) -> None:
    await maya.at("2026-06-11")
    assert (await maya.elect("medical"))["change_effective_date"] == "2026-06-11"


async def test_versions_of_one_benefit_share_the_coverages_id(maya: Employer) -> None:
    first, second = [await maya.elect("medical", effective_date=day) for day in ("2026-04-01", "2027-01-01")]
    assert first["id"] == second["id"]


async def test_dependents_keep_their_part_over_a_change(maya: Employer) -> None:
    covering: dict[str, Any] = {"level": "employee_children", "dependents": ["child"]}
    first, second = [
        await maya.elect("medical", plan=plan, **covering) for plan in ("silver_ppo", "gold_ppo")
    ]
    assert first["dependents"] == second["dependents"]


async def test_benefits_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    seen = []
    for run in (1, 2):
        async with running(employees=1, state_file=file) as box, aiohttp.ClientSession(box.url) as session:
            employer = Employer(Caller(box, session))
            await employer.api.sign_in()
            if run == 1:
                await employer.hire(hire_date="2026-01-05")
                await employer.elect(
                    "medical", level="family", dependents=["spouse", "child"], effective_date="2026-02-01"
                )
                await employer.elect("subscriber_life", volume=300000, effective_date="2026-02-01")
                await employer.ask("payroll_rows", benefit="medical", defect="two_current", plan_year=2026)
            seen.append((await employer.ask("coverages", "GET"), await employer.rows()))
    assert seen[0] == seen[1]


async def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    ids = []
    for number in (1, 2):
        async with running(employees=1, state_file=file) as box, aiohttp.ClientSession(box.url) as session:
            employer = Employer(Caller(box, session))
            await employer.api.sign_in()
            await employer.hire(number, hire_date="2026-01-05")
            version = await employer.elect(
                "subscriber_life", code=f"E{number:05}", volume=100000, effective_date="2026-02-01"
            )
            ids.append((version["id"], version["lines"][0]["id"]))
    assert ids[1] == (ids[0][0] + 1, ids[0][1] + 1)
