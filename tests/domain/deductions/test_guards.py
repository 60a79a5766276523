"""Guards of deductions: which plans wait for a person, which stop, and that everyday work passes."""

import pytest

from benefits_sync.domain.deductions.guards import GUARDS, evaluate_deductions
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.domain.guards import GuardHistory, Severity
from benefits_sync.mapping.deductions.guards import DeductionGuards
from tests.domain.deductions.target import Payroll, Record, company, excluded, line, rejected, request

COMPANY = company(100)


def tripped(
    rows: list[Record],
    payroll: Payroll | None = None,
    history: GuardHistory | None = None,
    **facts: object,
):
    """Return guard name -> tripped guard, for a company that was imported before."""
    asked = request(rows, payroll or Payroll.holding(*COMPANY, confirmed=True), **facts)
    known = history or GuardHistory()
    found = evaluate_deductions(plan_deductions(asked), asked, DeductionGuards(), known)
    return {guard.name: guard for guard in found}


def changed(count: int, **facts: str) -> list[Record]:
    return [row | facts if place < count else row for place, row in enumerate(COMPANY)]


def declined(count: int) -> list[Record]:
    return [excluded(row["employee"]) if place < count else row for place, row in enumerate(COMPANY)]


def test_an_ordinary_night_trips_nothing():
    rows = [*declined(3), line("E101"), line("E5", benefit="dental", amount="7.00")]
    assert tripped(rows) == {}


def test_a_first_run_may_create_everything():
    assert tripped(COMPANY, Payroll()) == {}


def test_a_new_plan_year_is_a_first_run_of_its_own():
    coming = company(100, plan_year="2027-01-01", start_date="2027-01-01", end_date="2027-12-31")
    assert tripped([*COMPANY, *coming]) == {}


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"terminations"})])
def test_more_than_five_stops_ask_in_a_small_company(count, names):
    assert set(tripped(declined(count))) == names


def test_two_percent_of_the_lines_count_in_a_large_company():
    many = company(500)
    rows = [excluded(row["employee"]) if place < 10 else row for place, row in enumerate(many)]
    assert tripped(rows, Payroll.holding(*many, confirmed=True)) == {}


def test_a_delta_run_is_measured_by_the_companys_lines():
    history = GuardHistory(measures={"lines": 500, "deduction_total": 2_405_000})
    some = Payroll.holding(*company(10), confirmed=True)
    rows = [excluded(f"E{number}") for number in range(1, 11)]
    assert tripped(rows, some, history, everyone=False) == {}


def test_new_amounts_from_a_date_on_stop_nothing():
    rows = [
        row
        for old in company(20)
        for row in (old | {"end_date": "2026-07-31"}, old | {"start_date": "2026-08-01"})
    ]
    assert "terminations" not in tripped(rows, Payroll.holding(*company(20), confirmed=True))


@pytest.mark.parametrize(
    ("amount", "names"), [("52.91", set()), ("52.92", {"deduction_total"}), ("43.28", {"deduction_total"})]
)
def test_a_total_that_moves_by_more_than_ten_percent_asks(amount, names):
    assert set(tripped(changed(100, amount=amount))) == names


def test_the_total_is_of_what_is_taken_today():
    assert tripped(changed(100, end_date="2026-07-31", amount="48.10").copy()).keys() == {"terminations"}


def test_employer_amounts_are_no_part_of_the_total():
    employers = company(100, kind="employer")
    doubled = [row | {"amount": "99.00"} for row in employers]
    assert tripped(doubled, Payroll.holding(*employers, confirmed=True)) == {}


def test_a_delta_run_compares_with_the_companys_total():
    history = GuardHistory(measures={"deduction_total": 481_000})
    one = Payroll.holding(line(), confirmed=True)
    assert tripped([line(amount="101.75")], one, history, everyone=False) == {}


def test_the_sentence_on_the_total_holds_no_amount():
    sentence = tripped(changed(100, amount="60.00"))["deduction_total"].sentence
    assert sentence == "what a pay day takes from employees moves by +24.7 %; the limit is 10 %"


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"rejections"})])
def test_more_than_five_percent_rejections_ask(count, names):
    rows = [rejected(row["employee"]) if place < count else row for place, row in enumerate(COMPANY)]
    assert set(tripped(rows)) == names


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"missing_from_target"})])
def test_lines_that_payroll_confirmed_and_lacks_now_ask(count, names):
    payroll = Payroll.holding(*COMPANY, confirmed=True)
    for key in list(payroll.rows)[:count]:
        del payroll.rows[key]
    assert set(tripped(COMPANY, payroll)) == names


@pytest.mark.parametrize(("count", "names"), [(25, set()), (26, {"creates"})])
def test_many_new_lines_of_a_known_plan_year_ask(count, names):
    new = [line(f"E{number}", benefit="life", amount="0.10") for number in range(1, count + 1)]
    assert set(tripped([*COMPANY, *new])) == names


def test_no_rows_at_all_stop_the_run():
    found = tripped([])
    assert (set(found), found["empty_source"].severity) == ({"empty_source"}, Severity.STOP)


@pytest.mark.parametrize(("count", "stops"), [(50, False), (49, True)])
def test_another_companys_rows_stop_the_run(count, stops):
    strangers = [line(f"X{number}") for number in range(100)]
    assert ("another_company" in tripped([*COMPANY[:count], *strangers])) is stops


def test_leavers_of_other_plan_years_make_no_other_company():
    past = company(300, plan_year="2025-01-01", start_date="2025-01-01", end_date="2025-12-31")
    assert tripped(COMPANY, Payroll.holding(*past, *COMPANY, confirmed=True)) == {}


def test_a_withheld_field_stops_the_run():
    assert set(tripped(COMPANY, withheld=("subscriber_premium",))) == {"fields_withheld"}


def test_a_delta_run_is_not_taken_for_a_full_one():
    full_only = {guard.name for guard in GUARDS if guard.full_run_only}
    assert full_only.isdisjoint(tripped([], everyone=False))
