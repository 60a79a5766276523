"""A write whose answer is lost or unclear is looked up before anything is sent again."""

from typing import Any

import pytest
from aiohttp import web

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.writer import SubscriberWriter
from benefits_sync.errors import VendorUnavailableError
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus
from sandbox.core.journal import Effect

from .conftest import Office, ScriptedVendor, code, failure, hire, rehire, success, terminate, update

CREATE, UPDATE, TERMINATE, REHIRE = WriteKind.CREATE, WriteKind.UPDATE, WriteKind.TERMINATE, WriteKind.REHIRE
CONFIRMED, REJECTED, UNKNOWN = WriteStatus.CONFIRMED, WriteStatus.REJECTED, WriteStatus.UNKNOWN

LOST_AFTER = [
    {"kind": "cut_after", "times": 1},
    {"kind": "truncated", "times": 1},
    {"kind": "timeout_after", "seconds": 0.05, "times": 1},
]
LOST_BEFORE = [
    {"kind": "cut_before", "times": 1},
    {"kind": "html", "times": 1},
    {"kind": "status", "status": 500, "times": 1},
    {"kind": "status", "status": 503, "times": 1},
    {"kind": "error_in_200", "times": 1},
]


def named(fault: dict[str, Any]) -> str:
    return f"{fault['kind']} {fault.get('status', '')}".strip()


@pytest.mark.parametrize("fault", LOST_AFTER, ids=named)
async def test_a_create_whose_answer_is_lost_is_not_sent_again(office: Office, fault: dict[str, Any]):
    office.faults({**fault, "method": "POST", "route": "/subscriber"})
    outcomes = await office.write(hire(1))
    assert outcomes == {(code(1), CREATE): CONFIRMED}
    assert office.calls() == ["POST /subscriber", "GET /subscriber/{id}"]


@pytest.mark.parametrize("fault", LOST_BEFORE, ids=named)
async def test_a_create_that_never_happened_is_sent_again_after_a_look(office: Office, fault: dict[str, Any]):
    office.faults({**fault, "method": "POST", "route": "/subscriber"})
    outcomes = await office.write(hire(1))
    assert outcomes == {(code(1), CREATE): CONFIRMED}
    assert office.calls() == ["POST /subscriber", "GET /subscriber/{id}", "POST /subscriber"]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_create_that_was_turned_away_is_simply_sent_again(office: Office, status: int):
    office.faults({"kind": "status", "status": status, "retry_after": 0, "route": "/subscriber", "times": 1})
    await office.write(hire(1))
    assert office.calls() == ["POST /subscriber"] * 2


@pytest.mark.parametrize("fault", LOST_AFTER + LOST_BEFORE, ids=named)
async def test_a_termination_takes_effect_once(office: Office, fault: dict[str, Any]):
    await office.staff(1)
    office.faults({**fault, "route": "/terminate"})
    outcomes = await office.write(terminate(1))
    assert outcomes == {(code(1), TERMINATE): CONFIRMED}
    assert office.effects(Effect.TERMINATED) == [code(1)]


@pytest.mark.parametrize("fault", LOST_AFTER + LOST_BEFORE, ids=named)
async def test_a_rehire_takes_effect_once(office: Office, fault: dict[str, Any]):
    await office.staff(1)
    await office.write(terminate(1))
    office.faults({**fault, "route": "/rehire"})
    outcomes = await office.write(rehire(1))
    assert outcomes[code(1), REHIRE] is CONFIRMED
    assert office.effects(Effect.REHIRED) == [code(1)]


@pytest.mark.parametrize("fault", LOST_AFTER + LOST_BEFORE, ids=named)
async def test_a_bulk_create_creates_each_once(office: Office, fault: dict[str, Any]):
    people = range(1, 31)
    office.faults({**fault, "method": "POST", "route": "/subscribers"})
    await office.write(*map(hire, people))
    assert office.effects(Effect.CREATED) == [code(number) for number in people]
    assert sorted(outcome.record_key for outcome in office.outcomes) == [code(number) for number in people]


@pytest.mark.parametrize("fault", LOST_AFTER + LOST_BEFORE, ids=named)
async def test_bulk_terminations_take_effect_once(office: Office, fault: dict[str, Any]):
    people = range(1, 31)
    await office.staff(*people)
    office.faults({**fault, "route": "/terminate"})
    await office.write(*map(terminate, people))
    assert office.effects(Effect.TERMINATED) == [code(number) for number in people]


async def test_an_expired_token_in_the_middle_of_a_batch_costs_nothing_but_a_token(office: Office):
    office.faults({"kind": "expired_token", "skip": 2, "times": 1})
    outcomes = await office.write(*map(hire, range(1, 11)))
    assert set(outcomes.values()) == {CONFIRMED}
    assert len(office.effects(Effect.CREATED)) == 10


async def test_a_termination_that_was_there_already_with_the_same_date_is_confirmed(office: Office):
    await office.staff(1)
    await office.write(terminate(1, "2026-10-30"))
    assert await office.write(terminate(1, "2026-10-30")) == {(code(1), TERMINATE): CONFIRMED}


async def test_a_termination_that_was_there_already_with_another_date_is_refused(office: Office):
    await office.staff(1)
    await office.write(terminate(1, "2026-10-30"))
    await office.write(terminate(1, "2026-11-06"))
    assert office.outcomes[-1].rule == "employee.terminated"


