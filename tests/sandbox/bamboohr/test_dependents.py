"""Dependents, the way the benefits pages have them."""

import pytest

from sandbox.company import awkward

KEY = "Employee Dependents"
NEW = {
    "employeeId": "102",
    "firstName": "Noa",
    "lastName": "Lopez",
    "relationship": "child",
    "dateOfBirth": "2019-06-02",
    "ssn": "987-65-4321",
    "state": "OR",
    "country": "US",
}


async def test_dependents_of_one_employee(api):
    answer = (await api.get(f"/v1/employeedependents?employeeid={awkward.LEAVER_WITH_FAMILY}")).json()
    assert [each["relationship"] for each in answer[KEY]] == ["spouse", "child"]


async def test_numbers_are_masked_always(api):
    everyone = (await api.get("/v1/employeedependents")).json()[KEY]
    assert ({each["maskedSSN"][:7] for each in everyone}, "ssn" in everyone[0]) == ({"xxx-xx-"}, False)


async def test_creating_answers_200_and_the_dependent_wrapped(api):
    answer = await api.post("/v1/employeedependents", NEW)
    found = answer.json()[KEY][0]
    assert (answer.status, found["maskedSSN"], found["state"], found["country"]) == (
        200,
        "xxx-xx-4321",
        "Oregon",
        "United States",
    )


async def test_a_new_dependent_is_in_the_table_and_in_the_change_feed(api):
    await api.post("/v1/employeedependents", NEW)
    row = (await api.get("/v1/employees/102/tables/dependents")).json()[-1]
    feed = (await api.get("/v1/employees/changed?since=2026-03-04T11:00:00Z")).json()["employees"]
    assert (row["ssn"], row["zipcode"], [*feed]) == ("987-65-4321", "", ["102"])


async def test_replacing_empties_what_is_not_sent(api):
    number = (await api.post("/v1/employeedependents", NEW)).json()[KEY][0]["id"]
    answer = await api.put(f"/v1/employeedependents/{number}", {"firstName": "Noa", "lastName": "Roe"})
    found = answer.json()[KEY][0]
    assert (found["lastName"], found["dateOfBirth"], found["maskedSSN"]) == ("Roe", None, None)


@pytest.mark.parametrize(
    ("change", "status"),
    [({"employeeId": "9"}, 400), ({"firstName": ""}, 400), ({"relationship": "cousin"}, 400), ({}, 409)],
)
async def test_refusals(api, change, status):
    await api.post("/v1/employeedependents", NEW)
    assert (await api.post("/v1/employeedependents", {**NEW, **change})).status == status


async def test_an_unknown_dependent_is_a_bad_request(api):
    assert (await api.get("/v1/employeedependents/1")).status == 400


async def test_without_benefit_rights_it_is_forbidden(api):
    await api.control("PUT", "bamboohr/permissions", {"benefit_admin": False})
    assert (await api.get("/v1/employeedependents")).status == 403


async def test_xml_has_the_values_in_attributes(api):
    answer = await api.get(
        f"/v1/employeedependents?employeeid={awkward.LEAVER_WITH_FAMILY}", headers={"Accept": None}
    )
    assert 'relationship="spouse"' in answer.text
