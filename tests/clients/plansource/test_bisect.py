"""A bulk call that refuses rows is narrowed down to exactly those, with few calls."""

import math
from collections.abc import Container
from typing import Any

import pytest
from aiohttp import web

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.writer import SubscriberWriter
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus
from sandbox.core.journal import Effect

from .conftest import Office, ScriptedVendor, code, failure, hire, success, terminate, update

CONFIRMED, ACCEPTED, REJECTED = WriteStatus.CONFIRMED, WriteStatus.ACCEPTED, WriteStatus.REJECTED
REFUSAL = {"http_status": 400, "message": "State must be a valid State abbreviation.", "error_code": 400}


class AllOrNothing:
    """A vendor that refuses a whole batch for one bad row and does not say which."""

    def __init__(self, bad: Container[str]) -> None:
        self.bad = bad
        self.created: list[str] = []

    def __call__(self, request: web.Request, body: Any) -> web.Response:
        rows = body if isinstance(body, list) else [body]
        if any(row["subscriber_code"] in self.bad for row in rows):
            return failure(REFUSAL["message"])
        self.created += [row["subscriber_code"] for row in rows]
        shown = [{"id": 1, **row} for row in rows]
        return success(shown if isinstance(body, list) else shown[0])


async def write(client: PlanSourceClient, count: int) -> list[WriteOutcome]:
    outcomes: list[WriteOutcome] = []
    ops = [WriteOp(f"E{number}", WriteKind.CREATE, {"first_name": "Maya"}) for number in range(count)]
    await SubscriberWriter(client).write(ops, sending=lambda sent: None, settled=outcomes.extend)
    return outcomes


@pytest.mark.parametrize("bad", [set(), {"E0"}, {"E99"}, {"E13", "E14", "E77"}])
async def test_exactly_the_bad_rows_are_rejected(
    vendor: ScriptedVendor, client: PlanSourceClient, bad: set[str]
):
    vendor.reply = AllOrNothing(bad)
    outcomes = await write(client, 100)
    assert {one.record_key for one in outcomes if one.status is REJECTED} == bad
    assert len(outcomes) == 100


async def test_the_good_rows_of_a_bad_batch_are_created_once(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = everyone = AllOrNothing({"E13"})
    await write(client, 100)
    assert sorted(everyone.created) == sorted(f"E{number}" for number in range(100) if number != 13)


async def test_one_bad_row_in_a_hundred_is_found_with_two_calls_for_each_halving(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = AllOrNothing({"E13"})
    await write(client, 100)
    assert len(vendor.requests) <= 1 + 2 * math.ceil(math.log2(100))


async def test_a_rejected_row_says_field_and_rule(vendor: ScriptedVendor, client: PlanSourceClient):
    vendor.reply = AllOrNothing({"E13"})
    refused = [one for one in await write(client, 100) if one.status is REJECTED]
    assert [(one.field, one.rule) for one in refused] == [("state", "state")]


async def test_a_call_that_is_too_much_for_the_vendor_is_cut_in_halves(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    kept: dict[str, Any] = {}

    def reply(request: web.Request, body: Any) -> web.Response:
        if request.method == "GET":
            return failure("Employee not found", 404)
        if len(body) > 30:
            return web.Response(status=504)
        kept.update({row["subscriber_code"]: row for row in body})
        return success([{"id": 1, **row} for row in body])

    vendor.reply = reply
    outcomes = await write(client, 100)
    assert {one.status for one in outcomes} == {ACCEPTED}
    assert len(kept) == 100


async def test_rows_named_by_the_answer_are_asked_about_once_more_and_then_rejected(office: Office):
    outcomes = await office.write(*(hire(n, state="ZZ" if n in {7, 8, 90} else "ID") for n in range(1, 101)))
    refused = [key for (key, _), status in outcomes.items() if status is REJECTED]
    assert sorted(refused) == [code(7), code(8), code(90)]
    assert office.calls() == ["POST /subscribers"] * 2


async def test_a_lone_bad_row_of_a_batch_gets_a_call_of_its_own(office: Office):
    await office.write(*(hire(n, state="ZZ" if n == 7 else "ID") for n in range(1, 101)))
    assert office.calls() == ["POST /subscribers", "POST /subscriber"]


async def test_rows_that_were_refused_for_no_lasting_reason_are_written_after_all(office: Office):
    office.faults({"kind": "bad_rows", "times": 1})
    outcomes = await office.write(*map(hire, range(1, 101)))
    assert set(outcomes.values()) <= {ACCEPTED, CONFIRMED}
    assert sorted(office.effects(Effect.CREATED)) == [code(number) for number in range(1, 101)]


async def test_a_batch_of_which_no_row_works_is_rejected_row_by_row(office: Office):
    outcomes = await office.write(*(hire(number, division="NORTH") for number in range(1, 31)))
    assert set(outcomes.values()) == {REJECTED}
    assert {one.rule for one in office.outcomes} == {"list.value"}


async def test_a_row_that_a_batch_already_did_is_confirmed_by_a_read(office: Office):
    people = range(1, 31)
    await office.staff(*people)
    await office.write(terminate(4), terminate(5, "2026-01-02"))
    outcomes = await office.write(*map(terminate, people))
    assert outcomes[code(4), WriteKind.TERMINATE] is CONFIRMED
    assert office.outcomes[-1].rule == "employee.terminated"


async def test_unknown_people_in_a_bulk_update_are_rejected(office: Office):
    await office.staff(*range(1, 30))
    await office.write(*map(update, range(1, 32)))
    assert [(one.record_key, one.rule) for one in office.outcomes if one.status is REJECTED] == [
        (code(30), "not_found"),
        (code(31), "not_found"),
    ]


async def test_rows_that_an_answer_forgets_are_read(vendor: ScriptedVendor, client: PlanSourceClient):
    kept: dict[str, Any] = {}

    def reply(request: web.Request, body: Any) -> web.Response:
        if request.method == "GET":
            return success(kept[request.path.rpartition("/")[2]])
        kept.update({row["subscriber_code"]: {"id": 1, **row} for row in body})
        return success([row for row in kept.values() if row["subscriber_code"] != "E13"])

    vendor.reply = reply
    outcomes = await write(client, 100)
    assert [one.record_key for one in outcomes if one.status is CONFIRMED] == ["E13"]
    assert vendor.routes == ["POST /subscribers", "GET /subscriber/E13"]


async def test_the_counts_envelope_s_failed_rows_are_told_from_the_others(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    kept: dict[str, Any] = {}

    def reply(request: web.Request, body: Any) -> web.Response:
        if request.method == "GET":
            found = kept.get(request.path.rpartition("/")[2])
            return success(found) if found else failure("Employee not found", 404)
        rows = body if isinstance(body, list) else [body]
        bad = [row for row in rows if row["subscriber_code"] == "E13"]
        kept.update({row["subscriber_code"]: {"id": 1, **row} for row in rows if row not in bad})
        failed = [{**row, "errors": "Missing required attribute: ssn"} for row in bad]
        return success({"valid_count": len(rows) - len(bad), "failed_count": len(bad), "failed_rows": failed})

    vendor.reply = reply
    outcomes = await write(client, 30)
    assert [(one.record_key, one.rule) for one in outcomes if one.status is REJECTED] == [("E13", "required")]
    assert sum(one.status is CONFIRMED for one in outcomes) == 29


async def test_attempts_are_counted(office: Office):
    await office.write(*(hire(n, state="ZZ" if n == 7 else "ID") for n in range(1, 31)))
    assert {one.record_key: one.attempts for one in office.outcomes if one.attempts > 1} == {code(7): 2}
