"""Each kind of fault, over real HTTP, with what it does to a write."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from sandbox.core.faults import FaultRuleError, Rule, load_rules
from sandbox.server import Running
from tests.sandbox.plansource.caller import Answer, Caller, person


def put(box: Running, kind: str, **members: Any) -> None:
    box.sandbox.faults.replace([{"kind": kind, "method": "POST", "route": "/subscriber", **members}])


async def create(api: Caller) -> Answer:
    return await api.call("POST", "/subscriber", person())


def applied(box: Running) -> bool:
    return any(entry.effect == "created" for entry in box.sandbox.journal.entries)


async def test_latency_delays_and_changes_nothing_else(api: Caller, box: Running) -> None:
    put(box, "latency", seconds=0.05)
    start = time.perf_counter()
    answer = await create(api)
    assert (answer.status, time.perf_counter() - start >= 0.05) == (200, True)


async def test_a_status_is_worded_as_the_vendor_does_and_nothing_is_applied(
    api: Caller, box: Running
) -> None:
    put(box, "status", status=500)
    answer = await create(api)
    assert (answer.status, answer.message, applied(box)) == (500, "Internal error", False)


async def test_a_status_says_what_it_is_told_to(api: Caller, box: Running) -> None:
    put(box, "status", status=422, text="Email has already been taken")
    answer = await create(api)
    assert (answer.status, answer.message) == (422, "Email has already been taken")


@pytest.mark.parametrize(("retry_after", "header"), [(1, "1"), (0.5, "0.5"), (None, None)])
async def test_a_status_carries_retry_after_when_asked(
    api: Caller, box: Running, retry_after: float | None, header: str | None
) -> None:
    put(box, "status", status=429, retry_after=retry_after)
    answer = await create(api)
    assert (answer.status, answer.headers.get("Retry-After")) == (429, header)


@pytest.mark.parametrize(("kind", "kept"), [("cut_before", False), ("cut_after", True)])
async def test_a_cut_connection_gives_no_answer(api: Caller, box: Running, kind: str, kept: bool) -> None:
    put(box, kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await create(api)
    assert applied(box) is kept


async def test_a_time_out_comes_after_the_write(api: Caller, box: Running) -> None:
    put(box, "timeout_after", seconds=30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(create(api), 0.2)
    assert applied(box)


async def test_a_hanging_answer_ends_in_a_cut_connection(api: Caller, box: Running) -> None:
    put(box, "timeout_after", seconds=0.01)
    with pytest.raises(aiohttp.ClientConnectionError):
        await create(api)


async def test_a_page_of_html_comes_with_status_200(api: Caller, box: Running) -> None:
    put(box, "html")
    headers = {"Authorization": f"Bearer {api.token}"}
    async with api.session.post("/admin/v2/subscriber", json=person(), headers=headers) as response:
        assert (response.status, response.content_type, applied(box)) == (200, "text/html", False)


async def test_a_truncated_body_is_no_json_although_the_write_was_applied(api: Caller, box: Running) -> None:
    put(box, "truncated")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await create(api)
    assert applied(box)


async def test_an_error_in_200_applies_nothing(api: Caller, box: Running) -> None:
    put(box, "error_in_200")
    answer = await create(api)
    assert (answer.status, answer.body["status"], applied(box)) == (200, "failure", False)


async def test_an_expired_token_applies_nothing(api: Caller, box: Running) -> None:
    put(box, "expired_token")
    assert ((await create(api)).status, applied(box)) == (401, False)


async def test_a_fault_may_let_requests_pass_first_and_end_after_some(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "status", "skip": 1, "times": 2}])
    seen = [(await api.call("GET", "/organizations")).status for _ in range(4)]
    assert seen == [200, 503, 503, 200]


async def test_a_fault_with_a_probability_is_repeatable(api: Caller, box: Running) -> None:
    async def walk() -> list[int]:
        box.sandbox.faults.replace([{"kind": "status", "probability": 0.5}])
        return [(await api.call("GET", "/organizations")).status for _ in range(20)]

    first, second = await walk(), await walk()
    assert (first == second, set(first)) == (True, {200, 503})


async def test_a_fault_hits_only_its_vendor(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "status", "vendor": "bamboohr"}])
    assert (await api.call("GET", "/organizations")).status == 200


async def test_a_route_may_be_named_by_its_template(api: Caller, box: Running) -> None:
    await api.hire()
    box.sandbox.faults.replace([{"kind": "status", "route": "/subscriber/{id}/terminate"}])
    seen = ((await api.leave()).status, (await api.by_code("GET", "/subscriber/E00001")).status)
    assert seen == (503, 200)


async def test_a_fault_that_means_nothing_on_a_request_is_kept_for_a_later_one(
    api: Caller, box: Running
) -> None:
    box.sandbox.faults.replace([{"kind": "bad_rows", "times": 1}])
    await api.call("GET", "/organizations")
    answer = await api.call("POST", "/subscribers", [person()])
    assert len(answer.body["errors"]) == 1


async def test_faults_never_touch_the_control_routes(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "cut_before"}])
    async with api.session.get("/__sandbox/health") as response:
        assert response.status == 200


async def test_latency_and_another_fault_are_both_journalled(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "latency", "seconds": 0}, {"kind": "status"}])
    await api.call("GET", "/organizations")
    assert box.sandbox.journal.entries[-1].fault == "latency+status"


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("latency", "fault rule 3 must be an object"),
        ({"kind": "storm"}, "fault rule 3: kind must be one of latency, status"),
        ({"kind": "latency", "duration": 1}, "fault rule 3 has unknown members: duration"),
        ({"kind": "latency", "seconds": "long"}, "fault rule 3: seconds must be a number"),
    ],
)
def test_a_wrong_rule_is_refused_by_its_number(rule: Any, complaint: str) -> None:
    with pytest.raises(FaultRuleError, match=complaint):
        Rule.parse(rule, 3)


def test_a_fault_file_that_holds_no_list_is_refused_by_its_name(tmp_path: Any) -> None:
    path = tmp_path / "faults.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(FaultRuleError, match=r"faults\.json: must hold a list of fault rules"):
        load_rules(path)
