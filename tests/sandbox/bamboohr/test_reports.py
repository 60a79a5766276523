"""Custom and saved reports."""

import pytest

from sandbox.company import awkward

JSON = {"Content-Type": "application/json"}
BODY = b'{"title":"t","fields":["employeeNumber"]}'
XML = b'<report output="json"><title>t</title><fields><field id="employeeNumber"/></fields></report>'


async def post(api, body, query="?format=json", **headers):
    return await api.call("POST", f"/v1/reports/custom{query}", data=body, headers=headers)


async def test_a_report_has_everyone_active_or_not(api):
    report = await api.report("status")
    assert {row["status"] for row in report["employees"]} == {"Active", "Inactive"}
    assert len(report["employees"]) == 60


async def test_a_field_asked_for_by_number_comes_back_dotted(api):
    report = await api.report("4411", "19.1")
    assert [*report["employees"][0]] == ["id", "4411.0", "19.1"]


async def test_unknown_fields_vanish(api):
    report = await api.report("nothing", "{{ fields }}")
    assert (report["fields"], report["employees"][0]) == ([], {"id": "101"})


async def test_value_shapes(api):
    row = (await api.report("payRate", "terminationDate", "middleName", "photoUploaded", "state"))[
        "employees"
    ][5]
    assert (row["payRate"].endswith(" USD"), row["terminationDate"], row["photoUploaded"]) == (
        True,
        "0000-00-00",
        False,
    )


async def test_the_filter_on_last_change_is_inclusive(api):
    await api.post("/v1/employees/102", {"city": "Kuna"})
    since = await api.field(102, "lastChanged")
    body = {"fields": ["city"], "filters": {"lastChanged": {"includeNull": "no", "value": since}}}
    answer = await api.post("/v1/reports/custom?format=json", body)
    assert [row["id"] for row in answer.json()["employees"]] == ["102"]


async def test_the_filter_on_employees(api):
    body = {"fields": ["city"], "filters": {"employeeIds": [103, "105", 9_999]}}
    answer = await api.post("/v1/reports/custom?format=json", body)
    assert [row["id"] for row in answer.json()["employees"]] == ["103", "105"]


async def test_only_current_can_be_switched_off(api):
    rows = {
        flag: {row["id"]: row for row in (await api.report("location", onlyCurrent=flag))["employees"]}
        for flag in ("true", "false")
    }
    number = str(awkward.FUTURE_TRANSFER)
    assert [rows[flag][number]["location"] for flag in ("true", "false")] == ["Boise", "Denver"]


async def test_no_fields_at_all_give_one_row_with_its_id(api):
    assert (await api.report())["employees"] == [{"id": "101"}]


async def test_no_fields_at_all_can_be_switched_to_an_error(api):
    await api.control("PUT", "bamboohr/switches", {"empty_report": "refused"})
    assert (await post(api, b'{"fields":[]}', **JSON)).status == 400


async def test_more_than_400_fields_are_refused(api):
    answer = await api.post("/v1/reports/custom?format=json", {"fields": [str(n) for n in range(401)]})
    assert answer.status == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (BODY, "application/json", 200),
        (BODY, "application/json; charset=utf-8", 400),
        (XML, "application/xml", 200),
        (XML, "application/json; charset=utf-8", 200),
        (BODY, "text/plain", 400),
    ],
)
async def test_only_exactly_application_json_is_read_as_json(api, body, kind, status):
    assert (await post(api, body, **{"Content-Type": kind})).status == status


async def test_what_is_read_as_xml_and_is_none_is_malformed_xml(api):
    answer = await post(api, BODY, **{"Content-Type": "application/json; charset=utf-8"})
    assert answer.headers["X-BambooHR-Error-Message"] == "Malformed XML, Malformed XML"


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("?format=JSON", "*/*", 200),
        ("?format=docx", "application/json", 404),
        ("", "application/json", 200),
        ("", "text/csv", 200),
        ("", "*/*", 404),
        ("", "application/xml", 404),
        ("", "application/json, text/xml", 404),
    ],
)
async def test_the_format_comes_from_the_query_or_from_exactly_one_type_accepted(api, query, accept, status):
    assert (await post(api, BODY, query, **JSON, Accept=accept)).status == status


async def test_csv_has_a_row_of_labels_first(api):
    answer = await post(api, BODY, "?format=csv", **JSON)
    assert answer.text.splitlines()[:2] == ["Employee #", "E10001"]


async def test_xml_output(api):
    answer = await post(api, XML, "?format=xml", **{"Content-Type": "text/xml"})
    assert '<employee id="101"><field id="employeeNumber">E10001</field></employee>' in answer.text


async def test_a_saved_report_the_old_way(api):
    assert (await api.get("/v1/reports/1?format=json")).json()["title"] == "Roster"


async def test_an_unknown_saved_report_is_not_found(api):
    answer = await api.get("/v1/custom-reports/99")
    assert (answer.status, answer.json()["error"]["code"]) == (404, 404)


async def test_a_page_beyond_the_last_is_the_last(api):
    answer = (await api.get("/v1/custom-reports/1?page=99&page_size=25")).json()
    assert (answer["pagination"]["current_page"], len(answer["data"]), answer["pagination"]["next_page"]) == (
        3,
        10,
        None,
    )
