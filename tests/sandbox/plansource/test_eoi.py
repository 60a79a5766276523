"""Evidence of insurability through the API: what waits, decisions, forms."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from sandbox.server import Running, running
from tests.sandbox.plansource.benefits.employer import Employer, days, members
from tests.sandbox.plansource.caller import Answer, Caller

MAYA = 40_550_001
SSN = "900000001"
DECISION = {
    "ssn": SSN,
    "benefit_lookup_code": "subscriber_life",
    "action": "approve_part",
    "approved_volume": "200000.00",
    "effective_date": "2026-06-01",
}
ACTIONS = "approve_all,approve_part,pend_remaining,deny_permanently,expire_all,deny_all"
FORM = {"ssn": SSN, "benefits": "subscriber_life", "completed": "true"}


@pytest.fixture
async def box() -> AsyncIterator[Running]:
    async with running(employees=5, today=date(2026, 3, 20)) as started:
        yield started


@pytest.fixture
async def maya(api: Caller) -> Employer:
    """Maya asked for life insurance of 300,000, of which 150,000 is guaranteed."""
    employer = Employer(api)
    await employer.hire()
    await employer.elect("subscriber_life", volume=300000)
    return employer


async def pending(employer: Employer, **params: str) -> list[dict[str, Any]]:
    answer = await employer.api.call("GET", "/eoi/subscribers", **params)
    assert answer.status == 200, answer.body
    return answer.body["data"]


async def decide(employer: Employer, **members: Any) -> Answer:
    return await employer.api.call("PUT", "/eoi/decisions", {"decisions": [DECISION | members]})


async def complete(employer: Employer, **members: Any) -> Answer:
    return await employer.api.call("PUT", "/eoi/form_completions", {"form_completions": [FORM | members]})


def failure(answer: Answer) -> str:
    assert (answer.status, answer.data["valid_count"], answer.data["failed_count"]) == (200, 0, 1)
    return answer.data["failed_rows"][0]["errors"]


async def test_a_pending_row_tells_what_is_in_force_and_what_was_asked(maya: Employer) -> None:
    (row,) = await pending(maya)
    shown = members(row, "id", "ssn", "volume", "req_volume", "gi_volume", "eoi_volume", "eoi_form")
    assert shown == (MAYA, SSN, "150000.0", "300000.0", "150000.0", "150000.0", "Incomplete")


async def test_it_names_coverage_and_line(maya: Employer) -> None:
    (row,) = await pending(maya)
    line = (await maya.api.call("GET", f"/coverage/line/{row['coverage_line_id']}")).data
    assert line["coverage_id"] == row["coverage_id"]


async def test_it_names_the_dependents_covered(maya: Employer) -> None:
    await maya.elect("spouse_life", volume=50000, dependents=["spouse"])
    rows = {row["benefit_lookup_code"]: row for row in await pending(maya)}
    counts = {code: len(row["dependents"]) for code, row in rows.items()}
    assert counts == {"subscriber_life": 0, "spouse_life": 1}


@pytest.mark.parametrize("path", ["/eoi/subscribers", f"/eoi/subscriber/{MAYA}"])
async def test_the_envelope_has_no_errors(maya: Employer, path: str) -> None:
    answer = await maya.api.call("GET", path)
    assert (set(answer.body), len(answer.body["data"])) == ({"status", "data"}, 1)


async def test_test_employees_are_asked_for_in_words(maya: Employer) -> None:
    await maya.put(test_employee=True)
    assert (await pending(maya), len(await pending(maya, include_test="yes"))) == ([], 1)


async def test_another_word_is_refused(maya: Employer) -> None:
    answer = await maya.api.call("GET", "/eoi/subscribers", include_test="true")
    assert answer.message == "Invalid value for include_test.  The valid values are yes,no."


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/eoi/subscriber/5", None),
        ("PUT", "/eoi/decision/5", {"decisions": DECISION}),
        ("PUT", "/eoi/form_completion/5", {"form_completions": FORM}),
    ],
)
async def test_an_unknown_employee_is_not_found(maya: Employer, method: str, path: str, body: Any) -> None:
    answer = await maya.api.call(method, path, body)
    assert (answer.status, answer.message) == (404, "Employee not found")


async def test_an_approval_in_part_is_a_new_payroll_row(maya: Employer) -> None:
    answer = await decide(maya)
    row = (await maya.rows("subscriber_life"))[-1]
    assert (answer.data, *members(row, "volume", "current")) == (
        {"valid_count": 1, "failed_count": 0, "failed_rows": []},
        "200000.0",
        "CA",
    )


@pytest.mark.parametrize(
    ("action", "volume", "waiting"),
    [
        ("approve_all", "300000.0", []),
        ("approve_part", "200000.0", []),
        ("pend_remaining", "200000.0", ["300000.0"]),
        ("deny_permanently", "200000.0", []),
        ("expire_all", "150000.0", []),
        ("deny_all", "150000.0", []),
    ],
)
async def test_an_action_decides_what_is_in_force_and_what_waits_on(
    maya: Employer, action: str, volume: str, waiting: list[str]
) -> None:
    await decide(maya, action=action)
    row = (await maya.rows("subscriber_life"))[-1]
    assert (row["volume"], [one["req_volume"] for one in await pending(maya)]) == (volume, waiting)


async def test_the_coverage_no_longer_waits(maya: Employer) -> None:
    await decide(maya, action="approve_all")
    (document,) = (await maya.api.call("GET", f"/coverage/subscriber/{MAYA}")).data
    assert members(document, "volume", "waiting_for_eoi") == ("300000.0", False)


async def test_a_decision_may_set_the_original_date(maya: Employer) -> None:
    await decide(maya, original_effective_date="2026-02-01")
    assert days((await maya.rows("subscriber_life"))[-1])[:2] == ("2026-02-01", "2026-06-01")


async def test_one_decision_may_be_a_single_object(maya: Employer) -> None:
    answer = await maya.api.call("PUT", f"/eoi/decision/{MAYA}", {"decisions": DECISION})
    assert answer.data["valid_count"] == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"ssn": "900000002"}, "Employee not found"),
        ({"benefit_lookup_code": "pet"}, "Benefit not found, Coverage not waiting for EOI decision"),
        ({"benefit_lookup_code": "dental"}, "Coverage not waiting for EOI decision"),
        ({"approved_volume": None}, "approved_volume missing"),
        ({"approved_volume": "400000"},
         "the volume approved must lie between the volume in force and the one asked for"),
        ({"effective_date": "June"}, "effective_date date is not a valid YYYY-MM-DD date format."),
        (dict.fromkeys(("ssn", "benefit_lookup_code", "action", "effective_date")),
         "ssn missing, benefit_lookup_code missing, action missing, effective_date missing"),
        ({"action": "approve"}, f"Invalid value for action.  The valid values are {ACTIONS}."),
    ],
)  # fmt: skip
async def test_a_decision_that_cannot_be_applied_says_why(
    maya: Employer, change: dict[str, Any], text: str
) -> None:
    assert failure(await decide(maya, **change)) == text


async def test_a_decision_on_one_employee_must_be_about_that_one(maya: Employer) -> None:
    second = await maya.hire(2)
    answer = await maya.api.call("PUT", f"/eoi/decision/{second['id']}", {"decisions": [DECISION]})
    assert failure(answer) == "Employee not found"


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/eoi/decisions", {}, "Parameter 'decisions' is required"),
        ("/eoi/decisions", {"decisions": []}, "Parameter 'decisions' is required"),
        ("/eoi/form_completions", {"decisions": FORM}, "Parameter 'form_completions' is required"),
    ],
)
async def test_the_rows_stand_under_their_own_member(
    maya: Employer, path: str, body: Any, message: str
) -> None:
    answer = await maya.api.call("PUT", path, body)
    assert (answer.status, answer.message, "data" in answer.body) == (422, message, False)


async def test_a_form_that_came_in_shows_on_the_pending_row(maya: Employer) -> None:
    await complete(maya, expiration_date="2026-12-31", reference_number="R-5")
    assert (await pending(maya))[0]["eoi_form"] == "Complete"


async def test_a_form_decides_nothing(maya: Employer) -> None:
    await complete(maya)
    assert (await maya.row("subscriber_life"))["volume"] == "150000.0"


async def test_one_form_may_be_a_single_object(maya: Employer) -> None:
    answer = await maya.api.call("PUT", f"/eoi/form_completion/{MAYA}", {"form_completions": FORM})
    assert answer.data["valid_count"] == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"ssn": None, "benefits": "", "completed": None},
            "ssn missing, benefits missing, completed missing",
        ),
        ({"benefits": "dental"}, "Coverage not waiting for EOI decision"),
        ({"completed": "soon"}, "Invalid value for completed.  The valid values are true,false."),
        ({"expiration_date": "soon"}, "expiration_date date is not a valid YYYY-MM-DD date format."),
    ],
)
async def test_a_form_that_cannot_be_noted_says_why(
    maya: Employer, change: dict[str, Any], text: str
) -> None:
    assert failure(await complete(maya, **change)) == text
