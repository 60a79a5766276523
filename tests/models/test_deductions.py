"""A deduction line has one key, and its money is counted in cents."""

import pytest

from benefits_sync.models.deductions import (
    LINE_AMOUNTS,
    LINE_FIELDS,
    PAYROLL_AMOUNTS,
    PAYROLL_FIELDS,
    amount_text,
    cents_of,
    is_void,
    line_key,
)
from benefits_sync.models.subscriber import FieldKind
from tests.deduction_lines import key_of_line

LINE = {"employee": "E-2207", "plan_year": "2026-01-01", "benefit": "medical", "code": "MED125"}


def test_a_line_is_known_by_employee_plan_year_benefit_code_and_start():
    assert key_of_line(LINE | {"start_date": "2026-04-01"}) == line_key(
        "E-2207", "2026-01-01", "medical", "MED125", "2026-04-01"
    )


def test_two_codes_of_one_benefit_are_two_lines():
    keys = {key_of_line(LINE | {"start_date": "2026-04-01", "code": code}) for code in ("MED125", "MEDPOST")}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("48.10", 4810),
        ("48.1", 4810),
        ("0", 0),
        ("0.005", 1),  # half-up, away from zero
        ("0.0049", 0),
        ("-3.5", -350),
        ("1e2", 10000),
        ("many", None),
        ("NaN", None),
        ("1e40", None),
    ],
)
def test_money_is_whole_cents_rounded_half_up(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("cents", [0, 1, 99, 100, 4810, -350, -5])
def test_an_amount_has_two_decimals_and_reads_back_as_the_same_cents(cents):
    text = amount_text(cents)
    assert (cents_of(text), len(text.partition(".")[2])) == (cents, 2)


def test_a_line_that_ends_before_it_starts_is_void():
    assert (is_void("2026-04-01", "2026-03-31"), is_void("2026-04-01", "2026-04-01")) == (True, False)


def test_names_and_ssn_of_payroll_rows_are_not_read():
    assert not {"ssn", "first_name", "middle_name", "last_name"} & set(PAYROLL_FIELDS)


def test_every_amount_is_a_decimal():
    kinds = {PAYROLL_FIELDS[name] for name in PAYROLL_AMOUNTS} | {LINE_FIELDS[name] for name in LINE_AMOUNTS}
    assert kinds == {FieldKind.DECIMAL}
