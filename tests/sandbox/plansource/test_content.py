"""The texts of the employees' portal, and the end of sessions."""

from typing import Any

import pytest

from tests.sandbox.plansource.caller import Caller

YEAR = {"org_plan_year_id": "5501"}


async def pages(api: Caller, **params: str) -> list[dict[str, Any]]:
    return (await api.call("GET", "/page_content", **YEAR, **params)).data


async def test_every_page_of_a_plan_year_is_listed(api: Caller) -> None:
    codes = [one["page_content_lookup_code"] for one in await pages(api)]
    assert (len(codes), codes[0], codes[-1]) == (18, "enroll_personal", "dashboard/life_event")


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"page_content_lookup_code": "enroll_pcp"}, ["enroll_pcp"]),
        ({"enrollment_type": "dual"}, ["sub_main/dual", "dashboard/dual"]),
        ({"org_page_content_id": "44001"}, ["enroll_personal"]),
        ({"benefit_lookup_code": "medical"}, []),
    ],
)
async def test_pages_are_chosen_by_what_is_asked(
    api: Caller, wanted: dict[str, str], codes: list[str]
) -> None:
    assert [one["page_content_lookup_code"] for one in await pages(api, **wanted)] == codes


async def test_a_plan_year_that_is_not_set_up_has_no_pages(api: Caller) -> None:
    assert (await api.call("GET", "/page_content", org_plan_year_id="9")).data == []


async def test_pages_need_a_plan_year(api: Caller) -> None:
    answer = await api.call("GET", "/page_content")
    assert (answer.status, answer.message) == (400, "Invalid Attributes: org_plan_year_id is/are required.")


async def test_an_unknown_kind_of_enrollment_is_refused(api: Caller) -> None:
    answer = await api.call("GET", "/page_content", **YEAR, enrollment_type="passive")
    assert answer.message.endswith("The valid values are open,initial,life_event,dual.")


@pytest.mark.parametrize("in_query", [True, False], ids=["named in the query", "named in the body"])
async def test_a_page_is_changed_in_its_plan_year_only(api: Caller, in_query: bool) -> None:
    named = {"org_page_content_id": "44001", **YEAR}
    body = {"content": "Welcome"} | ({} if in_query else named)
    await api.call("PUT", "/page_content", body, **(named if in_query else {}))
    (here,) = await pages(api, org_page_content_id="44001")
    (there,) = (await api.call("GET", "/page_content", **(named | {"org_plan_year_id": "5502"}))).data
    assert (here["content"], there["content"]) == ("Welcome", "")


@pytest.mark.parametrize("number", ["1", "x"])
async def test_a_page_that_is_not_there_has_a_text_of_its_own(api: Caller, number: str) -> None:
    answer = await api.call("PUT", "/page_content", {"org_page_content_id": number, **YEAR})
    assert (answer.status, answer.message) == (400, "Requested Page Content Not Found")


async def test_a_page_must_be_named(api: Caller) -> None:
    answer = await api.call("PUT", "/page_content", {"content": "Welcome"})
    assert answer.message == "Invalid Attributes: org_page_content_id,org_plan_year_id is/are required."


@pytest.mark.parametrize(("page", "found"), [("1", 10), ("2", 2), ("3", 0)])
async def test_content_blocks_come_ten_on_a_page(api: Caller, page: str, found: int) -> None:
    data = (await api.call("GET", "/content_blocks", page=page)).data
    assert (data["page"], data["per_page"], data["total_records"], len(data["content_blocks"])) == (
        int(page),
        10,
        12,
        found,
    )


async def test_a_block_is_changed(api: Caller) -> None:
    block = (await api.call("GET", "/content_blocks")).data["content_blocks"][1]
    changed = await api.call(
        "PUT", "/content_block", {"content_block": {"id": block["id"], "content": "New"}}
    )
    assert changed.data == block | {"content": "New"}


@pytest.mark.parametrize("body", [[], {}, {"content_block": [1]}])
async def test_another_shape_lets_the_raw_complaint_through(api: Caller, body: Any) -> None:
    answer = await api.call("PUT", "/content_block", body)
    assert (answer.status, answer.message) == (400, "no implicit conversion of Symbol into Integer")


async def test_an_unknown_block_is_refused(api: Caller) -> None:
    answer = await api.call("PUT", "/content_block", {"content_block": {"id": 1}})
    assert (answer.status, answer.message) == (400, "Requested Page Content Not Found")


async def test_the_sessions_of_an_employee_are_ended(api: Caller) -> None:
    await api.hire()
    answer = await api.call("DELETE", "/user_sessions", user_identifier="E00001", type="subscriber")
    assert answer.body == {"status": "success"}


async def test_the_sessions_of_an_administrator_are_ended(api: Caller) -> None:
    body = {
        "user": {"user_name": "ada.park"},
        "roles": ["benefits"],
        "organization_codes": ["JUNIPERFIELD"],
        "user_type": "master_admin",
    }
    await api.call("POST", "/administrator", body)
    answer = await api.call("DELETE", "/user_sessions", user_identifier="ada.park", type="admin")
    assert answer.body == {"status": "success"}


@pytest.mark.parametrize(
    ("params", "status", "text"),
    [
        ({}, 400, "Invalid Attributes: user_identifier,type is/are required."),
        ({"user_identifier": "E1", "type": "robot"}, 400,
         "Invalid value for type.  The valid values are subscriber,admin."),
        ({"user_identifier": "E1", "type": "subscriber"}, 404, "No employee with id: E1 found"),
        ({"user_identifier": "E1", "type": "admin"}, 404, "Admin with id = E1 is not found."),
    ],
)  # fmt: skip
async def test_sessions_are_somebodys(api: Caller, params: dict[str, str], status: int, text: str) -> None:
    answer = await api.call("DELETE", "/user_sessions", **params)
    assert (answer.status, answer.message) == (status, text)
