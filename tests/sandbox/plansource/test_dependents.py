"""Dependents."""

from typing import Any

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Answer, Caller

CHILD = {"first_name": "Theo", "last_name": "Okafor", "birthdate": "2019-05-02", "relationship_code": "child"}
REASON_REQUIRED = (
    "A termination_reason is required.  "
    "Please check the meta and pass the lookup_code in the termination_reason variable."
)
OF_MAYA = "/subscriber/E00001/dependent"


@pytest.fixture
async def maya(api: Caller) -> Caller:
    await api.hire(1)
    return api


async def add(api: Caller, **members: Any) -> dict[str, Any]:
    return (await api.by_code("POST", OF_MAYA, CHILD | members)).data


async def deactivate(api: Caller, number: int, reason: str | None = "divorce") -> Answer:
    body = {} if reason is None else {"termination_reason": reason}
    return await api.by_code("PUT", f"{OF_MAYA}/{number}/deactivate", body)


async def test_a_dependents_ssn_is_masked(maya: Caller) -> None:
    assert (await add(maya, ssn="900-00-0031"))["ssn"] == "XXX-XX-0031"


async def test_a_dependent_is_read_back(maya: Caller) -> None:
    added = await add(maya)
    assert (await maya.by_code("GET", f"{OF_MAYA}/{added['id']}")).data == added


async def test_dependent_ids_are_far_from_subscriber_ids(maya: Caller) -> None:
    added, owner = await add(maya), (await maya.by_code("GET", "/subscriber/E00001")).data
    assert abs(added["id"] - owner["id"]) > 1_000_000


async def test_a_dependent_needs_its_attributes(maya: Caller) -> None:
    answer = await maya.by_code("POST", OF_MAYA, CHILD | {"first_name": ""})
    assert (answer.status, answer.message) == (400, "Invalid Attributes: first_name is/are required.")


async def test_a_relationship_must_be_of_the_list(maya: Caller) -> None:
    answer = await maya.by_code("POST", OF_MAYA, CHILD | {"relationship_code": "Child"})
    assert answer.message == (
        "Invalid value for relationship_code.  The valid values are "
        "spouse,child,domestic_partner,dp_child,other."
    )


async def test_an_update_changes_only_the_members_supplied(maya: Caller) -> None:
    added = await add(maya)
    after = (await maya.by_code("PUT", f"{OF_MAYA}/{added['id']}", {"city": "Boise"})).data
    assert {name for name in added if added[name] != after[name]} == {"city"}


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_somebody_elses_dependent_is_refused(maya: Caller, method: str) -> None:
    added = await add(maya)
    await maya.hire(2)
    body = None if method == "GET" else {}
    answer = await maya.by_code(method, f"/subscriber/E00002/dependent/{added['id']}", body)
    assert (answer.status, answer.message) == (400, "The dependent does not belong to this employee.")


async def test_an_unknown_dependent_cannot_be_updated(maya: Caller) -> None:
    answer = await maya.by_code("PUT", f"{OF_MAYA}/5", {})
    assert (answer.status, answer.message) == (404, "Invalid dependent.  The dependent ID does not exist.")


async def test_a_body_of_the_wrong_shape_gets_the_raw_complaint(maya: Caller) -> None:
    added = await add(maya)
    answer = await maya.by_code("PUT", f"{OF_MAYA}/{added['id']}", [])
    assert (answer.status, answer.message) == (400, "undefined method `gsub' for nil:NilClass")


async def test_a_deactivation_is_dated_today_with_its_reason(maya: Caller, box: Running) -> None:
    added = await add(maya)
    data = (await deactivate(maya, added["id"])).data
    today = f"{box.sandbox.clock.today():%Y/%m/%d}"
    assert (data["termination_date"], data["termination_reason_id"]) == (today, 7)


async def test_a_deactivation_needs_a_reason(maya: Caller) -> None:
    added = await add(maya)
    answer = await deactivate(maya, added["id"], None)
    assert (answer.status, answer.message) == (
        404,
        REASON_REQUIRED,
    )


async def test_a_second_deactivation_is_refused(maya: Caller) -> None:
    added = await add(maya)
    await deactivate(maya, added["id"])
    answer = await deactivate(maya, added["id"])
    assert (answer.status, answer.message) == (
        400,
        "The dependent cannot be terminated.  The dependent is already terminated.",
    )


async def test_a_reactivation_clears_the_date_and_keeps_the_reason(maya: Caller) -> None:
    added = await add(maya)
    await deactivate(maya, added["id"])
    data = (await maya.by_code("PUT", f"{OF_MAYA}/{added['id']}/reactivate")).data
    assert (data["termination_date"], data["termination_reason_id"]) == (None, 7)


async def test_an_active_dependent_cannot_be_reactivated(maya: Caller) -> None:
    added = await add(maya)
    answer = await maya.by_code("PUT", f"{OF_MAYA}/{added['id']}/reactivate")
    assert (answer.status, answer.message) == (
        400,
        "The dependent cannot be reactivated.  The dependent is already active.",
    )


async def test_the_list_parts_active_from_inactive(maya: Caller) -> None:
    active, inactive = await add(maya), await add(maya)
    await deactivate(maya, inactive["id"])
    data = (await maya.by_code("GET", "/dependents", subscriber_id="E00001")).data
    found = {name: [one["id"] for one in group] for name, group in data.items()}
    assert found == {
        "dependents": [active["id"]],
        "inactive_dependents": [inactive["id"]],
        "cannot_terminate_dependents": [],
    }


async def test_a_test_employees_dependents_are_listed_only_by_name(maya: Caller) -> None:
    await add(maya)
    await maya.by_code("PUT", "/subscriber/E00001", {"test_employee": True})
    everyone = await maya.call("GET", "/dependents")
    named = await maya.by_code("GET", "/dependents", subscriber_id="E00001")
    assert (len(everyone.data["dependents"]), len(named.data["dependents"])) == (0, 1)


async def test_a_list_by_code_without_a_code_gets_the_raw_complaint(maya: Caller) -> None:
    assert (await maya.by_code("GET", "/dependents")).message == "undefined method `gsub' for nil:NilClass"
