"""What becomes of every deduction line: the rules of ``docs/reference/decisions-per-deduction.md``."""

import pytest

from benefits_sync.domain.deductions.decision import SURPLUS_COPIES
from benefits_sync.domain.deductions.evidence import SPEAKING
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.models.deductions import COPIES
from tests.deduction_lines import key_of_line
from tests.domain.deductions.target import (
    Payroll,
    actions,
    company,
    excluded,
    line,
    plan,
    rejected,
    request,
    rules,
    written,
)

SILVER = line(end_date="2026-07-17")
FAMILY = line(start_date="2026-07-18", amount="101.75")
DENTAL = line(benefit="dental", amount="7.00")


def test_a_line_that_payroll_lacks_is_created_whole():
    made = plan([line()])
    assert written(made, key_of_line(line())) == {k: v for k, v in line().items() if v is not None}


def test_a_line_that_payroll_holds_just_so_is_left_alone():
    assert actions(plan([line()], Payroll.holding(line()))) == {key_of_line(line()): "unchanged"}


@pytest.mark.parametrize(
    ("held", "changes"),
    [
        ({"amount": "47.00"}, {"amount": "48.10"}),
        ({"end_date": "2026-06-30"}, {"end_date": "2026-12-31"}),
        ({"frequency": "Weekly"}, {"frequency": "Biweekly (26 per year)"}),
        ({"annual_amount": "1250.60"}, {"annual_amount": None}),
    ],
    ids=["amount", "later end", "frequency", "no annual amount any more"],
)
def test_an_update_writes_only_what_differs(held, changes):
    made = plan([line()], Payroll.holding(line(**held)))
    assert (actions(made), written(made, key_of_line(line()))) == (
        {key_of_line(line()): "update"},
        changes,
    )


@pytest.mark.parametrize("held", ["2026-12-31", None], ids=["later end", "no end"])
def test_an_end_sooner_than_payroll_has_stops_the_deduction(held):
    made = plan([line(end_date="2026-06-30")], Payroll.holding(line(end_date=held)))
    assert (actions(made), made.items.loc[0, "termination_date"]) == (
        {key_of_line(line()): "terminate"},
        "2026-06-30",
    )


def held_twice(*rows, payroll):
    """Plan with a payroll that holds every one of its lines twice."""
    asked = request(rows, payroll)
    asked.target[COPIES] = "2"
    return plan_deductions(asked)


def test_a_right_line_that_payroll_holds_twice_is_written_whole_so_that_its_copy_goes():
    made = held_twice(line(), payroll=Payroll.holding(line()))
    assert (actions(made), made.items["reason"].tolist()) == (
        {key_of_line(line()): "update"},
        [SURPLUS_COPIES],
    )
    assert written(made, key_of_line(line())) == {k: v for k, v in line().items() if v is not None}


def test_a_line_that_differs_and_is_held_twice_is_written_as_far_as_it_differs():
    made = held_twice(line(), payroll=Payroll.holding(line(amount="47.00")))
    assert written(made, key_of_line(line())) == {"amount": "48.10"}


def test_a_void_line_that_payroll_holds_twice_is_left_alone():
    void = line(end_date="2025-12-31")
    assert held_twice(void, payroll=Payroll.holding(void)).counts.unchanged == 1


def test_a_copy_goes_although_another_row_of_the_benefit_is_refused():
    other = line(start_date="2026-07-01", end_date=None)
    made = held_twice(line(), rejected(start_date="2026-07-01"), payroll=Payroll.holding(line(), other))
    assert actions(made)[key_of_line(line())] == "update"


def test_a_void_line_that_payroll_does_not_hold_is_nothing_to_write():
    assert plan([line(end_date="2025-12-31")]).counts.unchanged == 1


def test_a_change_in_mid_year_ends_one_line_and_begins_the_next():
    made = plan([SILVER, FAMILY], Payroll.holding(line()))
    assert actions(made) == {key_of_line(SILVER): "terminate", key_of_line(FAMILY): "create"}


def test_a_line_that_the_benefits_rows_no_longer_make_is_voided():
    payroll = Payroll.holding(line(start_date="2026-03-01"))
    payroll.apply(plan([line()], payroll))
    assert payroll.rows[key_of_line(line(start_date="2026-03-01"))]["end_date"] == "2026-02-28"


