"""PlanSource's lists of accepted values, in the shapes it publishes them."""

from typing import Any

import pytest

from benefits_sync.clients.plansource.allowed import allowed_values


@pytest.mark.parametrize("name", ["validation_data", "validation"])
def test_the_second_of_each_pair_is_what_may_be_sent(name: str):
    meta = {"employment_level": {"required": True, name: [["Full-Time", "F"], ["Part-Time", "P"]]}}
    assert allowed_values(meta) == {"employment_level": {"F", "P"}}


def test_a_number_is_accepted_as_text():
    assert allowed_values({"org_payroll_id": {"validation_data": [["Biweekly", 7712]]}}) == {
        "org_payroll_id": {"7712"}
    }


def test_a_label_without_a_value_is_no_accepted_value():
    listed = [["Choose one", None], ["Full-Time", "F"]]
    assert allowed_values({"employment_level": {"validation_data": listed}}) == {"employment_level": {"F"}}


def test_a_termination_reason_is_sent_by_its_lookup_code():
    reason = {"lookup_code": "layoff", "name": "Layoff (COBRA)", "description": "Laid off"}
    assert allowed_values({"termination_reason": {"validation_data": [reason]}}) == {
        "termination_reason": {"layoff"}
    }


@pytest.mark.parametrize(
    "described",
    [
        [{"id": 7712, "lookup_code": "biweekly_1"}],
        {"caption": "Badge"},
        {"validation_data": []},
        "text",
        None,
    ],
)
def test_a_member_without_a_list_accepts_anything_and_is_left_out(described: Any):
    assert allowed_values({"udef_1": described}) == {}
