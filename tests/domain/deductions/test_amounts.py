"""The cents of a year add up, whatever the frequency and whenever something changes."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.domain.deductions.paydays import deduction_dates, pay_dates
from benefits_sync.mapping.deductions import DeductionMapping
from tests.domain.deductions.payroll import (
    FSA,
    MAPPING,
    UNHURRIED,
    broken,
    later,
    lines,
    mapping_with,
    premium,
    reasons,
    schedule,
    settings,
    spans,
    taken,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BIWEEKLY = "Biweekly (26 per year)"
HOLIDAYS = mapping_with(pay_schedules=schedule(BIWEEKLY, deductions_per_year=24))
JANUARY = {"change_effective_date": "2026-01-01", "created_at": "2025-11-10T12:00:00Z"}

CENTS = st.integers(100, 99_999)
DAYS = st.dates(FIRST, LAST)


def money(cents: int) -> str:
    return str(Decimal(cents) / 100)


def half_up(cents: Fraction) -> Decimal:
    exact = Decimal(cents.numerator) / Decimal(cents.denominator)
    return exact.quantize(Decimal(1), ROUND_HALF_UP) / 100


def year_of(found, mapping: DeductionMapping = MAPPING, frequency: str = BIWEEKLY) -> Decimal:
    dates = pay_dates(mapping.pay_schedules[frequency], FIRST, LAST)
    return sum((taken(found, day) for day in dates), Decimal())


@UNHURRIED
@given(CENTS, st.sampled_from(sorted(MAPPING.pay_schedules)))
def test_a_premium_is_taken_as_it_is_on_every_pay_date(cents, frequency):
    paydays = MAPPING.pay_schedules[frequency].pays_per_year
    row = premium(
        money(cents), subscriber_pay_frequency=frequency, subscriber_total_paydays=str(paydays), **JANUARY
    )
    assert year_of(lines(row), frequency=frequency) == Decimal(cents) / 100 * paydays


@UNHURRIED
@given(CENTS)
def test_26_premiums_are_taken_in_24_deductions_to_the_cent(cents):
    row = premium(money(cents), **JANUARY)
    assert year_of(lines(row, mapping=HOLIDAYS), HOLIDAYS) == Decimal(cents) / 100 * 26


@UNHURRIED
@given(CENTS)
def test_all_deductions_but_the_last_are_equal_and_rounded_half_up(cents):
    found = lines(premium(money(cents), **JANUARY), mapping=HOLIDAYS)
    dates = deduction_dates(HOLIDAYS.pay_schedules[BIWEEKLY], FIRST, LAST)
    assert {taken(found, day) for day in dates[:-1]} == {half_up(Fraction(cents * 26, 24))}


def test_nothing_is_taken_on_a_deduction_holiday():
    found = lines(premium("48.1", **JANUARY), mapping=HOLIDAYS)
    assert {taken(found, day) for day in (date(2026, 5, 29), date(2026, 10, 30))} == {Decimal()}


def test_the_cents_left_over_are_a_line_of_their_own_on_the_last_pay_date():
    # 26 x 48.10 is 1250.60: 24 deductions of 52.11 are 4 cents too many.
    found = lines(premium("48.1", **JANUARY), mapping=HOLIDAYS)
    assert spans(found) == [
        ("MED125", "2026-01-01", "2026-05-28", "52.11"),
        ("MED125", "2026-05-30", "2026-10-29", "52.11"),
        ("MED125", "2026-10-31", "2026-12-24", "52.11"),
        ("MED125", "2026-12-25", "2026-12-31", "52.07"),
    ]


def test_the_cents_left_over_may_fall_on_the_first_pay_date():
    mapping = mapping_with(
        pay_schedules=schedule(BIWEEKLY, deductions_per_year=24), settings=settings(remainder="first")
    )
    found = lines(premium("48.1", **JANUARY), mapping=mapping)
    assert (spans(found)[0], year_of(found, mapping)) == (
        ("MED125", "2026-01-01", "2026-01-09", "52.07"),
        Decimal("1250.60"),
    )


def test_without_a_remainder_all_deductions_are_equal():
    mapping = mapping_with(
        pay_schedules=schedule(BIWEEKLY, deductions_per_year=24), settings=settings(remainder="none")
    )
    assert {one[3] for one in spans(lines(premium("48.1", **JANUARY), mapping=mapping))} == {"52.11"}


CHANGES = st.dictionaries(DAYS, CENTS, min_size=1, max_size=4)


@UNHURRIED
@given(CHANGES, st.sampled_from(["last", "first"]))
def test_the_cents_add_up_over_changes_in_mid_year(changes, remainder):
    mapping = mapping_with(
        pay_schedules=schedule(BIWEEKLY, deductions_per_year=24), settings=settings(remainder=remainder)
    )
    days = sorted(changes)
    rows = [
        later(premium(money(changes[day])), day.isoformat(), current="CA" if day == days[-1] else None)
        for day in days
    ]
    dates = deduction_dates(mapping.pay_schedules[BIWEEKLY], FIRST, LAST)
    due = sum(
        (
            Fraction(changes[max(day for day in days if day <= paid)] * 26, 24)
            for paid in dates
            if paid >= days[0]
        ),
        Fraction(),
    )
    left = any(paid >= days[-1] for paid in dates)  # else nothing is left to take the cents
    difference = abs(year_of(lines(*rows, mapping=mapping), mapping) - half_up(due))
    assert difference == 0 if left else difference <= Decimal("0.13")


@UNHURRIED
@given(CHANGES, st.sampled_from(sorted(MAPPING.pay_schedules)))
def test_each_pay_date_takes_the_premium_that_held_on_it(changes, frequency):
    paydays = MAPPING.pay_schedules[frequency].pays_per_year
    paid_so = {"subscriber_pay_frequency": frequency, "subscriber_total_paydays": str(paydays)}
    days = sorted(changes)
    rows = [
        later(
            premium(money(changes[day])),
            day.isoformat(),
            current="CA" if day == days[-1] else None,
            **paid_so,
        )
        for day in days
    ]
    found = lines(*rows)
    for paid in pay_dates(MAPPING.pay_schedules[frequency], FIRST, LAST):
        held = [changes[day] for day in days if day <= paid]
        assert taken(found, paid) == (Decimal(held[-1]) / 100 if held else 0)


@UNHURRIED
@given(st.integers(1, 500_000), DAYS, st.sampled_from(sorted(MAPPING.pay_schedules)))
def test_an_annual_election_is_taken_whole_in_what_is_left_of_the_year(cents, day, frequency):
    paydays = str(MAPPING.pay_schedules[frequency].pays_per_year)
    row = later(FSA, day.isoformat(), subscriber_fsa_amount=money(cents))
    row |= {"subscriber_pay_frequency": frequency, "subscriber_total_paydays": paydays}
    if pay_dates(MAPPING.pay_schedules[frequency], day, LAST):
        assert year_of(lines(row), frequency=frequency) == Decimal(cents) / 100
    else:
        assert [rule for _, _, rule in broken(row)] == ["account.no_paydays"]


def test_a_joiner_in_mid_year_pays_the_whole_election_in_fewer_deductions():
    # 12 pay dates are left from 18 July on.
    found = lines(later(FSA, "2026-07-18", subscriber_fsa_amount="1000"))
    assert spans(found) == [
        ("FSAHC", "2026-07-18", "2026-12-24", "83.33"),
        ("FSAHC", "2026-12-25", "2026-12-31", "83.37"),
    ]


def test_every_line_of_an_account_tells_the_election_of_the_year():
    found = lines(later(FSA, "2026-07-18", subscriber_fsa_amount="1000"))
    assert [one["annual_amount"] for one in found] == ["1000.00", "1000.00"]


def test_a_line_of_a_premium_has_no_amount_of_the_year():
    assert [one["annual_amount"] for one in lines(premium("48.1"))] == [None]


def test_a_new_election_takes_what_the_old_one_has_not():
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "1300", "current": "PA"}
    new = later(FSA, "2026-07-18", subscriber_fsa_amount="2600")
    # 14 of 26 times 50.00 are taken; the other 1900.00 fall on 12 pay dates.
    assert [one[3] for one in spans(lines(old, new))] == ["50.00", "158.33", "158.37"]


@UNHURRIED
@given(
    st.lists(
        st.tuples(DAYS, st.integers(5_000, 500_000)), min_size=2, max_size=3, unique_by=lambda one: one[0]
    )
)
def test_the_last_election_is_what_the_year_comes_to(elections):
    elections = sorted(elections)
    rows = [
        later(FSA, day.isoformat(), subscriber_fsa_amount=money(cents), current="CA" if at == 1 else None)
        for at, (day, cents) in enumerate(elections, start=2 - len(elections))
    ]
    refused = broken(*rows)
    if not refused:
        assert year_of(lines(*rows)) == Decimal(elections[-1][1]) / 100
    else:
        assert {rule for _, _, rule in refused} <= {"account.no_paydays", "account.below_taken"}


def test_an_election_below_what_was_taken_is_refused():
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "current": "PA"}
    new = later(FSA, "2026-07-18", subscriber_fsa_amount="1000")
    assert broken(old, new) == [("row 1", "subscriber_fsa_amount", "account.below_taken")]


def test_an_election_of_nothing_stops_the_deduction():
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "current": "PA"}
    new = later(FSA, "2026-07-18", subscriber_fsa_amount="0")
    assert (spans(lines(old, new)), reasons(old, new)) == (
        [("FSAHC", "2026-01-01", "2026-07-17", "100.00")],
        [None, "no_amount"],
    )


def test_an_election_of_what_was_taken_already_takes_no_more():
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "current": "PA"}
    new = later(FSA, "2026-07-18", subscriber_fsa_amount="1400")
    assert reasons(old, new) == [None, "no_amount"]


def test_the_employers_contribution_is_spread_too():
    row = {
        **FSA,
        **JANUARY,
        "subscriber_fsa_amount": "0",
        "org_fsa_amount": "520",
        "plan_partner_code_1": "HSAER",
    }
    assert [(one["kind"], one["amount"]) for one in lines(row)] == [("employer", "20.00")]


def test_a_leaver_pays_no_more_of_an_election_than_until_the_coverage_ends():
    left = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "termination_date": "2026-06-30"}
    assert spans(lines(left)) == [("FSAHC", "2026-01-01", "2026-07-10", "100.00")]


def test_an_account_without_an_election_but_with_a_premium_is_refused():
    row = {**FSA, "subscriber_fsa_amount": "0", "subscriber_premium": "20", "subscriber_pretax_premium": "20"}
    assert broken(row) == [("row 0", "subscriber_fsa_amount", "amount.missing")]


@pytest.mark.parametrize("cents", [1, 5, 11, 12, 13, 25])
def test_no_pay_date_takes_less_than_nothing_of_a_tiny_election(cents):
    row = {**FSA, **JANUARY, "subscriber_fsa_amount": money(cents)}
    found = lines(row)
    assert (year_of(found), min(Decimal(one["amount"]) for one in found) > 0) == (Decimal(cents) / 100, True)


def test_another_pay_frequency_takes_the_rest_of_the_election():
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "current": "PA"}
    new = later(FSA, "2026-07-18", subscriber_fsa_amount="2600")
    new |= {"subscriber_pay_frequency": "Monthly (12 per year)", "subscriber_total_paydays": "12"}
    assert [one[3] for one in spans(lines(old, new))] == ["100.00", "200.00"]


def test_pay_dates_of_a_change_are_counted_once():
    day = date(2026, 7, 24)  # a pay date
    old = {**FSA, **JANUARY, "subscriber_fsa_amount": "2600", "current": "PA"}
    found = lines(old, later(FSA, day.isoformat(), subscriber_fsa_amount="2600"))
    assert (taken(found, day), taken(found, day - timedelta(days=14))) == (Decimal(100), Decimal(100))
