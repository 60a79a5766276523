"""Metadata."""

import pytest


async def test_fields_have_number_name_type_and_alias(api):
    fields = (await api.get("/v1/meta/fields/")).json()
    assert {"id": 1, "name": "First Name", "type": "text", "alias": "firstName"} in fields


async def test_a_part_of_a_field_has_a_dotted_id_and_the_alias_of_the_whole(api):
    fields = (await api.get("/v1/meta/fields")).json()
    assert [field["alias"] for field in fields if field["id"] == "19.1"] == ["payRate"]


async def test_two_fields_may_share_a_number(api):
    fields = (await api.get("/v1/meta/fields")).json()
    assert [field["alias"] for field in fields if field["id"] == 1358] == ["nickname", "preferredName"]


async def test_reckoned_fields_are_not_listed_though_they_can_be_asked_for(api):
    fields = (await api.get("/v1/meta/fields")).json()
    assert not {"age", "fullName1", "bestEmail"} & {field.get("alias") for field in fields}


async def test_tables_have_their_columns(api):
    tables = {table["alias"]: table for table in (await api.get("/v1/meta/tables")).json()}
    assert [column["alias"] for column in tables["customEquipment"]["fields"]] == [
        "date",
        "item",
        "serialNumber",
    ]


@pytest.mark.parametrize("what", ["fields", "tables", "lists", "users"])
async def test_metadata_is_xml_unless_asked_otherwise(api, what):
    answer = await api.get(f"/v1/meta/{what}", headers={"Accept": None})
    assert answer.text.startswith(f'<?xml version="1.0"?>\n<{what}>')


async def test_lists_can_be_asked_for_in_json_by_query(api):
    answer = await api.get("/v1/meta/lists?format=json", headers={"Accept": None})
    assert answer.headers["Content-Type"] == "application/json"


async def options(api, number="4"):
    lists = {str(each["id"]): each for each in (await api.get("/v1/meta/lists")).json()}
    return {option["name"]: option for option in lists[number]["options"]}


async def test_a_new_option_can_be_used_at_once(api):
    await api.put("/v1/meta/lists/4", {"options": [{"value": "Research"}]})
    await api.post("/v1/employees/102", {"department": "Research"})
    assert await api.field(102, "department") == "Research"


async def test_a_renamed_option_changes_every_row_that_used_it(api):
    await api.post("/v1/employees/102", {"department": "Legal"})
    number = (await options(api))["Legal"]["id"]
    await api.put("/v1/meta/lists/4", {"options": [{"id": number, "value": "Law"}]})
    assert await api.field(102, "department") == "Law"


async def test_an_archived_option_stays_listed(api):
    number = (await options(api))["Legal"]["id"]
    await api.put("/v1/meta/lists/4", {"options": [{"id": number, "archived": "yes"}]})
    assert (await options(api))["Legal"]["archived"] == "yes"


@pytest.mark.parametrize(
    ("number", "entry", "status"),
    [
        ("4", {"value": "finance"}, 409),
        ("4", {"id": 1, "value": "x"}, 404),
        ("99", {"value": "x"}, 404),
        ("155", {"value": "x"}, 405),
        ("4", {"value": " "}, 400),
    ],
)
async def test_a_list_refuses_what_it_cannot_take(api, number, entry, status):
    assert (await api.put(f"/v1/meta/lists/{number}", {"options": [entry]})).status == status


async def test_users_without_employee_have_employee_zero(api):
    users = (await api.get("/v1/meta/users")).json()
    assert sorted(user["employeeId"] for user in users.values()) == [0, 101, 102]
