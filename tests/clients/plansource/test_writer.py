"""Writes reach PlanSource in the right order and number, and each has one outcome."""

import pytest

from benefits_sync.models.writes import WriteKind, WriteStatus
from sandbox.core.journal import Effect

from .conftest import Office, code, hire, rehire, terminate, update

CREATE, UPDATE, TERMINATE, REHIRE = WriteKind.CREATE, WriteKind.UPDATE, WriteKind.TERMINATE, WriteKind.REHIRE
CONFIRMED, ACCEPTED, REJECTED = WriteStatus.CONFIRMED, WriteStatus.ACCEPTED, WriteStatus.REJECTED


async def test_a_new_hire_is_confirmed_by_the_answer(office: Office):
    assert await office.write(hire(1)) == {(code(1), CREATE): CONFIRMED}


async def test_a_confirmed_write_costs_one_call(office: Office):
    await office.write(hire(1))
    assert office.calls() == ["POST /subscriber"]


async def test_a_confirmed_write_carries_plansource_s_own_id(office: Office):
    await office.write(hire(1))
    assert office.outcomes[0].remote_id == str(office.record(1)["id"])


async def test_an_update_writes_the_members_given_and_no_others(office: Office):
    await office.staff(1)
    before = dict(office.record(1))
    await office.write(update(1, city="Denver", cell_phone="2085550143"))
    assert office.record(1) == before | {"city": "Denver", "cell_phone": "2085550143"}


async def test_an_update_can_clear_a_member(office: Office):
    await office.staff(1)
    await office.write(update(1, org_class=None))
    assert "org_class" not in office.record(1)


async def test_a_leaver_s_changes_are_written_before_the_termination(office: Office):
    await office.staff(1)
    await office.write(update(1), terminate(1))
    assert office.calls() == ["PUT /subscriber/{id}", "PUT /subscriber/{id}/terminate"]


async def test_a_rehire_comes_before_the_changes_that_follow_it(office: Office):
    await office.staff(1)
    await office.write(terminate(1))
    office.box.sandbox.journal.clear()
    await office.write(rehire(1), update(1))
    assert office.calls() == ["PUT /subscriber/{id}/rehire", "PUT /subscriber/{id}"]


async def test_a_rehire_keeps_the_subscriber_code_and_id(office: Office):
    await office.staff(1)
    await office.write(terminate(1))
    before = office.record(1)["id"]
    await office.write(rehire(1))
    assert (office.record(1)["id"], len(office.roster())) == (before, 1)


async def test_every_kind_of_write_is_confirmed(office: Office):
    await office.staff(1, 2, 3)
    await office.write(terminate(3))
    office.outcomes.clear()
    outcomes = await office.write(hire(4), update(1), update(2), terminate(2), rehire(3), update(3))
    assert set(outcomes.values()) == {CONFIRMED}
    assert len(office.outcomes) == 6


async def test_few_writes_of_a_kind_go_one_by_one(office: Office):
    await office.write(*(hire(number) for number in range(1, 26)))
    assert office.calls() == ["POST /subscriber"] * 25


async def test_many_writes_of_a_kind_go_a_hundred_at_a_time(office: Office):
    await office.write(*(hire(number) for number in range(1, 251)))
    assert office.calls() == ["POST /subscribers"] * 3


async def test_what_a_bulk_answer_returns_is_accepted_until_a_read_shows_it(office: Office):
    outcomes = await office.write(*(hire(number) for number in range(1, 31)))
    assert set(outcomes.values()) == {ACCEPTED}


@pytest.mark.parametrize(
    ("make", "route"),
    [
        (update, "PUT /subscribers"),
        (terminate, "PUT /subscribers/terminate"),
        (lambda number: hire(number + 100), "POST /subscribers"),
    ],
)
async def test_each_kind_has_its_bulk_call(office: Office, make, route: str):
    people = range(1, 31)
    await office.staff(*people)
    outcomes = await office.write(*map(make, people))
    assert office.calls() == [route]
    assert set(outcomes.values()) == {ACCEPTED}


async def test_rehires_have_their_bulk_call(office: Office):
    people = range(1, 31)
    await office.staff(*people)
    await office.write(*map(terminate, people))
    office.box.sandbox.journal.clear()
    await office.write(*map(rehire, people))
    assert office.effects(Effect.REHIRED) == [code(number) for number in people]


async def test_writes_are_announced_before_they_leave_and_each_once(office: Office):
    ops = [hire(number) for number in range(1, 131)]
    await office.write(*ops)
    assert [len(sent) for sent in office.sent] == [100, 30]
    assert [op for sent in office.sent for op in sent] == ops


async def test_a_write_that_cannot_be_announced_does_not_leave(office: Office):
    def sending(ops: object) -> None:
        raise OSError("the ledger is locked")

    with pytest.raises(OSError, match="ledger"):
        await office.writer.write([hire(1)], sending=sending, settled=office.outcomes.extend)
    assert (office.calls(), office.outcomes) == ([], [])


async def test_a_refused_record_does_not_hold_up_the_others(office: Office):
    outcomes = await office.write(hire(1), hire(2, gender="X"), hire(3))
    assert [outcomes[code(number), CREATE] for number in (1, 2, 3)] == [CONFIRMED, REJECTED, CONFIRMED]


async def test_a_refusal_names_field_and_rule_and_not_the_value(office: Office):
    await office.write(hire(1, division="NORTH-OKAFOR"))
    outcome = office.outcomes[0]
    assert (outcome.field, outcome.rule) == ("division", "list.value")
    assert "OKAFOR" not in str(outcome)


async def test_nothing_follows_a_refused_rehire(office: Office):
    await office.staff(1)
    outcomes = await office.write(rehire(1), update(1))
    assert set(outcomes.values()) == {REJECTED}
    assert [outcome.rule for outcome in office.outcomes] == ["employee.not_terminated", "earlier.write"]


async def test_a_termination_goes_out_although_the_update_before_it_was_refused(office: Office):
    await office.staff(1)
    outcomes = await office.write(update(1, state="ZZ"), terminate(1))
    assert (outcomes[code(1), UPDATE], outcomes[code(1), TERMINATE]) == (REJECTED, CONFIRMED)


async def test_an_update_of_someone_plansource_does_not_know_is_refused(office: Office):
    await office.write(update(1))
    assert office.outcomes[0].rule == "not_found"


async def test_nothing_to_write_costs_no_call(office: Office):
    await office.write()
    assert office.calls() == []


async def test_the_values_plansource_accepts_come_from_its_lists(office: Office):
    allowed = await office.writer.allowed_values()
    assert allowed["gender"] == {"M", "F"}
    assert allowed["org_payroll_id"] == {"7712", "7713", "7714"}
    assert {"layoff", "death", "employment_termination"} <= allowed["termination_reason"]


async def test_a_member_without_a_list_is_not_among_the_accepted_values(office: Office):
    assert "payroll_schedules" not in await office.writer.allowed_values()
