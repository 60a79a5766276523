"""Deduction lines in a custom table of BambooHR: never added twice, and each refusal by name."""

from typing import Any

import pytest

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.errors import ConnectionSettingsError, VendorRefusedError, VendorUnavailableError
from benefits_sync.models.deductions import COPIES, LINE_FIELDS, LINE_KEY
from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.models.writes import WriteKind, WriteStatus
from tests.clients.bamboohr.conftest import Company
from tests.clients.bamboohr.deductions import TABLE, THROTTLED, Table
from tests.deduction_lines import Line, change, create, key_of_line, line


@pytest.fixture
def table(company: Company) -> Table:
    return Table(company)


async def test_what_was_added_is_read_back_as_it_was(table: Table) -> None:
    wanted = line(annual_amount="1250.00")
    await table.write(create(wanted))
    found = (await table.lines())[key_of_line(wanted)]

    assert {name: found[name] for name in LINE_FIELDS} == wanted


async def test_a_line_is_read_with_its_key_its_row_and_nothing_that_lines_do_not_have(table: Table) -> None:
    await table.write(create(line()))
    found = (await table.lines())[key_of_line(line())]

    assert {name: found[name] for name in (LINE_KEY, *TARGET_COLUMNS)} == {
        "line": key_of_line(line()),
        "record_key": key_of_line(line()),
        "remote_id": table.rows()[0]["id"],
        "termination_date": None,
        "termination_reason_id": None,
        "test_employee": None,
    }


async def test_an_empty_table_is_read_as_an_empty_frame(table: Table) -> None:
    found = await table.writer.snapshot(None, list(LINE_FIELDS))
    assert (len(found), list(found.columns)) == (0, [*TARGET_COLUMNS, COPIES, *LINE_FIELDS])


async def test_everything_is_read_by_two_calls(table: Table) -> None:
    await table.lines()
    assert table.routes == ["POST reports/custom", f"GET employees/all/{TABLE}"]


async def test_a_few_people_are_read_one_by_one(table: Table) -> None:
    await table.lines([key_of_line(line()), key_of_line(line(code="MEDPOST")), key_of_line(line("E10003"))])
    assert sorted(table.routes) == [
        f"GET employees/102/{TABLE}",
        f"GET employees/103/{TABLE}",
        "POST reports/custom",
    ]


async def test_many_people_are_read_by_one_call(table: Table) -> None:
    await table.lines([key_of_line(line(f"E100{number}")) for number in range(10, 30)])
    assert table.routes == ["POST reports/custom", f"GET employees/all/{TABLE}"]


async def test_only_the_lines_asked_for_are_read(table: Table) -> None:
    await table.write(create(line()), create(line(code="MEDPOST")))
    assert list(await table.lines([key_of_line(line())])) == [key_of_line(line())]


async def test_a_clear_answer_confirms_without_a_reading(table: Table) -> None:
    await table.writer.snapshot([key_of_line(line())], [])
    await table.write(create(line()), create(line(code="MEDPOST")))

    assert (table.routes, table.statuses) == ([f"POST employees/102/{TABLE}"] * 2, ["confirmed"] * 2)


async def test_writes_are_announced_before_the_first_of_them_leaves(table: Table) -> None:
    await table.write(create(line()), create(line(code="MEDPOST")))
    keys = (key_of_line(line()), key_of_line(line(code="MEDPOST")))

    assert table.events == [("sending", keys, 0), ("settled", keys, 2)]


async def _added(table: Table) -> Line:
    wanted = line()
    table.faults()
    await table.write(create(wanted))
    return wanted


async def test_an_update_changes_only_what_is_sent(table: Table) -> None:
    wanted = await _added(table)
    await table.write(change(wanted, amount="60.00"))

    assert (await table.lines())[key_of_line(wanted)]["amount"] == "60.00"
    assert table.rows()[0]["frequency"] == "Biweekly"


async def test_a_line_is_ended_by_its_end_date(table: Table) -> None:
    wanted = await _added(table)
    (outcome,) = await table.write(change(wanted, WriteKind.TERMINATE, end_date="2026-03-31"))

    assert (table.rows()[0]["endDate"], outcome.remote_id) == ("2026-03-31", table.rows()[0]["id"])


async def test_an_amount_can_be_cleared(table: Table) -> None:
    wanted = line(annual_amount="1250.00")
    await table.write(create(wanted))
    await table.write(change(wanted, annual_amount=None))

    assert (await table.lines())[key_of_line(wanted)]["annual_amount"] is None


