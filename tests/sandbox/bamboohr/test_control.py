"""What testers can do to the company."""

import pytest

from sandbox.company import awkward
from sandbox.server import running

COUNTS = {"change": 8, "terminate": 3, "rehire": 2, "hire": 4, "future_terminate": 1, "transfer": 2}


async def play(api, **counts):
    return await api.control("POST", "bamboohr/scenario", counts)


async def people(api):
    return {person["id"]: person for person in await api.control("GET", "bamboohr/employees")}


async def test_a_scenario_tells_whom_it_touched(api):
    touched = await play(api, **COUNTS, seed=5)
    assert {kind: len(who) for kind, who in touched.items()} == COUNTS


async def test_a_scenario_touches_nobody_twice_and_nobody_awkward(api):
    touched = await play(api, **COUNTS)
    numbers = [int(person["id"]) for who in touched.values() for person in who]
    assert (len(set(numbers)), min(numbers) > awkward.LAST_AWKWARD) == (sum(COUNTS.values()), True)


async def test_exactly_the_people_touched_are_in_the_change_feed(api):
    touched = await play(api, **COUNTS)
    feed = (await api.get("/v1/employees/changed?since=2026-03-04T11:00:00Z")).json()["employees"]
    assert {*feed} == {person["id"] for who in touched.values() for person in who}


async def test_the_same_seed_touches_the_same_people(api):
    first = await play(api, **COUNTS, seed=9)
    await api.control("POST", "reset")
    assert await play(api, **COUNTS, seed=9) == first


async def test_everybody_changed_differs_in_a_current_value(api):
    names = ("address1", "mobilePhone", "payRate", "department")
    before = {row["id"]: row for row in (await api.report(*names))["employees"]}
    touched = await play(api, change=8)
    after = {row["id"]: row for row in (await api.report(*names))["employees"]}
    assert {number for number in after if after[number] != before[number]} == {
        person["id"] for person in touched["change"]
    }


async def test_the_terminated_are_inactive_today(api):
    touched = await play(api, terminate=3)
    assert {await api.field(person["id"], "status") for person in touched["terminate"]} == {"Inactive"}


async def test_the_rehired_are_who_left_last(api):
    left = await play(api, terminate=5)
    await api.advance(1)
    back = await play(api, rehire=2, seed=4)
    assert {person["id"] for person in back["rehire"]} < {person["id"] for person in left["terminate"]}


async def test_the_rehired_are_active_with_their_first_hire_date_kept(api):
    person = (await play(api, rehire=1))["rehire"][0]["id"]
    assert await api.field(person, "originalHireDate") < await api.field(person, "hireDate") == "2026-03-04"


async def test_newcomers_have_numbers_and_addresses_of_their_own(api):
    await play(api, hire=4)
    everyone = [person["fields"] for person in (await people(api)).values()]
    for name in ("employeeNumber", "workEmail"):
        values = [fields[name] for fields in everyone if name in fields]
        assert len(values) == len(set(values))


async def test_a_scheduled_termination_leaves_the_person_active_today(api):
    touched = await play(api, future_terminate=1)
    assert await api.field(touched["future_terminate"][0]["id"], "status") == "Active"


@pytest.mark.parametrize("body", [{"promote": 1}, {"change": "many"}, {"terminate": 500}])
async def test_a_scenario_that_cannot_be_played_is_refused(api, body):
    assert (await api.post("/__sandbox/bamboohr/scenario", body)).status == 400


async def test_a_drill_can_null_the_status_of_everyone(api):
    await api.control("PUT", "bamboohr/employees/all", {"employmentHistoryStatus": None})
    report = await api.report("employmentHistoryStatus")
    assert {row["employmentHistoryStatus"] for row in report["employees"]} == {None}


async def test_a_drill_can_force_a_reckoned_field_and_let_go_of_it(api):
    await api.control("PUT", "bamboohr/employees/101", {"status": "Inactive"})
    forced = await api.field(101, "status")
    await api.control("PUT", "bamboohr/employees/101", {"status": None})
    assert (forced, await api.field(101, "status")) == ("Inactive", "Active")


async def test_a_drill_can_rename_everyones_department(api):
    await api.control("PUT", "bamboohr/employees/all", {"department": "Everything"})
    report = await api.report("department")
    assert {row["department"] for row in report["employees"]} <= {"Everything", None}


async def test_somebody_can_vanish_without_a_trace(api):
    await api.call("DELETE", "/__sandbox/bamboohr/employees/150")
    feed = (await api.get("/v1/employees/changed?since=2020-01-01T00:00:00Z")).json()["employees"]
    assert ("150" in feed, (await api.get("/v1/employees/150")).status) == (False, 404)


async def test_reset_brings_the_company_back(api):
    before = await people(api)
    await play(api, **COUNTS)
    await api.control("POST", "reset")
    assert await people(api) == before


async def test_the_state_survives_saving_and_loading(api):
    await play(api, **COUNTS)
    await api.post("/v1_1/employees/102/tables/jobInfo", {"date": "2026-03-10", "location": "Denver"})
    saved = api.vendor.snapshot()
    async with running(60, 1) as other:
        other.sandbox.vendors["bamboohr"].restore(saved)
        assert other.sandbox.vendors["bamboohr"].snapshot() == saved


@pytest.mark.parametrize("path", ["permissions", "switches", "employees", "credentials"])
async def test_the_control_routes_are_not_journalled(api, path):
    await api.control("GET", f"bamboohr/{path}")
    assert api.journal() == []
