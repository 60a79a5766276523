"""A later entry withdraws what takes effect no sooner; what is left holds until the next row."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.domain.deductions.history import History, Versions, history
from benefits_sync.domain.deductions.payroll_rows import MISSING
from tests.domain.deductions.payroll import MEDICAL, UNHURRIED, later, lines, premium, reasons, spans

A = {**MEDICAL, "current": None}


def test_a_change_that_is_taken_back_before_its_day_never_counts():
    september = later(premium("70"), "2026-09-01", current="PA", created_at="2026-07-01T00:00:00Z")
    july = later(premium("101.75"), "2026-07-18")
    assert reasons(A, september, july) == [None, "superseded", None]


def test_a_correction_of_the_same_day_replaces_the_row_it_corrects():
    wrong = {**A, "current": "PA"}
    right = premium("50", created_at="2026-04-03T00:00:00Z")
    assert spans(lines(wrong, right)) == [("MED125", "2026-04-01", "2026-12-31", "50.00")]


def test_what_was_withdrawn_stays_withdrawn_when_a_third_row_comes():
    september = later(premium("70"), "2026-09-01", current=None, created_at="2026-07-01T00:00:00Z")
    july = later(premium("80"), "2026-07-18", current="PA")
    november = later(premium("90"), "2026-11-01")
    assert [one[3] for one in spans(lines(A, september, july, november))] == ["48.10", "80.00", "90.00"]


def test_rows_of_one_moment_are_taken_in_the_order_of_the_report():
    moment = {"created_at": "2026-07-18T12:00:00Z", "change_effective_date": "2026-07-18"}
    first, second = premium("70", current=None, **moment), premium("80", current=None, **moment)
    november = later(premium("90"), "2026-11-01")
    assert reasons(A, first, second, november) == [None, "superseded", None, None]


def test_without_a_current_row_the_dates_alone_decide():
    july = later(premium("80"), "2026-07-18", current=None)
    assert [one[1:3] for one in spans(lines(A, july))] == [
        ("2026-04-01", "2026-07-17"),
        ("2026-07-18", "2026-12-31"),
    ]


def test_without_a_moment_of_entry_the_mark_of_the_current_row_still_counts():
    september = later(premium("70"), "2026-09-01", current="PA", created_at=None)
    july = later(premium("80"), "2026-07-18", created_at=None)
    assert reasons(A, september, july) == [None, "superseded", None]


def test_a_row_entered_after_the_current_one_is_history_and_withdraws_nothing():
    june = later(premium("60"), "2026-06-01", current=None, created_at="2026-08-01T00:00:00Z")
    july = later(premium("80"), "2026-07-18")
    assert reasons(A, june, july) == [None, None, None]


def test_other_employees_benefits_and_plan_years_are_other_histories():
    others = (
        {**MEDICAL, "source_id": "E-2208"},
        {**MEDICAL, "benefit_lookup_code": "vision"},
        {**MEDICAL, "org_plan_year_starts": "2025-01-01", "org_plan_year_ends": "2025-12-31",
         "change_effective_date": "2025-04-01"},
    )  # fmt: skip
    assert reasons(MEDICAL, *others) == [None] * 4


ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 20), st.booleans()), max_size=14)


@UNHURRIED
@given(ROWS)
def test_it_equals_a_reading_row_by_row(rows):
    """Each row is (group, day of effect, whether it is the last one entered and marked as current)."""
    group = np.array([row[0] for row in rows], dtype=np.int64)
    change = np.array([row[1] for row in rows], dtype=np.int64)
    current = np.zeros(len(rows), dtype=np.bool_)
    for number in set(group.tolist()):
        last = int(np.flatnonzero(group == number)[-1])
        current[last] = rows[last][2]
    made = history(Versions(group, change, np.arange(len(rows)), current, np.full(len(rows), 30)))
    assert _holding(made, rows) == _read_one_by_one(rows)


def _holding(made: History, rows) -> dict[int, tuple[int, int]]:
    return {at: (rows[at][1], int(made.until[at])) for at in np.flatnonzero(~made.superseded).tolist()}


def _read_one_by_one(rows) -> dict[int, tuple[int, int]]:
    expected = {}
    for at, (group, day, _) in enumerate(rows):
        entered_later = [other for own, other, _ in rows[at + 1 :] if own == group]
        if any(other <= day for other in entered_later):
            continue
        expected[at] = (day, min([30, *(other - 1 for other in entered_later)]))
    return expected


def test_the_moment_that_is_missing_is_no_moment_of_the_past():
    made = history(
        Versions(
            np.zeros(2, dtype=np.int64),
            np.array([10, 5]),
            np.array([MISSING, 7]),
            np.zeros(2, dtype=np.bool_),
            np.full(2, 30),
        )
    )
    assert made.superseded.tolist() == [False, False]
