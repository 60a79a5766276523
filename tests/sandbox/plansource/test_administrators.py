"""Administrators: created, read, changed by user name, disabled, never deleted."""

from typing import Any

import orjson
import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Answer, Caller

ADA: dict[str, Any] = {
    "user": {"user_name": "ada.park", "email": "ada.park@example.test"},
    "administrator": {"first_name": "Ada", "last_name": "Park", "is_primary_administrator": True},
    "roles": ["benefits"],
    "organization_codes": ["JUNIPERFIELD"],
    "org_populations": ["all"],
    "far_lookup_code": "read_only",
    "user_type": "org_admin",
}
ACCESS = "update_all,import,read_only,subscriber,batch_import"


async def create(api: Caller, **members: Any) -> Answer:
    return await api.call("POST", "/administrator", ADA | members)


@pytest.fixture
async def ada(api: Caller) -> dict[str, Any]:
    answer = await create(api)
    assert answer.status == 200, answer.body
    return answer.data


async def test_a_created_administrator_is_answered_with_what_was_sent(ada: dict[str, Any]) -> None:
    names = ("user_name", "first_name", "is_primary_administrator", "populations", "far_lookup_code", "type")
    assert [ada[name] for name in names] == [
        "ada.park",
        "Ada",
        True,
        ["all"],
        "read_only",
        "OrganizationAdministrator",
    ]


async def test_what_is_left_out_has_the_published_default(api: Caller) -> None:
    body = {name: value for name, value in ADA.items() if name != "far_lookup_code"}
    data = (await api.call("POST", "/administrator", body)).data
    assert (data["far_lookup_code"], data["override_sso"], data["is_agent"]) == ("update_all", False, False)


async def test_an_administrator_is_read_by_number(api: Caller, ada: dict[str, Any]) -> None:
    assert (await api.call("GET", f"/administrator/{ada['id']}")).data == ada


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"user": {}}, "Invalid Attributes: user_name is/are required."),
        ({"roles": [], "organization_codes": None},
         "Invalid Attributes: roles,organization_codes is/are required."),
        ({"user_type": None}, "Invalid Attributes: user_type is/are required."),
        ({"org_populations": None}, "Invalid Attributes: org_populations is/are required."),
        ({"user_type": "owner"},
         "Invalid value for user_type.  The valid values are org_admin,master_admin."),
        ({"far_lookup_code": "all"}, f"Invalid value for far_lookup_code.  The valid values are {ACCESS}."),
        ({"organization_codes": ["OAK", "JUNIPERFIELD", "ELM"]},
         "Organization(s) with code(s) OAK,ELM not found."),
        ({"administrator": {"first_name": ""}}, "First name can't be blank"),
    ],
)  # fmt: skip
async def test_a_body_that_cannot_be_used_is_refused(api: Caller, members: dict[str, Any], text: str) -> None:
    answer = await create(api, **members)
    assert (answer.status, answer.message) == (400, text)


async def test_a_master_administrator_needs_no_populations(api: Caller) -> None:
    answer = await create(api, user_type="master_admin", org_populations=None)
    assert answer.data["type"] == "MasterAdministrator"


@pytest.mark.usefixtures("ada")
async def test_a_user_name_is_given_once(api: Caller) -> None:
    assert (await create(api)).message == "User name has already been taken"


async def test_an_update_finds_the_record_by_user_name(api: Caller, ada: dict[str, Any]) -> None:
    body = {"user": {"user_name": "ada.park"}, "administrator": {"last_name": "Reyes"}}
    await api.call("PUT", "/administrator/1", body)
    after = (await api.call("GET", f"/administrator/{ada['id']}")).data
    assert after == ada | {"last_name": "Reyes"}


async def test_a_disabled_administrator_has_a_date(api: Caller, ada: dict[str, Any]) -> None:
    body = {name: ADA[name] for name in ("user", "roles", "organization_codes")}
    answer = await api.call("PUT", "/administrator/1/disable", body)
    after = (await api.call("GET", f"/administrator/{ada['id']}")).data
    assert (answer.data, after["disabled_on"] is None) == ("ada.park is successfully disabled.", False)


async def test_to_disable_takes_roles_and_organizations(api: Caller, ada: dict[str, Any]) -> None:
    answer = await api.call("PUT", f"/administrator/{ada['id']}/disable", {"user": ADA["user"]})
    assert answer.message == "Invalid Attributes: roles,organization_codes is/are required."


@pytest.mark.parametrize("path", ["/administrator/7", "/administrator/7/disable"])
async def test_a_change_needs_a_user_name(api: Caller, path: str) -> None:
    answer = await api.call("PUT", path, {"roles": ["benefits"]})
    assert (answer.status, answer.message) == (400, "Invalid Attributes: user_name is/are required.")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/administrator/7"), ("PUT", "/administrator/7"), ("PUT", "/administrator/7/disable")],
)
async def test_an_unknown_administrator_is_not_found(api: Caller, method: str, path: str) -> None:
    answer = await api.call(method, path, ADA if method == "PUT" else None)
    assert (answer.status, answer.message) == (404, "Admin with id = 7 is not found.")


async def test_administrators_come_in_pages(api: Caller) -> None:
    for number in range(3):
        await create(api, user={"user_name": f"admin_{number}"})
    listed = (await api.call("GET", "/administrators", per_page="2", page="2")).data
    assert [one["user_name"] for one in listed] == ["admin_2"]


@pytest.mark.usefixtures("ada")
async def test_only_changes_of_the_last_minutes_are_listed_when_asked(api: Caller) -> None:
    async with api.session.put("/__sandbox/clock", json={"advance_days": 0.002}):
        pass
    lists = [(await api.call("GET", "/administrators", changes_since=minutes)).data for minutes in ("1", "9")]
    assert [len(one) for one in lists] == [0, 1]


async def test_what_administrators_did_survives_a_restart(
    api: Caller, ada: dict[str, Any], box: Running
) -> None:
    page = {"org_page_content_id": "44001", "org_plan_year_id": "5501"}
    await api.call("PUT", "/page_content", page | {"content": "Welcome"})
    vendor = box.sandbox.vendors["plansource"]
    vendor.restore(orjson.loads(orjson.dumps(vendor.snapshot(), option=orjson.OPT_NON_STR_KEYS)))
    (shown,) = (await api.call("GET", "/page_content", **page)).data
    assert ((await api.call("GET", "/administrators")).data, shown["content"]) == ([ada], "Welcome")
