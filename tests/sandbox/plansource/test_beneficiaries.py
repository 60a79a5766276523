"""Beneficiaries, which hang on coverages."""

from typing import Any

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller

THEO = {"name": "Okafor, Theo", "relationship": "Child", "allocation": "100", "primary_beneficiary": "YES"}
NOWHERE = "/coverage/5/beneficiaries"


@pytest.fixture
async def maya(api: Caller) -> Caller:
    await api.hire(1)
    return api


@pytest.fixture
async def path(maya: Caller) -> str:
    async with maya.session.post(
        "/__sandbox/plansource/elect", json={"subscriber_code": "E00001", "benefit": "medical"}
    ) as response:
        number = (await response.json())["id"]
    return f"/coverage/{number}/beneficiaries"


@pytest.mark.parametrize(
    "shape",
    [lambda one: one, lambda one: [one], lambda one: {"beneficiaries": [one]}],
    ids=["one object", "bare list", "wrapped list"],
)
async def test_beneficiaries_are_accepted_in_three_shapes(maya: Caller, path: str, shape: Any) -> None:
    (data,) = (await maya.call("POST", path, shape(THEO))).data["beneficiaries"]
    assert (data["name"], data["allocation"], data["primary_beneficiary"]) == ("Okafor, Theo", "100.0", True)


async def test_what_was_read_can_be_written_back(maya: Caller, path: str) -> None:
    (read,) = (await maya.call("POST", path, THEO)).data["beneficiaries"]
    (after,) = (await maya.call("PUT", path, [read | {"allocation": "50"}])).data["beneficiaries"]
    assert after == read | {"allocation": "50.0"}


async def test_a_put_row_without_id_is_a_new_beneficiary(maya: Caller, path: str) -> None:
    await maya.call("POST", path, THEO)
    after = await maya.call("PUT", path, [THEO | {"name": "Okafor, Ada"}])
    assert [one["name"] for one in after.data["beneficiaries"]] == ["Okafor, Theo", "Okafor, Ada"]


async def test_primary_is_yes_or_no(maya: Caller, path: str) -> None:
    answer = await maya.call("PUT", path, THEO | {"primary_beneficiary": "perhaps"})
    assert (answer.status, answer.message) == (
        400,
        "Invalid value for primary_beneficiary.  The valid values are YES,NO.",
    )


async def test_a_delete_ends_every_beneficiary_on_its_date(maya: Caller, path: str) -> None:
    await maya.call("POST", path, [THEO, THEO])
    data = (await maya.call("DELETE", path, termination_date="2026-12-31")).data["beneficiaries"]
    assert [one["termination_date"] for one in data] == ["2026/12/31", "2026/12/31"]


async def test_a_delete_needs_a_date(maya: Caller, path: str) -> None:
    answer = await maya.call("DELETE", path)
    assert answer.message == "Invalid Attributes: termination_date is/are required."


async def test_one_coverage_lists_its_beneficiaries(maya: Caller, path: str) -> None:
    written = (await maya.call("POST", path, THEO)).data
    assert (await maya.call("GET", path)).data == written


async def test_one_subscriber_lists_them_by_coverage(maya: Caller, path: str) -> None:
    await maya.call("POST", path, THEO)
    (group,) = (await maya.by_code("GET", "/subscriber/E00001/beneficiaries")).data["subscriber"]
    assert (group["links"], len(group["beneficiaries"])) == ([{"href": f"/admin{path}", "rel": "self"}], 1)


async def test_the_organization_lists_them_by_subscriber(maya: Caller, path: str) -> None:
    await maya.call("POST", path, THEO)
    (employee,) = (await maya.call("GET", "/beneficiaries")).data["organization"]
    assert employee["subscriber"][0]["beneficiaries"][0]["test_employee"] is False


async def test_test_employees_beneficiaries_are_listed_only_when_asked_for(
    maya: Caller, path: str, box: Running
) -> None:
    await maya.call("POST", path, THEO)
    await maya.by_code("PUT", "/subscriber/E00001", {"test_employee": True})
    without = await maya.call("GET", "/beneficiaries")
    everyone = await maya.call("GET", "/beneficiaries", include_test="true")
    assert (len(without.data["organization"]), len(everyone.data["organization"])) == (0, 1)


async def test_an_unknown_subscriber_has_a_text_of_its_own(maya: Caller) -> None:
    answer = await maya.by_code("GET", "/subscriber/E00404/beneficiaries")
    assert (answer.status, answer.message) == (
        404,
        "Invalid employee.  The employee id/code does not belong to the organization.",
    )


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("GET", "Coverage not found for organization."),
        ("POST", "Coverage not found for organization."),
        ("PUT", "Coverage not found for organization."),
        ("DELETE", "Coverage not found for organization"),
    ],
)
async def test_an_unknown_coverage_is_refused_with_or_without_the_full_stop(
    maya: Caller, method: str, message: str
) -> None:
    answer = await maya.call(method, NOWHERE, THEO if method in {"POST", "PUT"} else None)
    assert (answer.status, answer.message) == (400, message)
