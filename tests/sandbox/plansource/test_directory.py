"""The organization and the meta documents."""

import pytest

from tests.sandbox.plansource.caller import Caller


async def values(api: Caller, member: str) -> list[str]:
    meta = (await api.call("GET", "/subscriber/meta")).data
    return [str(value) for _, value in meta[member]["validation_data"]]


async def test_the_organizations_envelope_has_no_errors(api: Caller) -> None:
    answer = await api.call("GET", "/organizations")
    assert (set(answer.body), set(answer.data[0])) == (
        {"status", "data"},
        {"id", "name", "organization_code"},
    )


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("division", ["WEST", "EAST", "CENTRAL"]),
        ("location", ["BOI", "DEN", "AUS", "BOS", "REM"]),
        ("org_class", ["EXEC", "FT-SAL", "FT-HRLY", "PT", "INTERN", "FURL"]),
        ("employment_level", ["F", "P"]),
        ("org_payroll_id", ["7712", "7713", "7714"]),
        ("gender", ["M", "F"]),
        ("marital_status", ["S", "M", "D"]),
        ("is_smoker", ["YES", "NO"]),
        ("written_language", ["en", "es"]),
        ("union_code", ["U100", "U200"]),
    ],
)
async def test_the_meta_publishes_the_codes_of_the_company(
    api: Caller, member: str, expected: list[str]
) -> None:
    assert await values(api, member) == expected


async def test_a_meta_entry_has_the_published_shape(api: Caller) -> None:
    entry = (await api.call("GET", "/subscriber/meta")).data["employment_level"]
    assert entry == {
        "update": True,
        "required": True,
        "caption": "Employment Level",
        "data_type": "STRING",
        "validation_data": [["F", "F"], ["P", "P"]],
    }


async def test_payroll_schedules_carry_id_name_and_code(api: Caller) -> None:
    schedules = (await api.call("GET", "/subscriber/meta")).data["payroll_schedules"]
    assert schedules[0] == {"id": 7712, "name": "Biweekly", "lookup_code": "biweekly_1"}


async def test_the_published_termination_reasons_are_there(api: Caller) -> None:
    reasons = (await api.call("GET", "/subscriber/meta")).data["termination_reason"]["validation_data"]
    assert {
        "lookup_code": "employment_termination_for_cause",
        "name": "Termination or Employment for gross misconduct (Non-COBRA)",
        "description": "Employment ended for gross misconduct",
    } in reasons


async def test_the_dependent_meta_calls_its_lists_validation(api: Caller) -> None:
    meta = (await api.call("GET", "/dependent/meta")).data
    assert ["Spouse", "spouse"] in meta["relationship_code"]["validation"]


async def test_an_empty_employee_id_is_refused_by_the_dependent_meta(api: Caller) -> None:
    answer = await api.call("GET", "/dependent/meta", subscriber_id="")
    assert (answer.status, answer.message) == (400, "No Employee ID in the request.")


async def test_the_beneficiary_meta_names_primary_as_yes_or_no(api: Caller) -> None:
    meta = (await api.call("GET", "/beneficiaries/meta")).data
    assert meta["primary_beneficiary"]["validation_data"] == [["Yes", "YES"], ["No", "NO"]]
