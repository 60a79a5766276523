"""Writing the lines of a coverage, whose volume and premium follow."""

from typing import Any

import pytest

from tests.sandbox.plansource.benefits.employer import members
from tests.sandbox.plansource.coverage.administrator import Administrator, dental, life

LAYER = {
    "org_benefit_id": 88142,
    "benefit_lookup_code": "subscriber_life",
    "org_plan_id": 301482,
    "coverage_level_id": 1,
    "volume": 50000,
    "subscriber_premium": "1.85",
}
REQUIRED = tuple(LAYER)[:-1]
END = {"termination_date": "2026-09-30", "termination_reason_id": 4}


@pytest.fixture
async def layered(admin: Administrator) -> Administrator:
    """Maya has life insurance of 100,000 in one line, at 3.69 a pay."""
    await admin.apply("POST", "/coverage", life(volume=100000, subscriber_premium="3.69"))
    return admin


async def path_of(admin: Administrator) -> str:
    return f"/coverage/{(await admin.coverage('subscriber_life'))['id']}"


async def lines(admin: Administrator) -> list[tuple[Any, ...]]:
    listed = await admin.read("/coverages/lines")
    return [members(one, "volume", "subscriber_premium", "termination_date") for one in listed]


async def second(admin: Administrator) -> int:
    """Add a layer and return its number."""
    await admin.apply("POST", f"{await path_of(admin)}/line", LAYER)
    return (await admin.read("/coverages/lines"))[-1]["id"]


async def test_a_line_adds_to_the_coverage(layered: Administrator) -> None:
    await second(layered)
    row = (await layered.rows("subscriber_life"))[-1]
    assert members(row, "volume", "subscriber_premium", "current") == ("150000.0", "5.54", "CA")


async def test_both_lines_are_listed(layered: Administrator) -> None:
    await second(layered)
    assert await lines(layered) == [("100000.0", "3.69", None), ("50000.0", "1.85", None)]


async def test_a_line_is_priced_when_asked_for(layered: Administrator) -> None:
    await layered.apply(
        "POST", f"{await path_of(layered)}/line", LAYER | {"volume": 100000}, recalculate="true"
    )
    assert (await lines(layered))[-1] == ("100000.0", "3.69", None)


async def test_a_line_takes_effect_when_told(layered: Administrator) -> None:
    path = f"{await path_of(layered)}/line"
    await layered.apply("POST", path, LAYER, set_change_effective_date="2026-08-01")
    assert (await layered.read("/coverages/lines"))[-1]["original_effective_date"] == "2026/08/01"


async def test_another_volume_of_a_line_moves_the_coverages(layered: Administrator) -> None:
    number = await second(layered)
    await layered.apply("PUT", f"/coverage/line/{number}", {"volume": 20000, "subscriber_premium": "0.74"})
    row = (await layered.rows("subscriber_life"))[-1]
    assert members(row, "volume", "subscriber_premium") == ("120000.0", "4.43")


async def test_what_is_no_amount_is_noted_in_place(layered: Administrator) -> None:
    number = await second(layered)
    before = len(await layered.rows("subscriber_life"))
    await layered.apply("PUT", f"/coverage/line/{number}", {"policy": "VL-1"})
    policy = (await layered.read(f"/coverage/line/{number}"))["policy"]
    assert (policy, len(await layered.rows("subscriber_life"))) == ("VL-1", before)


async def test_a_line_ends_and_the_coverage_goes_on_with_less(layered: Administrator) -> None:
    number = await second(layered)
    await layered.apply("PUT", f"/coverage/line/{number}/terminate", END | {"id": number})
    row = (await layered.rows("subscriber_life"))[-1]
    assert (await lines(layered), *members(row, "change_effective_date", "volume")) == (
        [("100000.0", "3.69", None), ("50000.0", "1.85", "2026/09/30")],
        "2026-10-01T00:00:00.000Z",
        "100000.0",
    )


async def test_the_end_of_the_last_line_ends_the_coverage(layered: Administrator) -> None:
    (one,) = await layered.read("/coverages/lines")
    await layered.apply("PUT", f"/coverage/line/{one['id']}/terminate", END)
    assert (await layered.row("subscriber_life"))["termination_date"] == "2026/09/30"


async def test_many_lines_are_created_changed_and_ended(layered: Administrator) -> None:
    coverage = (await layered.coverage("subscriber_life"))["id"]
    await layered.apply("POST", "/coverages/lines", [LAYER | {"coverage_id": coverage}])
    number = (await layered.read("/coverages/lines"))[-1]["id"]
    await layered.apply("PUT", "/coverages/lines", [{"id": number, "volume": 30000}])
    await layered.apply("PUT", "/coverages/lines/terminate", [END | {"id": number}])
    assert (await lines(layered))[-1] == ("30000.0", "1.85", "2026/09/30")


async def test_a_volume_beyond_the_plans_is_refused_when_validated(layered: Administrator) -> None:
    path = f"{await path_of(layered)}/line"
    refused = await layered.refused("POST", path, LAYER | {"volume": 450000}, validate_volume="true")
    assert refused == "subscriber_life takes a volume in steps of 10000 up to 500000"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (dict.fromkeys(REQUIRED), ", ".join(f"{name} missing" for name in REQUIRED)),
        ({"org_benefit_id": 88120, "benefit_lookup_code": "dental"}, "Benefit not found"),
        ({"org_plan_id": 301455}, "Plan not found"),
        ({"coverage_level_id": 9}, "Coverage level not found"),
    ],
)  # fmt: skip
async def test_a_line_must_be_of_its_coverage(
    layered: Administrator, change: dict[str, Any], text: str
) -> None:
    assert await layered.refused("POST", f"{await path_of(layered)}/line", LAYER | change) == text


async def test_a_benefit_without_volume_steps_has_no_lines(admin: Administrator) -> None:
    await admin.apply("POST", "/coverage", dental())
    path = f"/coverage/{(await admin.coverage('dental'))['id']}/line"
    assert await admin.refused("POST", path, dental(volume=1)) == "Benefit has no lines"


@pytest.mark.parametrize(
    ("method", "path", "row", "text"),
    [
        ("POST", "/coverages/lines", LAYER, "coverage_id missing"),
        ("POST", "/coverages/lines", LAYER | {"coverage_id": 5}, "Invalid coverage"),
        ("PUT", "/coverages/lines", {"volume": 1}, "id missing"),
        ("PUT", "/coverages/lines/terminate", END | {"id": 5}, "Invalid coverage"),
    ],
)
async def test_a_row_must_name_what_is_there(
    layered: Administrator, method: str, path: str, row: dict[str, Any], text: str
) -> None:
    assert await layered.refused(method, path, [row]) == text


async def test_an_unknown_line_cannot_be_changed(layered: Administrator) -> None:
    answer = await layered.write("PUT", "/coverage/line/5", {"volume": 1})
    assert (answer.status, answer.message) == (404, "Invalid coverage")


async def test_a_body_may_not_name_another_line_than_the_path(layered: Administrator) -> None:
    number = await second(layered)
    refused = await layered.refused("PUT", f"/coverage/line/{number}/terminate", END | {"id": number - 1})
    assert refused == "Invalid coverage"
