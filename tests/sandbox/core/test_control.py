"""The control routes over HTTP."""

from typing import Any

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller


async def control(api: Caller, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    async with api.session.request(method, f"/__sandbox{path}", json=body) as response:
        answer = await response.json() if response.content_type.endswith("json") else await response.text()
        return response.status, answer


async def test_health_tells_seed_and_size(api: Caller) -> None:
    assert await control(api, "GET", "/health") == (200, {"status": "ok", "employees": 5, "seed": 1})


async def test_the_clock_is_set_to_an_instant(api: Caller, box: Running) -> None:
    await control(api, "PUT", "/clock", {"now": "2030-05-01T08:00:00+00:00"})
    assert box.sandbox.clock.today().isoformat() == "2030-05-01"


async def test_the_clock_is_advanced_by_days(api: Caller) -> None:
    await control(api, "PUT", "/clock", {"now": "2030-05-01T08:00:00+00:00"})
    assert (await control(api, "PUT", "/clock", {"advance_days": 31}))[1]["today"] == "2030-06-01"


@pytest.mark.parametrize("body", [{}, {"now": "soon"}, {"advance_days": "x"}, []])
async def test_a_wrong_clock_body_is_refused(api: Caller, body: Any) -> None:
    assert (await control(api, "PUT", "/clock", body))[0] == 400


async def test_faults_are_set_listed_with_their_count_and_cleared(api: Caller) -> None:
    await control(api, "PUT", "/faults", [{"kind": "status", "times": 1}])
    await api.call("GET", "/organizations")
    fired = (await control(api, "GET", "/faults"))[1][0]["fired"]
    cleared = (await control(api, "DELETE", "/faults"))[1]
    assert (fired, cleared) == (1, [])


@pytest.mark.parametrize("body", [{}, [{"kind": "storm"}]])
async def test_wrong_faults_are_refused(api: Caller, body: Any) -> None:
    assert (await control(api, "PUT", "/faults", body))[0] == 400


async def test_a_state_that_was_kept_is_returned_to(api: Caller, box: Running) -> None:
    await api.hire(1)
    kept = (await control(api, "GET", "/state"))[1]
    await api.hire(2)
    await control(api, "PUT", "/state", kept)
    assert [one["subscriber_code"] for one in box.sandbox.vendors["plansource"].roster.all()] == ["E00001"]


@pytest.mark.parametrize("body", [{}, [], {"now": "2026-03-04", "seq": 1, "vendors": {"plansource": {}}}])
async def test_a_state_of_another_shape_is_refused(api: Caller, body: Any) -> None:
    assert (await control(api, "PUT", "/state", body))[0] == 400


async def test_a_reset_forgets_employees_journal_faults_and_time(api: Caller, box: Running) -> None:
    await api.hire()
    await control(api, "PUT", "/clock", {"now": "2030-05-01T08:00:00+00:00"})
    await control(api, "PUT", "/faults", [{"kind": "status"}])
    await control(api, "POST", "/reset")
    subscribers = (await control(api, "GET", "/plansource/subscribers"))[1]
    faults, today = box.sandbox.faults.to_json(), box.sandbox.clock.today()
    assert (subscribers, box.sandbox.journal.entries, faults, today.year != 2030) == ([], [], [], True)


async def test_the_stored_subscribers_include_test_employees_and_no_nulls(api: Caller) -> None:
    await api.hire(test_employee=True)
    (stored,) = (await control(api, "GET", "/plansource/subscribers"))[1]
    assert (stored["test_employee"], None in stored.values()) == (True, False)