@pytest.mark.parametrize("reason", sorted(SPEAKING))
def test_a_row_without_a_line_still_speaks_for_its_benefit(reason):
    made = plan([excluded(reason=reason)], Payroll.holding(line()))
    assert actions(made) == {key_of_line(line()): "terminate"}


def test_a_benefit_without_any_row_is_left_alone_and_listed():
    made = plan([DENTAL], Payroll.holding(line(), DENTAL))
    assert (made.orphans, made.counts.written) == ((key_of_line(line()),), 0)


@pytest.mark.parametrize("reason", ["test_employee", "other_plan_year", "not_through_payroll"])
def test_a_row_out_of_scope_says_nothing_about_its_benefit(reason):
    made = plan([DENTAL, excluded(reason=reason)], Payroll.holding(line(), DENTAL))
    assert (made.orphans, made.counts.written) == ((key_of_line(line()),), 0)


def test_rows_of_one_plan_year_say_nothing_about_another():
    last_year = line(plan_year="2025-01-01", start_date="2025-01-01", end_date="2025-12-31")
    made = plan([line()], Payroll.holding(line(), last_year))
    assert (made.orphans, made.counts.written) == ((), 0)


def test_a_run_of_some_employees_says_nothing_about_the_others():
    made = plan([line("E1")], Payroll.holding(line("E1"), line("E2")), everyone=False)
    assert (made.orphans, made.counts.written) == ((), 0)


def test_a_line_read_and_confirmed_before_is_wanted_although_it_is_not_looked_at():
    made = plan([FAMILY], Payroll.holding(SILVER), everyone=False, settled=frozenset({key_of_line(SILVER)}))
    assert actions(made) == {key_of_line(FAMILY): "create"}


def test_what_is_settled_speaks_for_its_benefit_too():
    keyed_by_hand = line(code="MEDX")
    made = plan(
        [DENTAL],
        Payroll.holding(line(), keyed_by_hand),
        everyone=False,
        settled=frozenset({key_of_line(line())}),
    )
    assert actions(made)[key_of_line(keyed_by_hand)] == "terminate"


def test_a_line_already_void_needs_nothing():
    assert plan([DENTAL], Payroll.holding(DENTAL, line(end_date="2025-12-31"))).orphans == ()


@pytest.mark.parametrize("bad", [rejected(start_date="2026-07-18"), rejected(plan_year="", start_date="")])
def test_bad_data_never_stops_a_deduction(bad):
    made = plan([SILVER, bad], Payroll.holding(line()))
    assert (actions(made), rules(made)) == (
        {key_of_line(SILVER): "rejected"},
        ["benefit.held_back", "lookup"],
    )


def test_bad_data_never_voids_a_line():
    made = plan([rejected()], Payroll.holding(line()))
    assert (made.counts.written, made.orphans) == (0, ())


def test_a_line_that_would_be_taken_beside_one_held_back_is_not_created():
    made = plan([SILVER, FAMILY, rejected(kind="employer")], Payroll.holding(line()))
    assert actions(made) == {key_of_line(SILVER): "rejected", key_of_line(FAMILY): "rejected"}


def test_a_new_line_of_a_benefit_that_payroll_has_nothing_of_goes_on_beside_bad_data():
    assert actions(plan([line(), rejected(kind="employer")])) == {key_of_line(line()): "create"}


def test_an_amount_is_corrected_beside_bad_data():
    made = plan([line(), rejected(kind="employer")], Payroll.holding(line(amount="1.00")))
    assert actions(made) == {key_of_line(line()): "update"}


def test_bad_data_of_one_benefit_is_no_matter_to_another():
    made = plan([rejected(), excluded(benefit="dental")], Payroll.holding(line(), DENTAL))
    assert actions(made) == {key_of_line(DENTAL): "terminate"}


def test_a_bad_row_that_names_no_benefit_holds_back_everything_of_the_employee():
    made = plan([rejected(benefit=""), excluded(benefit="dental")], Payroll.holding(DENTAL))
    assert made.counts.written == 0