async def test_a_rehire_that_was_done_already_is_confirmed(office: Office):
    await office.staff(1)
    await office.write(terminate(1), rehire(1, "2026-11-16"))
    assert (await office.write(rehire(1, "2026-11-16")))[code(1), REHIRE] is CONFIRMED


async def test_a_create_of_the_same_person_twice_is_confirmed_and_creates_once(office: Office):
    await office.staff(1)
    assert await office.write(hire(1)) == {(code(1), CREATE): CONFIRMED}
    assert office.effects(Effect.CREATED) == []


async def test_a_create_under_another_person_s_code_is_refused(office: Office):
    await office.staff(1)
    await office.write(hire(1, ssn="900000099", first_name="Theo"))
    assert (office.outcomes[0].field, office.outcomes[0].rule) == ("subscriber_code", "taken")


async def test_a_create_with_another_person_s_ssn_is_refused(office: Office):
    await office.staff(1)
    await office.write(hire(2, ssn="900000001"))
    assert (office.outcomes[0].field, office.outcomes[0].rule) == ("ssn", "taken")


async def test_a_member_that_plansource_accepts_and_does_not_keep_is_a_rejection(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = lambda request, body: success({"id": 1, "subscriber_code": "E1", "city": "Boise"})
    outcomes = await written(client, update_op({"city": "Denver"}))
    assert [(one.status, one.field, one.rule) for one in outcomes] == [(REJECTED, "city", "not.kept")]


async def test_members_that_an_answer_leaves_out_or_masks_do_not_speak_against_it(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    vendor.reply = lambda request, body: success({"id": 1, "ssn": "XXX-XX-2207"})
    outcomes = await written(client, update_op({"ssn": "900112207", "city": "Denver"}))
    assert [one.status for one in outcomes] == [CONFIRMED]


async def test_an_answer_without_the_subscriber_is_completed_by_a_read(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    shown = {"id": 1, "subscriber_code": "E1", "city": "Denver"}
    vendor.reply = lambda request, body: success(shown if request.method == "GET" else [])
    outcomes = await written(client, update_op({"city": "Denver"}))
    assert [one.status for one in outcomes] == [CONFIRMED]


async def test_a_success_that_no_read_bears_out_is_not_believed(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    shown = {"id": 1, "subscriber_code": "E1", "first_name": "Maya"}
    answers = iter([success([]), failure("Employee not found", 404), success(shown)])
    vendor.reply = lambda request, body: next(answers)
    outcomes = await written(client, WriteOp("E1", CREATE, {"first_name": "Maya"}))
    assert [(one.status, one.attempts) for one in outcomes] == [(CONFIRMED, 2)]


async def test_a_write_whose_every_answer_is_lost_ends_as_unknown(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    def reply(request: web.Request, body: object) -> web.Response:
        if request.method == "GET":
            return failure("No employee with id: E1 found", 404)
        return failure("Internal error", 500)

    vendor.reply = reply
    outcomes = await written(client, WriteOp("E1", CREATE, {"first_name": "Maya"}))
    assert [(one.status, one.attempts) for one in outcomes] == [(UNKNOWN, 8)]


async def test_a_terminated_date_that_an_answer_leaves_out_is_not_taken_for_a_termination(
    vendor: ScriptedVendor, client: PlanSourceClient
):
    answers = {"GET": [{"id": 1}, {"id": 1, "termination_date": "2026/10/30"}], "PUT": [500, 500]}

    def reply(request: web.Request, body: object) -> web.Response:
        answer = answers[request.method].pop(0)
        return failure("Internal error", 500) if answer == 500 else success(answer)

    vendor.reply = reply
    await written(client, terminate(1, "2026-10-30"))
    assert [method for method, _, _ in vendor.requests] == ["PUT", "GET", "PUT", "GET"]


async def test_what_is_known_is_settled_before_an_outage_ends_the_batch(office: Office):
    office.faults({"kind": "status", "status": 429, "method": "POST", "skip": 3})
    with pytest.raises(VendorUnavailableError):
        await office.write(*map(hire, range(1, 21)))
    created = office.effects(Effect.CREATED)
    assert sorted(one.record_key for one in office.outcomes) == sorted(created)
    assert {one.status for one in office.outcomes} == {CONFIRMED}


async def test_after_an_outage_the_rest_can_be_written_and_nobody_twice(office: Office):
    people = range(1, 401)
    office.faults({"kind": "cut_after", "method": "*", "skip": 1})
    with pytest.raises(VendorUnavailableError):
        await office.write(*map(hire, people))
    office.faults()
    await office.write(*map(hire, people))
    assert sorted(office.effects(Effect.CREATED)) == [code(number) for number in people]


async def test_an_update_is_repeated_by_the_transport(office: Office):
    await office.staff(1)
    office.faults({"kind": "status", "status": 500, "method": "PUT", "times": 2})
    await office.write(update(1))
    assert office.calls() == ["PUT /subscriber/{id}"] * 3


def update_op(members: dict[str, object]) -> WriteOp:
    return WriteOp("E1", UPDATE, members)


async def written(client: PlanSourceClient, *ops: WriteOp) -> list[WriteOutcome]:
    outcomes: list[WriteOutcome] = []
    await SubscriberWriter(client).write(ops, sending=lambda sent: None, settled=outcomes.extend)
    return outcomes
