"""One subscriber: create, read, update, and every refusal the vendor has published for them."""

from typing import Any

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller, person


async def test_a_created_subscriber_is_answered_with_nulls_and_links(api: Caller) -> None:
    data = await api.hire()
    assert (data["middle_name"], data["links"]) == (
        None,
        [{"href": f"/admin/subscriber/{data['id']}", "rel": "self"}],
    )


async def test_a_call_by_code_is_answered_with_the_link_by_code(api: Caller) -> None:
    await api.hire()
    data = (await api.by_code("GET", "/subscriber/E00001")).data
    assert data["links"] == [{"href": "/admin/subscriber/E00001?is_custom_id=true", "rel": "self"}]


async def test_the_hire_date_is_the_default_of_the_dates_that_begin_with_it(api: Caller) -> None:
    data = await api.hire()
    names = ("original_hire_date", "status_starts_on", "benefits_start_date", "current_salary_effective_on")
    assert {data[name] for name in names} == {"2026/03/09"}


@pytest.mark.parametrize("sent", ["1991-11-30", "1991/11/30", "1991-11-30T00:00:00Z"])
async def test_dates_are_read_in_three_spellings_and_answered_in_one(api: Caller, sent: str) -> None:
    assert (await api.hire(birthdate=sent))["birthdate"] == "1991/11/30"


async def test_money_is_answered_as_text_with_at_least_one_decimal(api: Caller) -> None:
    data = await api.hire(current_salary="65520.00", pay_rate=31.5)
    assert (data["current_salary"], data["pay_rate"]) == ("65520.0", "31.5")


async def test_the_ssn_is_answered_as_nine_digits(api: Caller) -> None:
    assert (await api.hire(ssn="900-00-0001"))["ssn"] == "900000001"


async def test_the_salary_stands_in_the_current_plan_year(api: Caller, box: Running) -> None:
    year = box.sandbox.clock.today().year
    (entry,) = (await api.hire())["benefit_salaries"]
    assert (entry["starts_on"], entry["benefit_salary"]) == (f"{year}-01-01T00:00:00.000Z", "65520.0")


async def test_a_user_name_is_made_for_who_has_none(api: Caller) -> None:
    names = [(await api.hire(number))["user_name"] for number in (1, 2)]
    assert names == ["mokafor_1", "mokafor_2"]


async def test_unknown_and_read_only_members_are_ignored(api: Caller) -> None:
    data = await api.hire(id=5, shoe_size=44)
    assert data["id"] != 5
    assert "shoe_size" not in data


async def test_an_update_changes_only_the_members_supplied(api: Caller) -> None:
    before = await api.hire()
    after = (await api.call("PUT", f"/subscriber/{before['id']}", {"city": "Denver"})).data
    assert {name for name in before if before[name] != after[name]} == {"city"}


@pytest.mark.parametrize("empty", [None, ""])
async def test_an_empty_value_clears_a_member(api: Caller, empty: str | None) -> None:
    await api.hire(address_2="Unit 4")
    assert (await api.by_code("PUT", "/subscriber/E00001", {"address_2": empty})).data["address_2"] is None


async def test_an_id_is_not_a_code(api: Caller) -> None:
    data = await api.hire()
    assert (await api.by_code("GET", f"/subscriber/{data['id']}")).status == 404


@pytest.mark.parametrize(
    ("method", "suffix"), [("GET", ""), ("PUT", ""), ("PUT", "/terminate"), ("PUT", "/rehire")]
)
async def test_an_unknown_employee_is_not_found(api: Caller, method: str, suffix: str) -> None:
    answer = await api.by_code(method, f"/subscriber/E99999{suffix}", None if method == "GET" else {})
    assert answer.body == {
        "status": "failure",
        "errors": {
            "http_status": 404,
            "message": "No employee with id: E99999 found",
            "details": None,
            "error_code": 404,
        },
    }


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"first_name": ""}, "A user_name or first_name and last_name is required."),
        ({"city": None, "ssn": ""}, "Invalid Attributes: ssn,city is/are required."),
        ({"state": "Idaho"}, "State must be a valid State abbreviation."),
        ({"gender": "Female"}, "Invalid value for gender.  The valid values are M,F."),
        ({"employment_level": "X"}, "Invalid value for employment_level.  The valid values are F,P."),
        ({"division": "west"}, "Invalid value for division.  The valid values are '',WEST,EAST,CENTRAL."),
        (
            {"org_payroll_id": "1"},
            "Invalid value for org_payroll_id.  The valid values are '',7712,7713,7714.",
        ),
        ({"hire_date": "03/09/2026"}, "hire_date date is not a valid YYYY-MM-DD date format."),
        ({"hire_date": "2026-02-30"}, "hire_date date is not a valid YYYY-MM-DD date format."),
        ({"ssn": "12345"}, "Ssn is the wrong length (should be 9 characters)"),
        ({"zip_code": "837"}, "Zip code is invalid"),
        ({"cell_phone": "555"}, "Cell phone is invalid"),
        ({"current_salary": "much"}, "Current salary is not a number"),
        ({"city": "x" * 256}, "City is too long (maximum is 255 characters)"),
        ({"vip": "perhaps"}, "Invalid value for vip.  The valid values are true,false."),
    ],
)
async def test_a_create_is_refused_in_the_vendors_words(
    api: Caller, members: dict[str, Any], message: str
) -> None:
    answer = await api.call("POST", "/subscriber", person(**members))
    assert (answer.status, answer.message) == (400, message)


