"""Webhooks: management, and real deliveries to a receiver that listens."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from sandbox.bamboohr.deliveries import signature

HOOK = {
    "name": "Roster",
    "url": "https://hooks.example.test/x",
    "format": "json",
    "monitorFields": ["city", "jobTitle"],
    "postFields": {"city": "City"},
}
EVENTS = ["employee.created", "employee.updated", "employee.deleted"]


class Receiver:
    """Takes deliveries, answering the statuses it was told to and then 200."""

    def __init__(self):
        self.got = []
        self.statuses = []
        self.arrived = asyncio.Event()

    async def take(self, request):
        self.got.append((request.headers, await request.read()))
        self.arrived.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait(self, count):
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.arrived.clear()
                await self.arrived.wait()


@pytest.fixture
async def receiver():
    taker = Receiver()
    app = web.Application()
    app.router.add_post("/", taker.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    taker.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield taker
    await runner.cleanup()


async def make(api, receiver=None, **change):
    if receiver is not None:
        await api.control(
            "PUT", "bamboohr/switches", {"local_webhooks": True, "webhook_seconds_per_minute": 0.01}
        )
        change["url"] = receiver.url
    return (await api.post("/v1/webhooks", {**HOOK, **change})).json()


def test_the_signature_is_over_body_and_timestamp_with_nothing_between():
    body = (
        b'{"type":"employee.created","timestamp":"2026-03-04T09:15:00Z",'
        b'"data":{"companyId":"40211","employeeId":"317"}}'
    )
    assert signature("0123456789abcdef0123456789abcdef", body, "1772615700") == (
        "18c7cbf748a78b8f00519d410be059f900b899fa9b35545318d8deafbb46b274"
    )


async def test_the_private_key_is_told_once(api):
    hook = await make(api)
    again = (await api.get(f"/v1/webhooks/{hook['id']}")).json()
    assert (len(hook["privateKey"]), "privateKey" in again) == (32, False)


async def test_replacing_returns_what_is_not_sent_to_its_default(api):
    hook = await make(api, includeCompanyDomain=True)
    answer = await api.put(f"/v1/webhooks/{hook['id']}", {**HOOK, "postFields": {}})
    assert (answer.json()["includeCompanyDomain"], answer.json()["postFields"]) == (False, {})


async def test_deleting_says_so_in_words(api):
    hook = await make(api)
    answer = await api.delete(f"/v1/webhooks/{hook['id']}")
    assert answer.text == "Web hook has been deleted."
    assert (await api.get("/v1/webhooks")).json() == {"webhooks": []}


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://hooks.example.test/"},
        {"url": "http://127.0.0.1/"},
        {"format": "xml"},
        {"monitorFields": []},
        {"monitorFields": ["terminationDate"]},
        {"monitorFields": ["nonsense"]},
        {"postFields": {"city": "A", "state": "A"}},
        {"events": ["employee.created", "employee_with_fields.created"]},
        {"events": ["employee.promoted"]},
        {"name": ""},
    ],
)
async def test_an_unfit_webhook_is_refused_with_its_family_of_errors(api, change):
    answer = await api.post("/v1/webhooks", {**HOOK, **change})
    assert (answer.status, bool(answer.json()["errors"][0]["issues"])) == (400, True)


async def test_another_users_webhook_is_forbidden_and_not_listed(api):
    hook = await make(api)
    api.key = (await api.control("GET", "bamboohr/credentials"))["keys"]["limited"]
    answers = [
        await api.get(path) for path in (f"/v1/webhooks/{hook['id']}", "/v1/webhooks", "/v1/webhooks/77")
    ]
    assert ([answer.status for answer in answers], answers[1].json()) == ([403, 200, 404], {"webhooks": []})


async def test_an_update_is_delivered_signed(api, receiver):
    hook = await make(api, receiver, includeCompanyDomain=True)
    await api.post("/v1/employees/102", {"city": "Kuna"})
    await receiver.wait(1)
    headers, body = receiver.got[0]
    message = body + headers["X-BambooHR-Timestamp"].encode()
    signed = hmac.new(hook["privateKey"].encode(), message, hashlib.sha256).hexdigest()
    assert (headers["X-BambooHR-Signature"], headers["Company-Domain"]) == (signed, "juniperfield")
    entry = json.loads(body)["employees"][0]
    assert (entry["id"], entry["action"], entry["changedFields"], entry["fields"]) == (
        "102",
        "Updated",
        ["City"],
        {"City": "Kuna"},
    )


async def test_values_can_be_switched_to_wrapped(api, receiver):
    await make(api, receiver)
    await api.control("PUT", "bamboohr/switches", {"webhook_fields": "wrapped"})
    await api.post("/v1/employees/102", {"city": "Kuna"})
    await receiver.wait(1)
    assert json.loads(receiver.got[0][1])["employees"][0]["fields"] == {"City": {"value": "Kuna"}}


async def test_a_new_employee_is_created_and_updated_in_one_delivery(api, receiver):
    await make(api, receiver)
    await api.post("/v1/employees", {"firstName": "Ines", "lastName": "Roe", "city": "Kuna"})
    await receiver.wait(1)
    actions = [entry["action"] for entry in json.loads(receiver.got[0][1])["employees"]]
    assert actions == ["Created", "Updated"]


async def test_event_based_deliveries_carry_no_values(api, receiver):
    await make(api, receiver, events=EVENTS)
    await api.post("/v1/employees/102", {"city": "Kuna", "zipcode": "83634"})
    await receiver.wait(1)
    payload = json.loads(receiver.got[0][1])
    assert (payload["type"], payload["data"]) == (
        "employee.updated",
        {"companyId": "40211", "employeeId": "102", "changedFields": ["city"]},
    )


async def test_form_encoded_deliveries(api, receiver):
    await make(api, receiver, format="form-encoded")
    await api.post("/v1/employees/102", {"city": "Kuna"})
    await receiver.wait(1)
    form = parse_qs(receiver.got[0][1].decode())
    assert (form["employees[102][City]"], form["employees[102][changedFields][0]"]) == (["Kuna"], ["City"])


async def test_a_change_that_is_not_monitored_is_not_delivered(api, receiver):
    await make(api, receiver)
    await api.post("/v1/employees/102", {"zipcode": "83634"})
    await api.post("/v1/employees/103", {"city": "Kuna"})
    await receiver.wait(1)
    assert [json.loads(body)["employees"][0]["id"] for _, body in receiver.got] == ["103"]


async def test_a_row_dated_ahead_fires_on_its_day(api, receiver):
    await make(api, receiver)
    row = {"date": "2026-03-10", "jobTitle": "Actuary"}
    await api.post("/v1_1/employees/102/tables/jobInfo", row)
    await asyncio.sleep(0.05)
    early = len(receiver.got)
    await api.advance(6)
    await api.get("/v1/employees/101")
    await receiver.wait(1)
    assert (early, json.loads(receiver.got[0][1])["employees"][0]["changedFields"]) == (0, ["Job Title"])


async def test_a_receiver_in_trouble_is_tried_again_and_the_log_says_so(api, receiver):
    receiver.statuses = [503, 500]
    hook = await make(api, receiver)
    await api.post("/v1/employees/102", {"city": "Kuna"})
    await receiver.wait(3)
    await asyncio.sleep(0.05)
    log = (await api.get(f"/v1/webhooks/{hook['id']}/log")).json()
    assert (len(receiver.got), len(log), log[0]["statusCode"], log[0]["employeeIds"]) == (
        3,
        1,
        "200",
        ["102"],
    )


async def test_a_refusal_is_final(api, receiver):
    receiver.statuses = [410]
    hook = await make(api, receiver)
    await api.post("/v1/employees/102", {"city": "Kuna"})
    await receiver.wait(1)
    await asyncio.sleep(0.2)
    log = (await api.get(f"/v1/webhooks/{hook['id']}/log")).json()
    assert (len(receiver.got), log[0]["statusCode"], log[0]["lastSuccess"]) == (1, "410", None)


async def test_monitor_fields_have_text_ids_and_post_fields_numbers(api):
    monitored = (await api.get("/v1/webhooks/monitor_fields")).json()["fields"]
    posted = (await api.get("/v1/webhooks/post-fields")).json()
    assert {"id": "17", "name": "Job Title", "alias": "jobTitle"} in monitored
    assert ({"id", "pageId", "tableId"} <= posted["fields"][0].keys(), posted["tables"][0]["id"]) == (True, 1)


async def test_a_throttled_log_is_an_error_with_status_200(api):
    hook = await make(api)
    api.box.sandbox.faults.replace([{"kind": "error_in_200", "vendor": "bamboohr", "times": 1}])
    answer = await api.get(f"/v1/webhooks/{hook['id']}/log")
    assert (answer.status, answer.json()["error"]["code"]) == (200, 429)
