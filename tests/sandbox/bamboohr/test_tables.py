"""Employee tables."""

import pytest

from sandbox.company import awkward

LEAVING = {
    "date": "2026-03-04",
    "employmentStatus": "Terminated",
    "terminationTypeId": "Resignation (Voluntary)",
    "terminationReasonId": "Relocation",
    "terminationRehireId": "Yes",
}


async def rows(api, table, number=102):
    return (await api.get(f"/v1/employees/{number}/tables/{table}")).json()


async def test_rows_are_a_flat_list_with_text_ids(api):
    row = (await rows(api, "jobInfo"))[0]
    assert (row["employeeId"], row["id"].isdigit(), row["reportsTo"].count(", ")) == ("102", True, 1)


async def test_all_gives_everyone_inactive_included(api):
    people = {row["employeeId"] for row in await rows(api, "employmentStatus", "all")}
    assert len(people) == 60


async def test_money_in_tables_is_an_object(api):
    assert (await rows(api, "compensation"))[0]["rate"].keys() == {"currency", "value"}


async def test_rows_in_xml(api):
    answer = await api.get("/v1/employees/102/tables/jobInfo", headers={"Accept": None})
    assert ' employeeId="102"><field id="date">' in answer.text


async def test_future_rows_are_given(api):
    assert (
        len([r for r in await rows(api, "jobInfo", awkward.FUTURE_TRANSFER) if r["date"] > "2026-03-04"]) == 1
    )


async def test_contacts_and_emergency_contacts_are_one_table(api):
    await api.post("/v1_1/employees/102/tables/contacts", {"name": "Noa Roe"})
    assert (await rows(api, "emergencyContacts"))[-1]["name"] == "Noa Roe"


async def test_a_custom_table_can_be_written(api):
    body = {"date": "2026-03-01", "item": "Laptop", "serialNumber": "SN-1"}
    await api.post("/v1_1/employees/102/tables/customEquipment", body)
    assert (await rows(api, "customEquipment"))[-1]["serialNumber"] == "SN-1"


@pytest.mark.parametrize("path", ["102/tables/nothing", "9/tables/jobInfo", "all/tables/nothing"])
async def test_an_unknown_table_or_employee_is_not_found(api, path):
    assert (await api.get(f"/v1/employees/{path}")).status == 404


async def test_adding_a_row_answers_200_and_nothing(api):
    answer = await api.post("/v1_1/employees/102/tables/employmentStatus", LEAVING)
    assert (answer.status, answer.body) == (200, b"")


async def test_a_termination_row_makes_the_employee_inactive(api):
    await api.post("/v1_1/employees/102/tables/employmentStatus", LEAVING)
    answer = await api.get("/v1/employees/102?fields=status,terminationDate,employmentHistoryStatus,4313")
    assert answer.json() == {
        "id": "102",
        "status": "Inactive",
        "terminationDate": "2026-03-04",
        "employmentHistoryStatus": "Terminated",
        "4313": "Resignation (Voluntary)",
    }


async def test_coming_back_moves_the_hire_date_and_keeps_the_first(api):
    hired = await api.field(102, "hireDate")
    await api.post("/v1_1/employees/102/tables/employmentStatus", LEAVING)
    back = {"date": "2026-03-10", "employmentStatus": "Full-Time"}
    await api.post("/v1_1/employees/102/tables/employmentStatus", back)
    await api.advance(6)
    answer = await api.get("/v1/employees/102?fields=status,hireDate,originalHireDate,terminationDate")
    assert answer.json() == {
        "id": "102",
        "status": "Active",
        "hireDate": "2026-03-10",
        "originalHireDate": hired,
        "terminationDate": "0000-00-00",
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"employmentStatus": "Full-Time"}, 400),
        ({"date": "2026-03-04", "employmentStatus": "Terminated"}, 400),
        ({"date": "2026-03-04", "employmentStatus": "Sabbatical"}, 406),
        ({"date": "4 March", "employmentStatus": "Full-Time"}, 406),
        ({"date": "2026-03-04", "employmentStatus": "Full-Time", "colour": "red"}, 406),
    ],
)
async def test_version_1_1_refuses_what_is_unfit(api, body, status):
    assert (await api.post("/v1_1/employees/102/tables/employmentStatus", body)).status == status


async def test_version_1_ignores_what_is_unfit(api):
    body = {
        "date": "2026-03-04",
        "location": "Atlantis",
        "department": "Finance",
        "reportsTo": "Nobody, At All",
    }
    answer = await api.post("/v1/employees/102/tables/jobInfo", body)
    row = (await rows(api, "jobInfo"))[-1]
    assert (answer.status, row["location"], row["department"], row["reportsTo"]) == (200, "", "Finance", "")


