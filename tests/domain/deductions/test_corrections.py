"""Which differences a reconciliation corrects, and that it plans nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits_sync.domain.deductions.corrections import (
    DIFFERS,
    Corrections,
    plan_corrections,
)
from benefits_sync.domain.deductions.decision import SURPLUS_COPIES
from benefits_sync.domain.deductions.guards import evaluate_deductions
from benefits_sync.domain.guards import GuardHistory
from benefits_sync.mapping.deductions.guards import DeductionGuards
from benefits_sync.models.deductions import COPIES
from benefits_sync.models.plans import WRITING_ACTIONS
from tests.deduction_lines import key_of_line
from tests.domain.deductions.target import (
    Payroll,
    Record,
    actions,
    company,
    line,
    plan,
    rejected,
    request,
    written,
)

LINE = key_of_line(line())


def asked(rows: list[Record], payroll: Payroll, copies: dict[str, int] | None = None, **facts):
    made = request(rows, payroll, **facts)
    numbers = {key: str(number) for key, number in (copies or {}).items()}
    made.target[COPIES] = (
        made.target["record_key"].map(numbers).astype(object).where(lambda cells: cells.notna(), None)
    )
    return made


def corrections(rows: list[Record], payroll: Payroll, *, correct: bool = True, **facts) -> Corrections:
    return plan_corrections(asked(rows, payroll, **facts), correct=correct)


def writes(made: Corrections) -> dict[str, str]:
    return {key: action for key, action in actions(made.plan).items() if action in WRITING_ACTIONS}


@pytest.mark.parametrize(
    ("held", "action", "changes"),
    [
        ([line(benefit="dental")], "create", None),
        ([line(amount="50.00")], "update", {"amount": "48.10"}),
        ([line(end_date="2026-06-30")], "update", {"end_date": "2026-12-31"}),
        ([line(end_date=None)], "terminate", {"end_date": "2026-12-31"}),
        ([line(kind="posttax")], "update", {"kind": "pretax"}),
    ],
    ids=["missing", "amount", "ends too soon", "ends too late", "label"],
)
def test_a_straightforward_difference_is_corrected_as_an_import_would(held, action, changes):
    made = corrections([line()], Payroll.holding(*held))
    assert (writes(made), written(made.plan, LINE)) == (
        {LINE: action},
        changes or {name: value for name, value in line().items() if value is not None},
    )


@pytest.mark.parametrize(
    "held",
    [[line(amount="50.00")], [line(code="MEDX")], [line(start_date="2026-02-01")], []],
    ids=["amount", "extra", "start", "missing"],
)
def test_without_the_word_nothing_is_planned(held):
    made = corrections([line()], Payroll.holding(*held), correct=False)
    assert (writes(made), made.plan.exclusions) == ({}, {DIFFERS: 1})


def test_what_agrees_is_unchanged():
    made = corrections(company(3), Payroll.holding(*company(3)))
    assert (made.plan.counts.unchanged, made.plan.counts.read) == (3, 3)


@pytest.mark.parametrize(
    "held",
    [[line(code="MEDX")], [line(start_date="2026-02-01")]],
    ids=["a code that nobody knows", "another start"],
)
def test_a_line_of_which_payroll_knows_another_version_waits_for_a_person(held):
    made = corrections([line()], Payroll.holding(*held))
    assert (writes(made), made.plan.exclusions) == ({}, {DIFFERS: 1})


def test_an_extra_line_is_never_voided():
    made = corrections([line()], Payroll.holding(line(), line(code="MEDX")))
    assert (writes(made), made.differences.counts) == ({}, {"extra": 1})


def test_an_amount_is_not_corrected_while_the_line_s_end_waits_for_a_person():
    payroll = Payroll.holding(line(amount="1.00", end_date="2026-06-30"), line(code="MEDX"))
    assert writes(corrections([line()], payroll)) == {}


def test_a_line_that_stands_there_twice_is_written_whole():
    made = corrections([line()], Payroll.holding(line()), copies={LINE: 2})
    assert (writes(made), made.plan.items["reason"].tolist(), written(made.plan, LINE)) == (
        {LINE: "update"},
        [SURPLUS_COPIES],
        {name: value for name, value in line().items() if value is not None},
    )


def test_a_copy_of_a_line_that_nobody_wants_waits_for_a_person():
    unknown = line(code="MEDX")
    made = corrections([line()], Payroll.holding(line(), unknown), copies={key_of_line(unknown): 2})
    assert made.differences.correctable == frozenset()


def test_lines_of_another_plan_year_are_not_compared():
    last_year = line(plan_year="2025-01-01", start_date="2025-01-01", end_date="2025-12-31")
    assert corrections([line()], Payroll.holding(line(), last_year)).differences.counts == {}


def test_a_line_whose_row_is_refused_is_neither_extra_nor_missing():
    made = corrections([rejected(), line("E2")], Payroll.holding(line(), line("E2")))
    assert (made.differences.counts, made.plan.counts.rejected) == ({}, 1)


def test_of_named_people_only_their_own_lines_are_compared():
    payroll = Payroll.holding(*company(3), line(code="MEDX"))
    made = corrections([line()], payroll, everyone=False)
    assert (made.differences.counts, made.differences.compared) == ({"extra": 1}, 2)


def limits(made: Corrections, asked_for, **history) -> list[str]:
    found = evaluate_deductions(made.plan, asked_for, DeductionGuards(), GuardHistory(**history))
    return [guard.name for guard in found]


def test_many_corrections_ask_a_person_like_an_import():
    payroll = Payroll.holding(*company(100, amount="10.00"), confirmed=True)
    asked_for = asked(company(100), payroll)
    made = plan_corrections(asked_for, correct=True)
    assert "deduction_total" in limits(made, asked_for, last_roster=100, fill_rates={}, known=100, active=100)


def test_copies_removed_count_in_what_a_pay_day_takes():
    payroll, copies = Payroll.holding(*company(10)), {key_of_line(line(f"E{n}")): 2 for n in range(1, 11)}
    measured = corrections(company(10), payroll, copies=copies).plan.measures
    assert (measured["deduction_before"], measured["deduction_after"]) == (96200, 48100)


def test_without_the_word_a_pay_day_takes_what_it_took():
    payroll, copies = Payroll.holding(*company(10, amount="1.00")), {LINE: 3}
    measured = corrections(company(10), payroll, copies=copies, correct=False).plan.measures
    assert measured["deduction_before"] == measured["deduction_after"]


UNHURRIED = settings(max_examples=60, deadline=None, derandomize=True)
SIDES = st.lists(
    st.builds(
        line,
        st.sampled_from(["E1", "E2"]),
        st.sampled_from(["medical", "dental"]),
        amount=st.sampled_from(["48.10", "50.00"]),
        start_date=st.sampled_from(["2026-01-01", "2026-03-01"]),
        end_date=st.sampled_from(["2025-12-31", "2026-06-30", "2026-12-31"]),
    ),
    unique_by=key_of_line,
    max_size=6,
)


@UNHURRIED
@given(ours=SIDES, theirs=SIDES)
def test_a_second_reconciliation_finds_only_what_needs_a_person(ours, theirs):
    payroll = Payroll.holding(*theirs)
    first = corrections(ours, payroll)
    payroll.apply(first.plan)
    second = corrections(ours, payroll)
    assert (second.differences.for_a_person, second.differences.correctable) == (
        first.differences.for_a_person,
        frozenset(),
    )


@UNHURRIED
@given(ours=SIDES, theirs=SIDES)
def test_a_line_that_an_import_would_write_is_one_that_differs(ours, theirs):
    payroll = Payroll.holding(*theirs)
    records = {key for key, action in actions(plan(ours, payroll)).items() if action in WRITING_ACTIONS}
    differing = set(corrections(ours, payroll).differences.lines["line"])
    assert records & {key_of_line(row) for row in ours} <= differing
