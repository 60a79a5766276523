"""The change feeds."""

import pytest

from sandbox.company import awkward

NOW = "2026-03-04T11:59:00Z"


async def changed(api, since=NOW, **query):
    return (await api.get("/v1/employees/changed", params={"since": since, **query})).json()


async def test_nothing_changed_is_an_empty_map_and_latest_is_since(api):
    assert await changed(api) == {"latest": "2026-03-04T11:59:00+00:00", "employees": {}}


async def test_nothing_changed_can_be_switched_to_a_list(api):
    await api.control("PUT", "bamboohr/switches", {"empty_change_map": "list"})
    assert (await changed(api))["employees"] == []


@pytest.mark.parametrize(
    "since",
    [
        "2026-03-04T11:59:00.123456+0000",
        "2026-03-04T11:59:00+00:00",
        "2026-03-04T12:59:00 01:00",
        "2026-03-04",
    ],
)
async def test_since_is_read_in_all_its_spellings(api, since):
    assert (await api.get("/v1/employees/changed", params={"since": since})).status == 200


@pytest.mark.parametrize("query", [{}, {"since": "yesterday"}, {"since": NOW, "type": "moved"}])
async def test_a_missing_or_bad_parameter_is_refused(api, query):
    assert (await api.get("/v1/employees/changed", params=query)).status == 400


async def test_an_update_is_seen(api):
    await api.post("/v1/employees/102", {"city": "Kuna"})
    assert {key: entry["action"] for key, entry in (await changed(api))["employees"].items()} == {
        "102": "Updated"
    }


async def test_a_new_employee_is_inserted_and_then_updated(api):
    await api.post("/v1/employees", {"firstName": "Ines", "lastName": "Roe"})
    first = (await changed(api))["employees"]["161"]["action"]
    await api.advance(1)
    await api.post("/v1/employees/161", {"city": "Kuna"})
    assert (first, (await changed(api))["employees"]["161"]["action"]) == ("Inserted", "Updated")


async def test_since_is_inclusive(api):
    await api.post("/v1/employees/102", {"city": "Kuna"})
    latest = (await changed(api))["latest"]
    assert [*(await changed(api, latest))["employees"]] == ["102"]


async def test_a_row_dated_ahead_moves_the_last_change_when_entered_and_on_its_day(api):
    row = {"date": "2026-03-10", "location": "Denver"}
    await api.post("/v1_1/employees/102/tables/jobInfo", row)
    entered = [*(await changed(api))["employees"]]
    await api.advance(1)
    quiet = [*(await changed(api, "2026-03-05T00:00:00Z"))["employees"]]
    await api.advance(5)
    due = (await changed(api, "2026-03-09T12:00:00Z"))["employees"]
    assert (entered, quiet, {key: entry["lastChanged"] for key, entry in due.items()}) == (
        ["102"],
        [],
        {"102": "2026-03-10T06:00:00+00:00"},
    )


async def test_a_row_deleted_before_its_day_moves_nothing_then(api):
    await api.post("/v1_1/employees/102/tables/jobInfo", {"date": "2026-03-10", "location": "Denver"})
    row = (await api.get("/v1/employees/102/tables/jobInfo")).json()[-1]["id"]
    await api.delete(f"/v1/employees/102/tables/jobInfo/{row}")
    await api.advance(7)
    assert (await changed(api, "2026-03-05T00:00:00Z"))["employees"] == {}


async def test_the_table_feed_gives_all_rows_of_whoever_changed_in_any_way(api):
    await api.post(f"/v1/employees/{awkward.REHIRE}", {"city": "Kuna"})
    feed = (await api.get("/v1/employees/changed/tables/employmentStatus", params={"since": NOW})).json()
    rows = feed["employees"][str(awkward.REHIRE)]["rows"]
    assert (len(rows), "employeeId" in rows[0], feed["table"]) == (3, False, "employmentStatus")


async def test_the_feed_of_an_unknown_table_is_not_found(api):
    assert (await api.get("/v1/employees/changed/tables/nothing", params={"since": NOW})).status == 404


async def test_the_feed_in_xml(api):
    await api.post("/v1/employees/102", {"city": "Kuna"})
    answer = await api.get("/v1/employees/changed", params={"since": NOW}, headers={"Accept": None})
    assert '<employee id="102" action="Updated" lastChanged="2026-03-04T12:0' in answer.text