@pytest.mark.parametrize("spelling", ["fullName1", "fullName2", "fullName4", "fullName5"])
async def test_a_superior_is_found_by_four_spellings_of_the_name(api, spelling):
    name = await api.field(125, spelling)
    await api.post("/v1_1/employees/150/tables/jobInfo", {"date": "2026-03-04", "reportsTo": name.upper()})
    assert await api.field(150, "supervisorEId") == "125"


async def test_updating_a_row_changes_the_columns_sent_only(api):
    row = (await rows(api, "jobInfo"))[-1]
    await api.post(f"/v1_1/employees/102/tables/jobInfo/{row['id']}", {"location": "Denver"})
    assert (await rows(api, "jobInfo"))[-1] == {**row, "location": "Denver"}


async def test_deleting_a_row_says_so_once(api):
    row = (await rows(api, "jobInfo"))[-1]["id"]
    path = f"/v1/employees/102/tables/jobInfo/{row}"
    answers = [(await api.delete(path)).json()["success"] for _ in range(2)]
    assert answers == [True, False]


async def test_a_row_may_be_gone_when_its_change_arrives(api):
    row = (await rows(api, "jobInfo"))[0]["id"]
    api.box.sandbox.faults.replace([{"kind": "row_gone", "vendor": "bamboohr", "times": 1}])
    answer = await api.post(f"/v1_1/employees/102/tables/jobInfo/{row}", {"jobTitle": "Lead"})
    left = [one["id"] for one in await rows(api, "jobInfo")]
    touched = [one.effect for one in api.box.sandbox.journal.entries if one.method == "POST"]
    assert (answer.status, row in left, touched) == (404, False, ["none"])


async def test_of_rows_with_one_date_the_last_entered_is_current(api):
    for place in ("Denver", "Austin"):
        await api.post("/v1_1/employees/102/tables/jobInfo", {"date": "2026-03-04", "location": place})
    assert await api.field(102, "location") == "Austin"


@pytest.mark.parametrize(
    ("body", "effect"),
    [(LEAVING, "terminated"), ({"date": "2026-03-04", "employmentStatus": "Intern"}, "updated")],
)
async def test_the_journal_tells_a_termination_from_an_update(api, body, effect):
    await api.post("/v1_1/employees/102/tables/employmentStatus", body)
    assert api.journal()[-1].effect == effect


async def test_the_end_of_a_pay_row_is_the_day_before_the_next(api):
    await api.post(
        "/v1_1/employees/101/tables/compensation",
        {"startDate": "2026-03-02", "rate": {"value": "300000", "currency": "USD"}, "type": "Salary"},
    )
    ends = [row["endDate"] for row in await rows(api, "compensation", 101)]
    assert (ends[-1], ends[-2]) == (None, "2026-03-01")


DEDUCTION = {
    "planYear": "2026-01-01",
    "benefit": "medical",
    "deductionCode": "MED125",
    "kind": "pretax",
    "startDate": "2026-04-01",
    "endDate": "2026-12-31",
    "amount": "52.1",
    "annualAmount": "",
    "frequency": "Biweekly",
}


async def test_a_deduction_keeps_amounts_as_money_and_an_empty_one_as_null(api):
    await api.post("/v1_1/employees/102/tables/customDeductions", DEDUCTION)
    (row,) = await rows(api, "customDeductions")
    assert (row["amount"], row["annualAmount"]) == ({"currency": "USD", "value": "52.10"}, None)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"kind": "both"}, 406), ({"amount": "much"}, 406), ({"deductionCode": ""}, 400), ({"fund": "A"}, 406)],
)
async def test_an_unfit_deduction_is_refused(api, wrong, status):
    answer = await api.post("/v1_1/employees/102/tables/customDeductions", {**DEDUCTION, **wrong})
    assert answer.status == status


async def test_a_deduction_sent_twice_is_there_twice(api):
    for _ in range(2):
        await api.post("/v1_1/employees/102/tables/customDeductions", DEDUCTION)
    assert len(await rows(api, "customDeductions")) == 2


async def test_a_company_without_deduction_table_neither_lists_nor_serves_it(api):
    await api.control("PUT", "bamboohr/switches", {"deduction_table": False})
    listed = {table["alias"] for table in (await api.get("/v1/meta/tables")).json()}
    served = (await api.get("/v1/employees/all/tables/customDeductions")).status
    assert ("customDeductions" in listed, served) == (False, 404)