async def test_a_list_refusal_is_a_list_and_other_refusals_are_objects(api: Caller) -> None:
    listed = await api.call("POST", "/subscriber", person(gender="X"))
    single = await api.call("POST", "/subscriber", person(state="X"))
    assert (type(listed.body["errors"]), type(single.body["errors"])) == (list, dict)


async def test_every_value_out_of_its_list_is_named(api: Caller) -> None:
    answer = await api.call("POST", "/subscriber", person(gender="X", division="X"))
    assert [error["message"].split(".")[0] for error in answer.body["errors"]] == [
        "Invalid value for gender",
        "Invalid value for division",
    ]


async def test_any_member_can_be_list_validated_by_configuration(api: Caller) -> None:
    await api.session.put(
        "/__sandbox/plansource/configuration", json={"lists": {"employee_number": ["", "1", "2", "3"]}}
    )
    answer = await api.call("POST", "/subscriber", person(employee_number="4"))
    assert answer.message == "Invalid value for employee_number.  The valid values are '',1,2,3."


async def test_the_required_members_follow_the_configuration(api: Caller) -> None:
    await api.session.put("/__sandbox/plansource/configuration", json={"required": ["email"]})
    answer = await api.call("POST", "/subscriber", person())
    assert answer.message == "Invalid Attributes: email is/are required."


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("ssn", "Ssn has already been taken"),
        ("subscriber_code", "Subscriber code has already been taken"),
        ("user_name", "User name has already been taken"),
    ],
)
async def test_what_must_be_unique_is_refused_a_second_time(api: Caller, member: str, message: str) -> None:
    first = await api.hire(1)
    answer = await api.call("POST", "/subscriber", person(2, **{member: first[member]}))
    assert (answer.status, answer.message) == (400, message)


async def test_a_code_given_up_may_be_taken_by_another(api: Caller) -> None:
    await api.hire(1)
    await api.by_code("PUT", "/subscriber/E00001", {"subscriber_code": "E00009"})
    assert (await api.hire(2, subscriber_code="E00001"))["subscriber_code"] == "E00001"


async def test_a_refused_update_changes_nothing(api: Caller) -> None:
    before = await api.hire()
    await api.by_code("PUT", "/subscriber/E00001", {"city": "Denver", "gender": "X"})
    assert (await api.call("GET", f"/subscriber/{before['id']}")).data == before


async def test_a_body_that_is_no_json_is_refused_in_the_vendors_words(api: Caller) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}
    async with api.session.post("/admin/v2/subscriber", data="{", headers=headers) as response:
        body = await response.json()
    assert (response.status, body["errors"]["message"]) == (
        400,
        "There was a problem in the JSON you submitted",
    )


async def test_an_unknown_route_is_named_after_the_prefix(api: Caller) -> None:
    answer = await api.call("DELETE", "/subscriber/5")
    assert (answer.status, answer.message, answer.body["errors"]["error_code"]) == (
        404,
        "Requested route 'subscriber/5' not found",
        "route_not_found",
    )


@pytest.mark.parametrize(("form", "shown"), [("masked", "XXX-XX-0001"), ("absent", None)])
async def test_an_organization_may_not_show_ssns(api: Caller, form: str, shown: str | None) -> None:
    await api.hire(1)
    async with api.session.put(
        "/__sandbox/plansource/configuration", json={"subscriber_ssn": form}
    ) as response:
        assert response.status == 200
    (listed,) = (await api.call("GET", "/subscribers")).data
    assert listed.get("ssn") == shown
