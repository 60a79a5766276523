"""Datasets: discovery and query."""

import pytest

DATA = "/v2/datasets/employee/data"


async def query(api, **body):
    return (await api.post(DATA, body)).json()


async def test_the_employee_dataset_is_listed_with_its_fields(api):
    assert (await api.get("/v1_2/datasets")).json() == {
        "datasets": [{"name": "employee", "label": "Employee"}]
    }
    fields = (await api.get("/v1_2/datasets/employee/fields")).json()["fields"]
    assert {"name": "status", "type": "options", "id": 387}.items() <= {
        field["name"]: field for field in fields
    }["status"].items()


async def test_a_query_answers_rows_wrapped_in_fields(api):
    answer = await query(
        api, fields=["employeeNumber", "jobInformationLocation"], orderBy="employeeNumber asc"
    )
    assert answer["data"][0]["fields"]["employeeNumber"] == "E10001"


async def test_pages_go_on_by_number_and_links_end(api):
    pages = [
        await query(api, fields=["employeeNumber"], orderBy="employeeNumber asc", page=page, pageSize=25)
        for page in (1, 2, 3)
    ]
    rows = [row["fields"]["employeeNumber"] for page in pages for row in page["data"]]
    assert (len(set(rows)), "next" in pages[2]["links"], pages[0]["meta"]["totalItems"]) == (60, False, 60)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("employeeNumber eq 'E10004'", ["E10004"]),
        ("employeeNumber eq 'E10004' or employeeNumber eq 'E10005'", ["E10004", "E10005"]),
        ("hireDate gt '2026-03-04'", ["E10005"]),
        ("employmentStatus in ('Intern','Contractor') and employeeNumber eq 'E10012'", ["E10012"]),
        ("lastName eq 'Ångström-Nuñez'", ["E10007"]),
    ],
)
async def test_filters(api, text, numbers):
    answer = await query(api, fields=["employeeNumber"], filter=text, orderBy="employeeNumber asc")
    assert [row["fields"]["employeeNumber"] for row in answer["data"]] == numbers


async def test_a_future_hire_counts_as_inactive(api):
    answer = await query(api, fields=["status"], filter="employeeNumber eq 'E10005'")
    assert answer["data"][0]["fields"]["status"] == "Inactive"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"fields": ["lastName"], "filter": "a eq 'x'"}, 422, "INVALID_FILTER"),
        (
            {"fields": ["lastName"], "filter": "city eq 'x' and city eq 'y' or city eq 'z'"},
            422,
            "INVALID_FILTER",
        ),
        ({"fields": ["lastName"], "filter": "city gt 'x'"}, 422, "INVALID_FILTER"),
        ({"fields": ["lastName"], "filter": "city in ('x','y')"}, 422, "INVALID_FILTER"),
        ({"fields": ["lastName"], "filter": "city eq 'x"}, 422, "INVALID_FILTER"),
        ({"fields": ["lastName"], "orderBy": "city asc"}, 400, "UE-1001"),
        ({"fields": ["lastName"], "pageSize": 1001}, 422, "INVALID_PAGINATION"),
        ({"fields": ["nonsense"]}, 422, "INVALID_FIELD"),
    ],
)
async def test_refusals_are_problems(api, body, status, code):
    answer = await api.post(DATA, body, headers={"X-Request-ID": "r-1"})
    assert (answer.status, answer.json()["code"], answer.headers["X-Request-ID"]) == (status, code, "r-1")


async def test_a_forbidden_field_fails_the_whole_query(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["ssn"]})
    assert (await api.post(DATA, {"fields": ["employeeNumber", "ssn"]})).status == 403


async def test_an_unknown_dataset_is_422_in_discovery_and_404_in_a_query(api):
    statuses = [
        (await api.get("/v1_2/datasets/nothing/fields")).status,
        (await api.post("/v2/datasets/nothing/data", {"fields": ["city"]})).status,
    ]
    assert statuses == [422, 404]


async def test_field_options_are_the_values_in_use(api):
    answer = await api.post("/v1_2/datasets/employee/field-options", {"fields": ["status"]})
    assert [option["id"] for option in answer.json()["status"]] == ["Active", "Inactive"]


async def test_options_of_an_unknown_field_are_a_plain_500(api):
    answer = await api.post("/v1_2/datasets/employee/field-options", {"fields": ["nonsense"]})
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (500, "text/plain")