def test_a_rejection_names_the_payroll_row():
    assert plan([rejected()]).rejections["source_row"].tolist() == ["medical|2026-01-01|2026-01-01|0"]


def test_a_left_out_row_has_no_line_and_carries_its_reason():
    (row,) = plan([excluded()]).items.to_dict("records")
    assert (row["record_key"], row["action"], row["reason"]) == (None, "excluded", "declined")


def test_every_item_is_counted_once_with_voided_lines_on_top():
    payroll = Payroll.holding(line(start_date="2026-03-01"), DENTAL)
    made = plan([line(), DENTAL, excluded(benefit="vision"), rejected(benefit="life")], payroll)
    assert (made.counts.read, made.counts.balanced) == (5, True)


def test_a_voided_line_is_an_item_of_its_employee_beyond_the_records():
    made = plan([line()], Payroll.holding(line(start_date="2026-03-01")))
    first = made.items.iloc[0]
    assert (made.items.index.tolist(), first["source_id"], first["reason"]) == (
        [-1, 0],
        "E1",
        "no_longer_known",
    )


def test_a_second_run_writes_nothing():
    payroll = Payroll.holding(line(), line(benefit="vision"), DENTAL)
    rows = [SILVER, FAMILY, excluded(benefit="vision"), DENTAL]
    payroll.apply(plan(rows, payroll))
    assert payroll.apply(plan(rows, payroll)) == []


def test_a_second_run_writes_nothing_where_void_lines_are_left_out():
    payroll = Payroll.holding(line(), line(benefit="vision"))
    rows = [SILVER, FAMILY, excluded(benefit="vision")]
    payroll.apply(plan(rows, payroll))
    shown = payroll.without_void()
    assert shown.apply(plan(rows, shown)) == []


def test_what_is_taken_on_a_pay_date_follows_the_elections():
    payroll = Payroll.holding(line(), line(benefit="vision"))
    payroll.apply(plan([SILVER, FAMILY, excluded(benefit="vision")], payroll))
    assert [payroll.taken_on(day) for day in ("2026-07-10", "2026-07-24")] == [
        {"E1 MED125": "48.10"},
        {"E1 MED125": "101.75"},
    ]


def test_the_same_snapshots_make_the_same_plan():
    held = Payroll.holding(line(amount="1.00"))
    assert plan([line()], held).plan_id == plan([line()], held).plan_id


def test_another_election_makes_another_plan():
    assert plan([line()]).plan_id != plan([line(amount="1.00")]).plan_id


def test_field_changes_count_lines_that_payroll_holds():
    made = plan([line("E1"), line("E2", amount="9.00")], Payroll.holding(*company(2)))
    assert made.field_changes == {"amount": 1}


def test_lines_confirmed_before_and_gone_are_created_again_and_counted():
    payroll = Payroll.holding(*company(3), confirmed=True)
    del payroll.rows[key_of_line(line("E2"))]
    made = plan(company(3), payroll)
    assert (made.missing, made.counts.created) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "stops"),
    [
        ([SILVER, FAMILY], 0),
        ([SILVER], 1),
        ([excluded()], 1),
        ([line(code="MEDPT")], 0),
        ([line(start_date="2026-02-01")], 0),
        ([line(kind="posttax", code="MEDPT")], 1),
    ],
    ids=["replaced", "ended", "declined", "another code", "starts later", "other tax treatment"],
)
def test_a_deduction_stops_when_nothing_takes_its_place(rows, stops):
    assert plan(rows, Payroll.holding(line())).measures["stops"] == stops


def test_the_total_is_what_a_pay_day_takes_from_employees():
    rows = [line(), line(kind="employer", code="MEDER", amount="190.00"), FAMILY, DENTAL]
    assert plan([rows[0] | {"end_date": "2026-07-17"}, *rows[1:]]).measures["deduction_total"] == 5510


def test_the_total_keeps_what_nothing_is_written_to():
    made = plan([rejected(), line("E2", amount="50.00")], Payroll.holding(*company(2)))
    assert (made.measures["deduction_before"], made.measures["deduction_after"]) == (9620, 9810)


def test_a_run_of_some_employees_knows_no_total_of_the_company():
    assert "deduction_total" not in plan([line()], everyone=False).measures
