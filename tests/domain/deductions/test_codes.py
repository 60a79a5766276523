"""A code is an override's, else the first that the mapping's order finds."""

import pytest

from tests.domain.deductions.payroll import MAPPING, MEDICAL, lines, mapped, mapping_with, reasons


def codes(**rules: object) -> dict[str, object]:
    return MAPPING.codes.model_dump(mode="json", by_alias=True, exclude_none=True) | rules


def code_of(row, **rules: object) -> list[str | None]:
    tables = {"pretax_codes": {"medical": "TABLE"}}
    mapping = mapping_with(codes=codes(**rules), lookups=MAPPING.lookups | tables)
    return [one["code"] for one in lines(row, mapping=mapping)]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"from": ["plan_payroll_mapping_code", "lookup"], "lookup": "pretax_codes"}, "MED125"),
        ({"from": ["lookup", "plan_payroll_mapping_code"], "lookup": "pretax_codes"}, "TABLE"),
        ({"from": ["plan_partner_code_2", "plan_payroll_mapping_code"]}, "MED125"),
        ({"from": ["plan_partner_code_2", "lookup"], "lookup": "pretax_codes"}, "TABLE"),
        (
            {"from": ["plan_payroll_mapping_code"], "overrides": [{"benefit": "medical", "code": "OURS"}]},
            "OURS",
        ),
        (
            {
                "from": ["plan_payroll_mapping_code"],
                "overrides": [{"benefit": "medical", "plan": "Gold PPO", "code": "GOLD"}],
            },
            "MED125",
        ),
        (
            {
                "from": ["plan_payroll_mapping_code"],
                "overrides": [
                    {"benefit": "medical", "plan": "Silver PPO", "code": "SILVER"},
                    {"benefit": "medical", "code": "OURS"},
                ],
            },
            "SILVER",
        ),
    ],
)
def test_the_order_of_the_mapping_decides(rule, code):
    assert code_of(MEDICAL, pretax=rule) == [code]


def test_plans_of_one_benefit_have_codes_of_their_own():
    gold = {**MEDICAL, "source_id": "E-1", "plan_name": "Gold PPO", "plan_payroll_mapping_code": "MEDG125"}
    assert [one["code"] for one in lines(MEDICAL, gold, {**MEDICAL, "source_id": "E-2"})] == [
        "MED125", "MEDG125", "MED125",
    ]  # fmt: skip


def test_a_missing_code_is_told_with_the_benefit_and_the_ways_out():
    (message,) = mapped({**MEDICAL, "plan_payroll_mapping_code": None}).mapped.issues["message"]
    assert message == (
        "benefit `medical` has no pretax code: plan_payroll_mapping_code of the plan is empty and lookup "
        "`pretax_codes` has no line for it; give the plan a code in PlanSource or add one to the lookup"
    )


def test_a_missing_code_refuses_no_other_benefit():
    dental = {**MEDICAL, "benefit_lookup_code": "dental", "plan_payroll_mapping_code": "DEN125"}
    assert [one["code"] for one in lines({**MEDICAL, "plan_payroll_mapping_code": None}, dental)] == [
        "DEN125"
    ]


def test_a_part_that_payroll_is_not_told_of_gives_no_line():
    mapping = mapping_with(lookups=MAPPING.lookups | {"employer_codes": {"medical": None}})
    assert [one["kind"] for one in lines({**MEDICAL, "org_premium": "190"}, mapping=mapping)] == ["pretax"]


def test_an_override_may_say_that_payroll_is_not_told():
    rule = {"from": ["plan_payroll_mapping_code"], "overrides": [{"benefit": "medical", "code": None}]}
    assert code_of(MEDICAL, pretax=rule) == []


def test_a_row_of_which_payroll_is_told_nothing_is_left_out():
    mapping = mapping_with(
        codes=codes(pretax={"from": ["lookup"], "lookup": "pretax_codes"}),
        lookups=MAPPING.lookups | {"pretax_codes": {"medical": None}},
    )
    assert reasons(MEDICAL, mapping=mapping) == ["no_amount"]
