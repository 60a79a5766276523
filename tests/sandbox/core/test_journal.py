"""What the journal holds of a request, and what it must not hold."""

import json

import aiohttp
import pytest

from sandbox.core.journal import Entry
from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller, person


def last(box: Running) -> Entry:
    return box.sandbox.journal.entries[-1]


async def test_a_create_is_journalled_with_key_effect_route_and_status(api: Caller, box: Running) -> None:
    await api.hire()
    entry = last(box)
    assert (entry.vendor, entry.method, entry.route, entry.keys, entry.effect, entry.status) == (
        "plansource",
        "POST",
        "/admin/v2/subscriber",
        ["E00001"],
        "created",
        200,
    )


async def test_an_update_is_journalled_with_the_names_of_its_members(api: Caller, box: Running) -> None:
    await api.hire()
    await api.by_code("PUT", "/subscriber/E00001", {"city": "Denver", "state": "CO"})
    assert (last(box).members, last(box).effect) == (["city", "state"], "updated")


async def test_a_record_called_by_id_is_journalled_by_its_code(api: Caller, box: Running) -> None:
    hired = await api.hire()
    await api.call("PUT", f"/subscriber/{hired['id']}", {"city": "Denver"})
    assert last(box).keys == ["E00001"]


async def test_terminate_and_rehire_have_effects_of_their_own(api: Caller, box: Running) -> None:
    await api.hire()
    await api.leave()
    await api.by_code("PUT", "/subscriber/E00001/rehire", {"rehire_date": "2026-09-01"})
    assert [entry.effect for entry in box.sandbox.journal.entries[-2:]] == ["terminated", "rehired"]


async def test_a_refused_write_has_no_effect(api: Caller, box: Running) -> None:
    await api.call("POST", "/subscriber", person(gender="X"))
    assert (last(box).keys, last(box).effect, last(box).status) == (["E00001"], "none", 400)


async def test_each_row_of_a_bulk_call_has_its_own_effect(api: Caller, box: Running) -> None:
    await api.call("POST", "/subscribers", [person(1), person(2, gender="X")])
    assert [(touch.key, touch.effect) for touch in last(box).records] == [
        ("E00001", "created"),
        ("E00002", "none"),
    ]


async def test_a_cut_request_has_its_effect_and_no_status(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "cut_after"}])
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.hire()
    assert (last(box).effect, last(box).status, last(box).fault) == ("created", None, "cut_after")


async def test_the_request_id_is_kept(api: Caller, box: Running) -> None:
    async with api.session.get("/admin/v2/organizations", headers={"X-Request-ID": "r-17"}):
        pass
    assert last(box).request_id == "r-17"


async def test_no_value_of_a_record_is_kept(api: Caller) -> None:
    await api.hire(ssn="987654321", birthdate="1977-07-07")
    await api.by_code("PUT", "/subscriber/E00001", {"current_salary": "54321.98"})
    async with api.session.get("/__sandbox/journal") as response:
        text = await response.text()
    assert [value for value in ("987654321", "1977", "54321", "Okafor", "Juniper") if value in text] == []


async def test_the_journal_is_listed_after_a_sequence_number(api: Caller, box: Running) -> None:
    await api.call("GET", "/organizations")
    before = box.sandbox.journal.seq
    await api.call("GET", "/subscribers")
    async with api.session.get("/__sandbox/journal", params={"after": str(before)}) as response:
        assert [entry["path"] for entry in await response.json()] == ["/admin/v2/subscribers"]


async def test_the_journal_is_listed_by_vendor(api: Caller, box: Running) -> None:
    async with api.session.get("/api/v1/nowhere"):
        pass
    async with api.session.get("/__sandbox/journal", params={"vendor": "bamboohr"}) as response:
        assert [entry["path"] for entry in await response.json()] == ["/api/v1/nowhere"]


async def test_a_cleared_journal_goes_on_counting(api: Caller, box: Running) -> None:
    before = box.sandbox.journal.seq
    async with api.session.delete("/__sandbox/journal"):
        pass
    await api.call("GET", "/organizations")
    assert [entry.seq for entry in box.sandbox.journal.entries] == [before + 1]


async def test_an_entry_is_plain_json(api: Caller, box: Running) -> None:
    await api.hire()
    assert json.loads(json.dumps(last(box).to_json()))["effect"] == "created"
