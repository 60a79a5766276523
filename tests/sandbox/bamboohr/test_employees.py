"""Reading and writing one employee, and the directory."""

import pytest

from sandbox.company import awkward

NEW = {"firstName": "Ines", "lastName": "Roe"}


async def test_without_fields_only_the_id_comes_back(api):
    assert (await api.get("/v1/employees/101")).json() == {"id": "101"}


async def test_a_value_comes_back_under_the_name_it_was_asked_for(api):
    answer = (await api.get("/v1/employees/101?fields=4411,customBadge,no_such_field")).json()
    assert answer == {"id": "101", "4411": "B10001", "customBadge": "B10001"}


async def test_more_than_400_fields_are_refused(api):
    names = ",".join(f"f{number}" for number in range(401))
    assert (await api.get("/v1/employees/101", params={"fields": names})).status == 400


async def test_an_empty_date_reads_as_zeros(api):
    assert await api.field(101, "terminationDate") == "0000-00-00"


async def test_without_birth_date_age_is_minus_one_and_birthday_empty(api):
    await api.control("PUT", "bamboohr/employees/101", {"dateOfBirth": None})
    answer = (await api.get("/v1/employees/101?fields=age,birthday")).json()
    assert answer == {"id": "101", "age": -1, "birthday": ""}


async def test_state_is_a_code_here_and_a_name_in_reports(api):
    code = await api.field(101, "state")
    name = (await api.report("state"))["employees"][0]["state"]
    assert (len(code), len(name) > 2) == (2, True)


async def test_a_future_hire_has_no_department_yet(api):
    assert await api.field(awkward.FUTURE_HIRE, "department") is None


async def test_a_future_hire_shows_the_department_to_come_when_asked(api):
    assert await api.field(awkward.FUTURE_HIRE, "department", onlyCurrent="false")


async def test_a_scheduled_termination_takes_effect_on_its_day(api):
    seen = []
    for days in (11, 1):
        await api.advance(days)
        seen.append(
            [await api.field(awkward.FUTURE_TERMINATION, name) for name in ("status", "terminationDate")]
        )
    assert seen == [["Active", "0000-00-00"], ["Inactive", "2026-03-16"]]


async def test_a_scheduled_transfer_takes_effect_on_its_day(api):
    before = await api.field(awkward.FUTURE_TRANSFER, "location")
    await api.advance(15)
    assert (before, await api.field(awkward.FUTURE_TRANSFER, "location")) == ("Boise", "Denver")


async def test_supervisor_is_last_name_first_and_its_id_the_employee_id(api):
    answer = (await api.get("/v1/employees/102?fields=supervisor,supervisorEId,supervisorId")).json()
    chief = (await api.get("/v1/employees/101?fields=fullName4")).json()["fullName4"]
    assert answer == {"id": "102", "supervisor": chief, "supervisorEId": "101", "supervisorId": "E10001"}


async def test_creating_answers_201_with_the_new_id_at_the_end_of_location(api):
    answer = await api.post("/v1/employees", NEW)
    assert (answer.status, answer.headers["Location"], answer.json()) == (
        201,
        f"{api.box.url}/api/v1/employees/161",
        {"id": "161"},
    )


async def test_location_keeps_the_callers_own_address_form(api):
    answer = await api.post("/api/gateway.php/juniperfield/v1/employees/", NEW)
    assert answer.headers["Location"] == f"{api.box.url}/api/gateway.php/juniperfield/v1/employees/161"


async def test_an_xml_body_without_content_type_is_read_as_xml(api):
    body = b'<employee><field id="firstName">Ines</field><field id="lastName">Roe</field></employee>'
    answer = await api.call("POST", "/v1/employees", data=body, headers={"Content-Type": ""})
    assert (answer.status, await api.field(161, "fullName1")) == (201, "Ines Roe")


@pytest.mark.parametrize("body", [{"firstName": "Ines"}, {"lastName": "Roe"}, {}])
async def test_both_names_are_required(api, body):
    assert (await api.post("/v1/employees", body)).status == 400


async def test_the_create_body_can_be_switched_to_empty(api):
    await api.control("PUT", "bamboohr/switches", {"create_body": "empty"})
    assert (await api.post("/v1/employees", NEW)).body == b""


async def test_a_work_email_belongs_to_one_employee_only(api):
    mail = await api.field(101, "workEmail")
    answer = await api.post("/v1/employees", {**NEW, "workEmail": mail.upper()})
    assert (answer.status, answer.headers["X-BambooHR-Error-Message"]) == (
        409,
        "Duplicate email, Duplicate email",
    )


