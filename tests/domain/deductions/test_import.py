"""Payroll rows all the way to payroll: mapper and planner together, with the shipped mapping."""

from collections.abc import Sequence

import pandas as pd
import pytest

from benefits_sync.domain.deductions.evidence import SPEAKING
from benefits_sync.domain.deductions.lines import deduction_lines
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.domain.deductions.row_rules import EXCLUSIONS
from benefits_sync.domain.planning import Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.mapping.records import MappingContext
from benefits_sync.models.deductions import PAYROLL_FIELDS
from tests.domain.deductions.payroll import AS_OF, DECLINED, MAPPING, MEDICAL, Row, later, premium
from tests.domain.deductions.target import KEY, Payroll, frame

BEFORE: Row = MEDICAL | {"current": "PA"}
FAMILY: Row = later(premium("101.75"), "2026-07-18")
DAYS = ("2026-07-10", "2026-07-24")


def imported(payroll: Payroll, *rows: Row) -> Plan:
    """Import payroll rows into a payroll and return the plan."""
    keyed = [{**row, "source_row": natural_key(row, rows[:at])} for at, row in enumerate(rows)]
    source = pd.DataFrame(keyed, columns=["source_id", "source_row", *PAYROLL_FIELDS], dtype=object)
    made = deduction_lines(MAPPING, source, MappingContext(AS_OF))
    request = PlanRequest(
        mapping=MAPPING,
        source=made.records,
        mapped=made.mapped,
        target=payroll.snapshot(),
        known=payroll.known(),
        future=frame([], ["source_id", "kind", "effective_date"]),
        allowed={},
        as_of=AS_OF,
        everyone=True,
        key=KEY,
    )
    plan = plan_deductions(request)
    payroll.apply(plan)
    return plan


def natural_key(row: Row, earlier: Sequence[Row]) -> str:
    names = ("benefit_lookup_code", "org_plan_year_starts", "change_effective_date")
    text = "|".join(row[name] or "" for name in names)
    return f"{text}|{1 + sum(all(one[name] == row[name] for name in names) for one in earlier)}"


def amounts(payroll: Payroll) -> list[list[str | None]]:
    """Return the amounts taken on each of the days."""
    return [list(payroll.taken_on(day).values()) for day in DAYS]


@pytest.fixture
def payroll() -> Payroll:
    """A payroll that has Maya's first election."""
    fresh = Payroll()
    imported(fresh, MEDICAL)
    return fresh


def test_an_election_is_taken(payroll: Payroll) -> None:
    assert amounts(payroll) == [["48.10"], ["48.10"]]


def test_a_marriage_changes_the_amount_from_its_day_on(payroll: Payroll) -> None:
    imported(payroll, BEFORE, FAMILY)
    assert amounts(payroll) == [["48.10"], ["101.75"]]


def test_waiving_in_mid_year_ends_the_deduction(payroll: Payroll) -> None:
    imported(payroll, BEFORE, later(DECLINED, "2026-07-18", termination_date="2026-07-17"))
    assert amounts(payroll) == [["48.10"], []]


def test_an_election_declined_from_its_first_day_is_voided(payroll: Payroll) -> None:
    imported(payroll, DECLINED)
    assert amounts(payroll) == [[], []]


@pytest.mark.parametrize(
    "bad",
    [
        FAMILY | {"subscriber_pay_frequency": "Whenever"},
        FAMILY | {"subscriber_premium": None, "subscriber_pretax_premium": None},
        FAMILY | {"plan_payroll_mapping_code": None, "benefit_lookup_code": "medical"},
        FAMILY | {"org_plan_year_starts": "1900-01-01"},
        FAMILY | {"change_effective_date": None},
    ],
    ids=["frequency", "amount", "code", "plan year", "date"],
)
def test_a_change_that_cannot_be_read_leaves_the_deduction_as_it_was(payroll: Payroll, bad: Row) -> None:
    plan = imported(payroll, BEFORE, bad)
    assert (amounts(payroll), plan.counts.rejected >= 1) == ([["48.10"], ["48.10"]], True)


def test_a_corrected_change_goes_on(payroll: Payroll) -> None:
    imported(payroll, BEFORE, FAMILY | {"subscriber_pay_frequency": "Whenever"})
    imported(payroll, BEFORE, FAMILY)
    assert amounts(payroll) == [["48.10"], ["101.75"]]


def test_no_rows_at_all_end_nothing(payroll: Payroll) -> None:
    imported(payroll)
    assert amounts(payroll) == [["48.10"], ["48.10"]]


def test_reasons_either_speak_for_a_benefit_or_put_the_row_out_of_the_run() -> None:
    assert set(EXCLUSIONS) - SPEAKING == {"test_employee", "ignored_benefit", "other_plan_year"}