async def test_a_line_that_is_there_already_is_not_added_again(table: Table) -> None:
    await table.write(create(line()))
    (outcome,) = await Table(table.company).write(create(line(amount="60.00")))

    assert [row["amount"] for row in table.rows()] == ["60.00"]
    assert outcome.status is WriteStatus.CONFIRMED


async def test_a_line_may_be_added_and_then_changed_in_one_go(table: Table) -> None:
    await table.write(create(line()), change(line(), amount="60.00"))
    assert [row["amount"] for row in table.rows()] == ["60.00"]


@pytest.mark.parametrize("fault", ["cut_after", "cut_before"])
async def test_after_a_lost_answer_the_table_is_read_before_anything_is_sent(
    table: Table, fault: str
) -> None:
    table.faults({"kind": fault, "method": "POST", "route": TABLE, "times": 1})
    await table.write(create(line()))

    routes = table.routes
    assert routes[routes.index(f"POST employees/102/{TABLE}") + 1] == f"GET employees/102/{TABLE}"
    assert (len(table.rows()), table.statuses) == (1, ["confirmed"])


async def test_many_lost_answers_leave_every_line_there_once(table: Table) -> None:
    lost = {"kind": "cut_after", "route": TABLE, "method": "POST", "times": 1}
    table.faults(*({**lost, "skip": skip} for skip in range(0, 18, 3)))
    wanted = [line(f"E100{n:02d}", code=code) for n in range(2, 8) for code in ("MED125", "DEN", "VIS")]
    await table.write(*map(create, wanted))
    table.faults()

    assert table.total == len(wanted)
    assert sorted(await table.lines()) == sorted(map(key_of_line, wanted))


async def test_a_line_whose_answers_keep_getting_lost_stays_unknown(table: Table) -> None:
    table.faults({"kind": "cut_before", "method": "POST", "route": TABLE})
    (outcome,) = await table.write(create(line()))

    assert (outcome.status, table.rows()) == (WriteStatus.UNKNOWN, [])


async def test_a_throttled_row_is_sent_again_when_the_vendor_says(table: Table) -> None:
    table.faults(
        {"kind": "status", "status": 429, "retry_after": 1, "method": "POST", "route": TABLE, "times": 2}
    )
    await table.write(create(line()))

    assert (len(table.rows()), table.statuses) == (1, ["confirmed"])


async def test_when_the_vendor_is_away_what_was_done_before_is_settled(table: Table) -> None:
    table.faults({**THROTTLED, "skip": 1})
    with pytest.raises(VendorUnavailableError):
        await table.write(create(line()), create(line(code="MEDPOST")))

    assert [outcome.record_key for outcome in table.outcomes] == [key_of_line(line())]


async def _twice(table: Table) -> None:
    """Leave two rows of one line, as a write that arrives late does."""
    for amount in ("52.10", "99.99"):
        await table.company.post(f"/v1_1/employees/102/{TABLE}", _row(amount))


def _row(amount: str) -> dict[str, Any]:
    return {
        "planYear": "2026-01-01",
        "benefit": "medical",
        "deductionCode": "MED125",
        "kind": "pretax",
        "startDate": "2026-01-01",
        "endDate": "2026-12-31",
        "amount": amount,
        "frequency": "Biweekly",
    }


async def test_of_two_rows_of_one_line_the_older_is_the_line(table: Table) -> None:
    await _twice(table)
    assert (await table.lines())[key_of_line(line())]["amount"] == "52.10"


async def test_rows_of_one_line_are_told(table: Table) -> None:
    await _twice(table)
    found = await table.writer.snapshot(None, [])

    assert found[["record_key", COPIES]].to_numpy().tolist() == [[key_of_line(line()), "2"]]


async def test_a_write_keeps_the_older_row_and_deletes_the_other(table: Table) -> None:
    await _twice(table)
    oldest = table.rows()[0]["id"]
    (outcome,) = await table.write(change(line(), amount="60.00"))

    assert [(row["id"], row["amount"]) for row in table.rows()] == [(oldest, "60.00")]
    assert (outcome.status, outcome.message) == ("confirmed", "1 surplus rows of this line were deleted")


async def test_a_surplus_row_that_cannot_be_deleted_is_a_rejection(table: Table) -> None:
    await _twice(table)
    table.faults({"kind": "status", "status": 409, "method": "DELETE"})
    (outcome,) = await table.write(change(line(), amount="60.00"))

    assert (outcome.status, outcome.rule) == (WriteStatus.REJECTED, "line.repeated")


async def test_a_line_that_somebody_deleted_is_not_ended_by_guess(table: Table) -> None:
    wanted = await _added(table)
    table.rows().clear()
    (outcome,) = await table.write(change(wanted, WriteKind.TERMINATE, end_date="2026-03-31"))

    assert (outcome.status, outcome.rule, table.rows()) == (WriteStatus.REJECTED, "line.missing", [])