async def test_job_fields_of_a_new_employee_become_the_first_rows_dated_at_hire(api):
    await api.post("/v1/employees", {**NEW, "hireDate": "2026-03-01", "department": "finance "})
    row = (await api.get("/v1/employees/161/tables/jobInfo")).json()[0]
    assert (row["date"], row["department"]) == ("2026-03-01", "Finance")


@pytest.mark.parametrize(
    ("name", "value"),
    [("department", "Astrology"), ("hireDate", "01/02/2026"), ("country", "Atlantis"), ("gender", "x")],
)
async def test_an_unfit_value_is_a_conflict(api, name, value):
    assert (await api.post("/v1/employees/102", {name: value})).status == 409


async def test_an_unfit_value_is_ignored_where_lists_are_lenient(api):
    await api.control("PUT", "bamboohr/switches", {"strict_lists": False})
    before = await api.field(102, "department")
    answer = await api.post("/v1/employees/102", {"department": "Astrology"})
    assert (answer.status, await api.field(102, "department")) == (200, before)


async def test_an_update_keeps_what_was_not_sent_and_answers_empty(api):
    before = await api.field(102, "firstName")
    answer = await api.post("/v1/employees/102", {"city": "Nampa", "unknownKey": "x"})
    assert (answer.status, answer.body, await api.field(102, "city"), await api.field(102, "firstName")) == (
        200,
        b"",
        "Nampa",
        before,
    )


async def test_a_state_is_kept_as_its_code_and_needs_a_country(api):
    alone = await api.post("/v1/employees/102", {"state": "Oregon"})
    both = await api.post("/v1/employees/102", {"state": "Oregon", "country": "US"})
    assert (alone.status, both.status, await api.field(102, "state"), await api.field(102, "country")) == (
        409,
        200,
        "OR",
        "United States",
    )


async def test_writing_a_job_field_adds_a_row_dated_today(api):
    rows = len((await api.get("/v1/employees/102/tables/jobInfo")).json())
    await api.post("/v1/employees/102", {"jobTitle": "Actuary"})
    after = (await api.get("/v1/employees/102/tables/jobInfo")).json()
    assert (len(after) - rows, after[-1]["date"], after[-1]["jobTitle"]) == (1, "2026-03-04", "Actuary")


@pytest.mark.parametrize(("written", "read"), [("", "0000-00-00"), (None, "0000-00-00")])
async def test_a_date_is_cleared_by_nothing(api, written, read):
    await api.post(f"/v1/employees/{awkward.REHIRE}", {"originalHireDate": written})
    assert await api.field(awkward.REHIRE, "originalHireDate") == read


async def test_writing_zeros_to_a_date_changes_nothing(api):
    before = await api.field(awkward.REHIRE, "originalHireDate")
    await api.post(f"/v1/employees/{awkward.REHIRE}", {"originalHireDate": "0000-00-00"})
    assert await api.field(awkward.REHIRE, "originalHireDate") == before


async def test_an_update_of_forbidden_fields_only_is_forbidden(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["ssn"]})
    statuses = [
        (await api.post("/v1/employees/102", body)).status
        for body in ({"ssn": "1"}, {"ssn": "1", "city": "X"})
    ]
    assert statuses == [403, 200]


async def test_an_api_key_may_not_delete(api):
    assert (await api.delete("/v1/employees/150")).status == 403


async def test_the_directory_shows_the_active_only(api):
    directory = (await api.get("/v1/employees/directory")).json()
    report = (await api.report("status"))["employees"]
    active = {row["id"] for row in report if row["status"] == "Active"} - {str(awkward.FUTURE_HIRE)}
    assert {row["id"] for row in directory["employees"]} == active


async def test_the_directory_shows_future_hires_when_asked(api):
    directory = (await api.get("/v1/employees/directory?onlyCurrent=false")).json()
    assert str(awkward.FUTURE_HIRE) in {row["id"] for row in directory["employees"]}


async def test_the_directory_ends_with_can_upload_photo_as_a_number(api):
    directory = (await api.get("/v1/employees/directory")).json()
    assert (directory["fields"][-1]["id"], directory["employees"][0]["canUploadPhoto"]) == (
        "canUploadPhoto",
        0,
    )


async def test_an_empty_directory_is_not_found(api):
    await api.call("DELETE", "/__sandbox/bamboohr/employees/all")
    assert (await api.get("/v1/employees/directory")).status == 404


async def test_the_journal_names_members_and_never_values(api):
    await api.post("/v1/employees/102", {"city": "Kuna"})
    entry = api.journal()[-1].to_json()
    assert (entry["keys"], entry["members"], entry["effect"], "Kuna" in str(entry)) == (
        ["102"],
        ["city"],
        "updated",
        False,
    )
