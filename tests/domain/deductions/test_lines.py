"""Payroll rows become the deductions that the life cycle of an election asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.domain.deductions.row_rules import EXCLUSIONS, ROW_RULES
from benefits_sync.models.deductions import LINE_FIELDS, LINE_KEY
from tests.deduction_lines import key_of_line
from tests.domain.deductions.payroll import (
    DECLINED,
    FSA,
    MEDICAL,
    UNHURRIED,
    broken,
    later,
    lines,
    mapped,
    mapping_with,
    premium,
    reasons,
    settings,
    spans,
)

MARRIAGE = later(premium("101.75"), "2026-07-18")
OPEN_ENROLLMENT = premium(
    "106.2",
    org_plan_year_starts="2027-01-01",
    org_plan_year_ends="2027-12-31",
    change_effective_date="2027-01-01",
    created_at="2026-11-10T12:00:00Z",
)


def test_an_election_is_taken_from_its_effective_date_to_the_end_of_the_plan_year():
    assert spans(lines(MEDICAL)) == [("MED125", "2026-04-01", "2026-12-31", "48.10")]


def test_a_change_ends_the_old_deduction_on_the_day_before_it():
    assert spans(lines({**MEDICAL, "current": "PA"}, MARRIAGE)) == [
        ("MED125", "2026-04-01", "2026-07-17", "48.10"),
        ("MED125", "2026-07-18", "2026-12-31", "101.75"),
    ]


def test_rows_may_come_in_any_order():
    past = {**MEDICAL, "current": "PA"}
    assert sorted(spans(lines(MARRIAGE, past))) == sorted(spans(lines(past, MARRIAGE)))


def test_a_declined_benefit_takes_nothing():
    assert (lines(DECLINED), reasons(DECLINED)) == ([], ["declined"])


def test_declining_later_ends_the_deduction():
    declined = later(DECLINED, "2026-07-18", termination_date="2026-07-17")
    assert spans(lines({**MEDICAL, "current": "PA"}, declined)) == [
        ("MED125", "2026-04-01", "2026-07-17", "48.10")
    ]


def test_the_next_plan_year_is_a_deduction_of_its_own():
    assert spans(lines(MARRIAGE, OPEN_ENROLLMENT)) == [
        ("MED125", "2026-07-18", "2026-12-31", "101.75"),
        ("MED125", "2027-01-01", "2027-12-31", "106.20"),
    ]


def test_only_the_plan_year_asked_for_is_imported():
    told = reasons(MARRIAGE, OPEN_ENROLLMENT, plan_year_starts="2027-01-01")
    assert told == ["other_plan_year", None]


def test_a_leaver_pays_on_every_pay_date_whose_period_began_before_the_coverage_ended():
    # Biweekly pay dates of 2027: the one of 5 March pays 14 to 27 February, the one of 19 March the next two
    # weeks, which began on the last day covered.
    leaver = OPEN_ENROLLMENT | {"termination_date": "2027-02-28"}
    assert spans(lines(leaver)) == [("MED125", "2027-01-01", "2027-03-19", "106.20")]


def test_a_leaver_pays_nothing_beyond_the_plan_year():
    leaver = MEDICAL | {"termination_date": "2026-12-31"}
    assert spans(lines(leaver)) == [("MED125", "2026-04-01", "2026-12-31", "48.10")]


def test_a_rehire_starts_a_deduction_anew():
    left = OPEN_ENROLLMENT | {"termination_date": "2027-02-28", "current": "PA"}
    back = later({**OPEN_ENROLLMENT, "current": "CA"}, "2027-07-01")
    assert spans(lines(left, back)) == [
        ("MED125", "2027-01-01", "2027-03-19", "106.20"),
        ("MED125", "2027-07-01", "2027-12-31", "106.20"),
    ]


def test_coverage_that_ended_before_it_began_takes_nothing():
    never = MEDICAL | {"termination_date": "2026-03-31"}
    assert (lines(never), reasons(never)) == ([], ["withdrawn"])


def test_each_part_of_a_premium_has_its_own_code_and_kind():
    row = MEDICAL | {
        "subscriber_premium": "60",
        "subscriber_posttax_premium": "11.9",
        "org_premium": "190",
        "imputed_income": "1.5",
        "dp_sub_imputed_income": "2.25",
        "dp_org_imputed_income": "40",
        "plan_partner_code_1": "MEDER",
        "plan_partner_code_2": "MEDIMP",
    }
    assert [(one["kind"], one["code"], one["amount"]) for one in lines(row)] == [
        ("pretax", "MED125", "48.10"),
        ("posttax", "MEDPT", "11.90"),
        ("employer", "MEDER", "190.00"),
        ("earning", "MEDIMP", "43.75"),
    ]


def test_a_part_of_nothing_needs_no_code_and_gives_no_line():
    assert [one["kind"] for one in lines(MEDICAL)] == ["pretax"]


def test_a_row_that_costs_nobody_anything_is_left_out():
    assert reasons(premium("0")) == ["no_amount"]


def test_test_employees_are_left_out():
    assert reasons(MEDICAL | {"test_employee": "true"}) == ["test_employee"]


def test_benefits_that_payroll_has_nothing_to_do_with_are_left_out():
    assert reasons(MEDICAL | {"benefit_lookup_code": "eap"}) == ["ignored_benefit"]


def test_a_line_has_every_field_and_its_key():
    (line,) = lines(MEDICAL | {"org_premium": "0"})
    assert (set(line), line[LINE_KEY]) == ({LINE_KEY, *LINE_FIELDS}, key_of_line(line))


def test_a_refused_row_leaves_the_others_alone():
    rows = (premium("48.10", subscriber_premium=None), FSA | {"source_id": "E-2208"})
    assert [one["employee"] for one in lines(*rows)] == ["E-2208"]


def test_every_row_is_accounted_for():
    rows = [MEDICAL, {**MEDICAL, "source_id": "E-1", "current": None}, DECLINED, FSA, premium("-1")]
    assert set(mapped(*rows).records["source_row"]) == {f"row {at}" for at in range(len(rows))}


def test_nothing_read_is_nothing_made():
    made = mapped()
    assert (len(made.records), len(made.mapped.issues)) == (0, 0)


BOTH_PARTS = MEDICAL | {
    "subscriber_premium": "60",
    "subscriber_posttax_premium": "11.9",
    "dp_org_imputed_income": "40",
    "plan_partner_code_2": "MEDIMP",
}


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [("both", ["pretax", "posttax", "earning"]), ("posttax_only", ["posttax", "earning"]), ("reject", [])],
)
def test_a_domestic_partners_premium_is_taken_as_the_mapping_says(rule, kinds):
    mapping = mapping_with(settings=settings(domestic_partner=rule))
    assert [one["kind"] for one in lines(BOTH_PARTS, mapping=mapping)] == kinds


def test_the_part_that_payroll_cannot_take_is_counted():
    mapping = mapping_with(settings=settings(domestic_partner="posttax_only"))
    assert reasons(BOTH_PARTS, mapping=mapping) == [None, None, "domestic_partner_pretax"]


def test_a_premium_of_two_parts_without_a_domestic_partner_is_no_limit():
    mapping = mapping_with(settings=settings(domestic_partner="reject"))
    ordinary = BOTH_PARTS | {"dp_org_imputed_income": "0"}
    assert broken(ordinary, mapping=mapping) == []


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"source_id": None}, "source_id", "employee.missing"),
        ({"benefit_lookup_code": None}, "benefit_lookup_code", "benefit.missing"),
        ({"org_plan_year_starts": None}, "org_plan_year_starts", "plan_year.unknown"),
        ({"org_plan_year_starts": "2031-02-30"}, "org_plan_year_starts", "plan_year.unknown"),
        ({"org_plan_year_starts": "2026-02-01"}, "org_plan_year_starts", "plan_year.unknown"),
        ({"org_plan_year_ends": "2026-06-30"}, "org_plan_year_starts", "plan_year.unknown"),
        (
            {"org_plan_year_starts": "2031-01-01", "org_plan_year_ends": "2031-12-31"},
            "org_plan_year_starts",
            "plan_year.unknown",
        ),
        ({"change_effective_date": None}, "change_effective_date", "date.missing"),
        ({"change_effective_date": "soon"}, "change_effective_date", "date.invalid"),
        ({"change_effective_date": "2027-02-01"}, "change_effective_date", "dates.reversed"),
        ({"termination_date": "2026-02-30"}, "termination_date", "date.invalid"),
        ({"termination_date": "2026-02-28"}, "termination_date", "dates.reversed"),
        ({"subscriber_premium": None}, "subscriber_premium", "amount.missing"),
        ({"org_premium": None}, "org_premium", "amount.missing"),
        ({"org_premium": "-1"}, "org_premium", "amount.negative"),
        ({"imputed_income": "-0.01"}, "imputed_income", "amount.negative"),
        ({"org_premium": "some"}, "org_premium", "amount.invalid"),
        ({"subscriber_premium": "48.11"}, "subscriber_premium", "split.mismatch"),
        ({"subscriber_pay_frequency": None}, "subscriber_pay_frequency", "frequency.unknown"),
        ({"subscriber_pay_frequency": "Lunar"}, "subscriber_pay_frequency", "frequency.unknown"),
        ({"subscriber_total_paydays": "24"}, "subscriber_total_paydays", "paydays.mismatch"),
        ({"plan_payroll_mapping_code": None}, "pretax_code", "code.unmapped"),
        ({"org_premium": "5"}, "employer_code", "code.unmapped"),
        ({"org_premium": "5", "plan_partner_code_1": "MED125"}, "employer_code", "code.repeated"),
        ({"source_id": "E|2207"}, "source_id", "text.separator"),
        ({"benefit_lookup_code": "medical|PPO"}, "benefit_lookup_code", "text.separator"),
        ({"plan_payroll_mapping_code": "MED|125"}, "pretax_code", "text.separator"),
        ({"plan_payroll_mapping_code": "|"}, "pretax_code", "text.separator"),
    ],
)
def test_a_bad_row_is_refused_by_name(changes, field, rule):
    assert broken(MEDICAL | changes) == [("row 0", field, rule)]


def test_a_year_of_27_pay_dates_fits_a_biweekly_frequency():
    assert broken(MEDICAL | {"subscriber_total_paydays": "27"}) == []


def test_two_current_rows_are_both_refused():
    other = later(premium("101.75"), "2026-07-18")
    assert broken(MEDICAL, other) == [
        ("row 0", "current", "current.repeated"),
        ("row 1", "current", "current.repeated"),
    ]


def test_two_rows_of_one_day_of_which_neither_is_the_later_one_are_refused():
    old = {**MEDICAL, "current": None, "created_at": None}
    assert broken(old, old, MARRIAGE) == [
        ("row 0", "change_effective_date", "history.ambiguous"),
        ("row 1", "change_effective_date", "history.ambiguous"),
    ]


def test_a_row_that_no_longer_counts_is_not_checked():
    withdrawn = later(premium("-5"), "2026-09-01", current="PA", created_at="2026-07-01T00:00:00Z")
    assert (broken(withdrawn, MARRIAGE), reasons(withdrawn, MARRIAGE)) == ([], ["superseded", None])


def test_a_message_holds_no_amount_and_no_coverage():
    rows = (
        premium("-77.31"),
        MEDICAL | {"plan_payroll_mapping_code": None},
        premium("77.31", subscriber_premium="1"),
    )
    told = " ".join(text for row in rows for text in mapped(row).mapped.issues["message"])
    assert [word for word in ("77.31", "48.1", "Silver", "Employee Only") if word in told] == []


ROWS = st.builds(
    lambda facts, day, entered: {**MEDICAL, **facts, "change_effective_date": day, "created_at": entered},
    st.fixed_dictionaries(
        {},
        optional={
            "source_id": st.sampled_from(["E1", "E1|2026-01-01"]),
            "benefit_lookup_code": st.sampled_from(["dental", "medical|A"]),
            "plan_payroll_mapping_code": st.sampled_from(["A", "B", "A|B"]),
            "org_premium": st.just("5"),
            "plan_partner_code_1": st.sampled_from(["A", "C"]),
            "current": st.sampled_from([None, "PA"]),
            "termination_date": st.sampled_from(["2025-12-31", "2026-04-30"]),
        },
    ),
    st.sampled_from(["2025-11-20", "2025-12-15", "2026-01-01", "2026-04-01", "2026-04-03"]),
    st.sampled_from([None, "2026-01-05T09:00:00Z", "2026-04-02T09:00:00Z", "2026-04-03T09:00:00Z"]),
)


@UNHURRIED
@given(st.lists(ROWS, max_size=7))
def test_whatever_the_rows_say_no_two_lines_share_a_key(rows):
    keys = mapped(*rows).mapped.payload[LINE_KEY].dropna()
    assert keys.is_unique


@UNHURRIED
@given(st.lists(ROWS, max_size=7))
def test_a_row_gives_lines_or_is_left_out_or_is_refused(rows):
    made = mapped(*rows).mapped
    told = made.payload[LINE_KEY].notna() | made.exclusions.notna()
    assert set(told.index[~told]) == set(made.issues["row"])


def test_no_rule_and_no_reason_stands_twice():
    places = {(rule.name, rule.field) for rule in ROW_RULES}
    assert (len(places), len(set(EXCLUSIONS))) == (len(ROW_RULES), len(EXCLUSIONS))
