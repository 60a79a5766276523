"""What payroll holds against what PlanSource's elections come to."""

import pandas as pd
import pytest

from benefits_sync.domain.deductions.reconciliation import DeductionDifferences, reconcile
from benefits_sync.models.deductions import LINE_FIELDS
from tests.deduction_lines import key_of_line
from tests.domain.deductions.target import TODAY, Record, company, frame, line


def wanted(*lines: Record) -> pd.DataFrame:
    return frame([row | {"line": key_of_line(row)} for row in lines], ["line", *LINE_FIELDS])


def held(*lines: Record) -> pd.DataFrame:
    return frame([row | {"record_key": key_of_line(row)} for row in lines], ["record_key", *LINE_FIELDS])


def differences(ours: list[Record], theirs: list[Record], **facts) -> DeductionDifferences:
    return reconcile(wanted(*ours), held(*theirs), TODAY, **facts)


def shown(found: DeductionDifferences) -> list[tuple]:
    columns = ["difference", "wanted", "held", "per_pay", "first_date", "last_date", "correctable"]
    return list(found.lines[columns].itertuples(index=False, name=None))


def test_equal_sides_differ_in_nothing():
    found = differences(company(3), company(3))
    assert (found.counts, found.compared, found.correctable) == ({}, 3, frozenset())


@pytest.mark.parametrize(
    ("ours", "theirs", "row"),
    [
        ([line()], [], ("missing", "48.10", None, "48.10", "2026-01-01", "2026-12-31", "yes")),
        ([], [line()], ("extra", None, "48.10", "-48.10", "2026-01-01", "2026-12-31", "no")),
        (
            [line()],
            [line(amount="50.00")],
            ("amount", "48.10", "50.00", "-1.90", "2026-01-01", "2026-12-31", "yes"),
        ),
        (
            [line(annual_amount="600.00")],
            [line(annual_amount="500.00")],
            ("amount", "600.00", "500.00", "0.00", "2026-01-01", "2026-12-31", "yes"),
        ),
        (
            [line(end_date="2026-06-30")],
            [line()],
            ("end_date", "2026-06-30", "2026-12-31", "-48.10", "2026-07-01", "2026-12-31", "yes"),
        ),
        (
            [line()],
            [line(end_date="2026-06-30")],
            ("end_date", "2026-12-31", "2026-06-30", "48.10", "2026-07-01", "2026-12-31", "yes"),
        ),
        (
            [line()],
            [line(end_date=None)],
            ("end_date", "2026-12-31", None, "-48.10", "2027-01-01", "9999-12-31", "yes"),
        ),
        (
            [line(end_date="2025-12-31")],
            [line()],
            ("end_date", "2025-12-31", "2026-12-31", "-48.10", "2026-01-01", "2026-12-31", "yes"),
        ),
        (
            [line()],
            [line(start_date="2026-03-01")],
            ("start_date", "2026-01-01", "2026-03-01", "48.10", "2026-01-01", "2026-02-28", "no"),
        ),
        (
            [line(start_date="2026-03-01")],
            [line()],
            ("start_date", "2026-03-01", "2026-01-01", "-48.10", "2026-01-01", "2026-02-28", "no"),
        ),
        (
            [line()],
            [line(kind="posttax")],
            ("label", "pretax", "posttax", "0.00", "2026-01-01", "2026-12-31", "yes"),
        ),
        (
            [line()],
            [line(), line()],
            ("duplicate", None, None, "-48.10", "2026-01-01", "2026-12-31", "yes"),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_each_kind_of_difference(ours, theirs, row):
    assert shown(differences(ours, theirs)) == [row]


def test_copies_that_the_snapshot_leaves_out_are_counted():
    found = differences([line()], [line()], repeated={key_of_line(line()): 2})
    assert shown(found)[0][3] == "-96.20"


def test_lines_that_nobody_takes_are_no_difference():
    void = line(end_date="2025-12-31")
    assert differences([void], []).counts == differences([], [void]).counts == {}


def test_a_line_is_not_put_in_while_payroll_takes_an_unknown_one_of_its_benefit():
    found = differences([line()], [line(code="MEDX")])
    assert (found.counts, found.correctable) == ({"missing": 1, "extra": 1}, frozenset())


def test_an_unknown_line_of_another_benefit_holds_nothing_up():
    found = differences([line()], [line(benefit="dental")])
    assert (found.correctable, found.for_a_person) == (frozenset({key_of_line(line())}), 1)


def test_no_start_is_guessed_where_several_would_do():
    theirs = [line(start_date="2026-02-01"), line(start_date="2026-03-01")]
    assert differences([line()], theirs).counts == {"missing": 1, "extra": 2}


def test_an_amount_and_an_end_are_two_differences_of_one_line():
    found = differences([line()], [line(amount="1.00", end_date="2026-06-30")])
    assert (found.counts, found.compared) == ({"end_date": 1, "amount": 1}, 1)


def test_sums_by_code_hold_what_matters_on_the_day():
    ours = [line("E1"), line("E2"), line("E3", start_date="2026-09-01")]
    theirs = [line("E1", amount="40.10")]
    found = differences(ours, theirs).codes["MED125"]
    assert (found.counts, found.per_pay, found.people) == ({"missing": 2, "amount": 1}, 5610, 2)


def test_no_amount_is_in_the_representation():
    assert "48.10" not in repr(differences([line()], []))
