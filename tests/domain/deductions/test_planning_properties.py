"""What holds for every company's deductions, whatever happened before and wherever a run was killed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits_sync.domain.deductions.outstanding import outstanding_lines
from benefits_sync.domain.deductions.reconciliation import reconcile
from tests.deduction_lines import key_of_line
from tests.domain.deductions.target import TODAY, Payroll, Record, excluded, line, plan, rejected, request

DAYS = ("2026-01-16", "2026-03-13", "2026-06-26", "2026-12-24")
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "code": st.sampled_from(["A", "B"]),
        "kind": st.sampled_from(["pretax", "employer"]),
        "start_date": st.sampled_from(["2026-01-01", "2026-03-01", "2026-06-15"]),
        "end_date": st.sampled_from(["2025-12-31", "2026-02-28", "2026-06-14", "2026-12-31"]),
        "amount": st.sampled_from(["0.01", "48.10"]),
    },
)
EMPLOYEES = st.sampled_from(["E1", "E2"])
BENEFITS = st.sampled_from(["medical", "dental"])
MAKERS = st.sampled_from([line, line, line, excluded, rejected])


@st.composite
def elections(draw: st.DrawFn) -> list[Record]:
    made = [
        draw(MAKERS)(draw(EMPLOYEES), draw(BENEFITS), **draw(FACTS)) for _ in range(draw(st.integers(0, 7)))
    ]
    return list({key_of_line(row): row for row in made}.values())


@st.composite
def payrolls(draw: st.DrawFn) -> Payroll:
    held = [line(draw(EMPLOYEES), draw(BENEFITS), **draw(FACTS)) for _ in range(draw(st.integers(0, 5)))]
    return Payroll.holding(*held, confirmed=draw(st.booleans()))


PROPERTY = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def benefit_of(row: Record) -> tuple:
    return row["employee"], row["benefit"]


def good_benefits(rows: list[Record]) -> set[tuple]:
    """Return the benefits that have rows, none of them bad."""
    return {benefit_of(row) for row in rows} - {benefit_of(row) for row in rows if row.get("issue")}


def copy_of(payroll: Payroll) -> Payroll:
    return Payroll({key: dict(row) for key, row in payroll.rows.items()}, dict(payroll.states))


@PROPERTY
@given(payrolls(), elections())
def test_counts_always_balance(payroll, rows):
    made = plan(rows, payroll)
    assert (made.counts.balanced, made.counts.read) == (True, len(made.items))


@PROPERTY
@given(payrolls(), elections())
def test_planning_again_after_applying_gives_no_more_writes(payroll, rows):
    payroll.apply(plan(rows, payroll))
    assert plan(rows, payroll).counts.written == 0


@PROPERTY
@given(payrolls(), elections(), st.sampled_from(DAYS))
def test_what_is_taken_of_a_good_benefit_is_what_was_elected(payroll, rows, day):
    payroll.apply(plan(rows, payroll))
    good = good_benefits(rows)
    elected = {
        key_of_line(row): row["amount"]
        for row in rows
        if benefit_of(row) in good and "exclusion" not in row and row["start_date"] <= day <= row["end_date"]
    }
    taken = {
        key: row["amount"]
        for key, row in payroll.rows.items()
        if benefit_of(row) in good and row["start_date"] <= day <= row["end_date"]
    }
    assert taken == elected


@PROPERTY
@given(payrolls(), elections(), st.sampled_from(DAYS))
def test_no_deduction_stops_because_of_a_bad_row_or_of_none(payroll, rows, day):
    good, before = good_benefits(rows), copy_of(payroll)
    payroll.apply(plan(rows, payroll))
    stopped = [
        key
        for key, row in before.rows.items()
        if benefit_of(row) not in good
        and row["start_date"] <= day <= row["end_date"]
        and not payroll.rows[key]["start_date"] <= day <= payroll.rows[key]["end_date"]
    ]
    assert stopped == []


@PROPERTY
@given(payrolls(), elections(), st.integers(0, 5))
def test_a_run_killed_anywhere_and_begun_again_ends_as_one_undisturbed(payroll, rows, writes):
    undisturbed = copy_of(payroll)
    undisturbed.apply(plan(rows, undisturbed))
    killed = plan(rows, payroll)
    for row in killed.items[killed.items["changes"].notna()].to_dict("records")[:writes]:
        for op in outstanding_lines(row, payroll.rows.get(row["record_key"])):
            payroll.rows.setdefault(row["record_key"], dict.fromkeys(line())).update(op.members)
    payroll.apply(plan(rows, payroll))
    assert payroll.rows == undisturbed.rows


@PROPERTY
@given(payrolls(), elections())
def test_after_an_import_without_bad_rows_only_unknown_lines_differ(payroll, rows):
    rows = [row for row in rows if not row.get("issue")]
    payroll.apply(plan(rows, payroll))
    asked = request(rows, payroll)
    wanted = asked.mapped.payload[asked.mapped.exclusions.isna()]
    found = reconcile(wanted, payroll.snapshot(), TODAY)
    unknown = {benefit_of(row) for row in payroll.rows.values()} - {benefit_of(row) for row in rows}
    assert set(found.lines["difference"]) <= {"extra"}
    assert set(zip(found.lines["employee"], found.lines["benefit"], strict=True)) <= unknown