async def test_an_unknown_employee_is_rejected_by_name_and_costs_no_call(table: Table) -> None:
    await table.writer.snapshot([key_of_line(line("E-0"))], [])
    (outcome,) = await table.write(create(line("E-0")))

    assert (outcome.field, outcome.rule, table.routes) == ("employee", "employee.unknown", [])


async def test_an_employee_deleted_meanwhile_is_rejected_by_name(table: Table) -> None:
    await table.writer.snapshot([key_of_line(line())], [])
    del table.vendor.state.company.people[102]
    (outcome,) = await table.write(create(line()))

    assert (outcome.status, outcome.rule) == (WriteStatus.REJECTED, "employee.unknown")


async def test_a_number_that_two_employees_have_is_rejected(table: Table) -> None:
    people = table.vendor.state.company.people
    people[103].fields["employeeNumber"] = "E10002"
    (outcome,) = await table.write(create(line()))

    assert (outcome.rule, table.rows(102), table.rows(103)) == ("employee.ambiguous", [], [])


@pytest.mark.parametrize(
    ("wrong", "field", "rule"),
    [
        ({"kind": "both"}, "kind", "column.value"),
        ({"start_date": "2026-02-30"}, "start_date", "column.value"),
        ({"amount": "much"}, "amount", "column.value"),
        ({"code": None}, "code", "row.incomplete"),
    ],
)
async def test_an_unfit_line_is_rejected_with_field_and_rule(
    table: Table, wrong: Line, field: str, rule: str
) -> None:
    outcomes = await table.write(create(line(**wrong)), create(line(code="MEDPOST")))

    assert [(outcome.field, outcome.rule) for outcome in outcomes] == [(field, rule), (None, None)]


@pytest.mark.parametrize(("status", "rule"), [(409, "payroll.conflict"), (412, "pay_schedule.inactive")])
async def test_a_closed_payroll_rejects_the_line(table: Table, status: int, rule: str) -> None:
    table.faults({"kind": "status", "status": status, "method": "POST", "route": TABLE})
    (outcome,) = await table.write(create(line()))

    assert (outcome.status, outcome.rule) == (WriteStatus.REJECTED, rule)


async def test_a_rejection_holds_no_amount(table: Table) -> None:
    (outcome,) = await table.write(create(line(amount="777.77", kind="both")))
    assert "777.77" not in str(outcome)


async def test_a_company_without_the_table_is_told_how_to_make_it(table: Table) -> None:
    table.vendor.switches.deduction_table = False

    with pytest.raises(ConnectionSettingsError, match=r"no table customDeductions.*Settings"):
        await table.writer.snapshot(None, [])
    with pytest.raises(ConnectionSettingsError, match="no table customDeductions"):
        await table.writer.allowed_values()
    with pytest.raises(ConnectionSettingsError, match="no table customDeductions"):
        await table.write(create(line()))


async def test_columns_that_the_key_may_not_see_are_named(table: Table) -> None:
    await table.write(create(line()))
    table.company.rights.hidden_fields.update({"customDeductions.amount", "customDeductions.kind"})

    with pytest.raises(ConnectionSettingsError, match="lacks kind, amount, or the API key may not see them"):
        await table.writer.snapshot(None, [])


async def test_a_key_that_may_not_write_stops_the_run(table: Table) -> None:
    table.company.rights.may_write = False
    with pytest.raises(VendorRefusedError, match="lacks permission"):
        await table.write(create(line()))


async def test_the_kinds_that_the_list_has_are_the_allowed_values(table: Table) -> None:
    lists = table.vendor.state.lists
    lists["4434"].options[0].name = "Pretax"
    lists["4434"].options[3].archived = True

    assert await table.writer.allowed_values() == {"kind": frozenset({"pretax", "posttax", "employer"})}


async def test_a_kind_is_known_however_the_list_spells_it(table: Table) -> None:
    table.vendor.state.lists["4434"].options[0].name = "PRETAX"
    await table.write(create(line()))

    assert (await table.lines())[key_of_line(line())]["kind"] == "pretax"


async def test_several_employees_are_written_at_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most = 0, 0
    add_row = BambooHRClient.add_row

    async def counted(*call: Any) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        answer = await add_row(*call)
        under_way -= 1
        return answer

    monkeypatch.setattr(BambooHRClient, "add_row", counted)
    await table.write(*(create(line(f"E100{number:02d}")) for number in range(2, 34)))

    assert (most, table.statuses) == (8, ["confirmed"] * 32)
