"""Codes that people add to a mapping's tables."""

import pytest

from benefits_sync.mapping.deductions import load_deduction_mapping
from tests.mapping.deductions.conftest import DEDUCTIONS_IMPORT


@pytest.fixture(scope="module")
def mapping():
    return load_deduction_mapping(DEDUCTIONS_IMPORT)


def test_an_added_code_is_used_like_one_of_the_file(mapping):
    whole = mapping.with_additions({"posttax_codes": {"vol_life_e": "LIFEPT"}})
    assert (whole.lookups["posttax_codes"]["vol_life_e"], whole.version_label == mapping.version_label) == (
        "LIFEPT",
        False,
    )


def test_a_rejected_code_is_looked_up_by_its_benefit(mapping):
    row = {"benefit_lookup_code": "medical", "plan_name": "Gold"}
    assert (mapping.lookup_of_issue("posttax_code"), mapping.looked_up("posttax_code", row)) == (
        "posttax_codes",
        "medical",
    )


@pytest.mark.parametrize(("code", "fits"), [("MEDPT", True), (None, True), ("", False), ("A|B", False)])
def test_a_code_must_be_one_that_payroll_can_have(mapping, code, fits):
    assert (mapping.addition_problem("posttax_codes", code) is None) == fits


def test_the_pay_frequencies_of_the_file_are_offered(mapping):
    assert "Weekly (52 per year)" in mapping.known_values("subscriber_pay_frequency")
