"""A published message becomes a field and a rule; any other text is dropped, since it could quote a value."""

import pytest

from benefits_sync.clients.plansource.refusals import refusal_of


@pytest.mark.parametrize(
    ("text", "field", "rule"),
    [
        ("Invalid value for gender.  The valid values are M,F.", "gender", "list.value"),
        (
            "Invalid value for employee_number.  The valid values are '',1,2,3.",
            "employee_number",
            "list.value",
        ),
        ("State must be a valid State abbreviation.", "state", "state"),
        ("A user_name or first_name and last_name is required.", "first_name", "required"),
        ("Invalid Attributes: ssn,gender is/are required.", "ssn", "required"),
        ("Invalid Attributes: first_name is/are required.", "first_name", "required"),
        ("Missing required attribute: ssn", "ssn", "required"),
        ("Cannot perform action as the employee is terminated", "termination_date", "employee.terminated"),
        (
            "Cannot perform action as the employee is not terminated",
            "termination_date",
            "employee.not_terminated",
        ),
        ("Termination date is empty or not valid format.", "termination_date", "date.format"),
        ("hire_date date is not a valid YYYY-MM-DD date format.", "hire_date", "date.format"),
        ("birthdate date is not a valid YYYY-MM-DD date format.", "birthdate", "date.format"),
        ("Subscriber code has already been taken", "subscriber_code", "taken"),
        ("Ssn has already been taken", "ssn", "taken"),
        ("Zip code is invalid", "zip_code", "format"),
        ("Ssn is the wrong length (should be 9 characters)", "ssn", "format"),
        ("Pay rate is not a number", "pay_rate", "format"),
        ("No employee with id: E10001 found", "subscriber_code", "not_found"),
        ("Employee not found", "subscriber_code", "not_found"),
        (
            "A termination_reason is required.  Please check the meta and pass the lookup_code in it.",
            "termination_reason",
            "required",
        ),
    ],
)
def test_a_published_message_becomes_a_field_and_a_rule(text: str, field: str, rule: str):
    refusal = refusal_of(text, 400)
    assert (refusal.field, refusal.rule, refusal.published) == (field, rule, True)


@pytest.mark.parametrize(
    "text",
    [
        'undefined method `gsub\' for "Okafor":String',
        "Invalid value for 900-11-2207.  The valid values are M,F.",
        "Okafor has already been taken",
        "Missing required attribute: Okafor",
        "Invalid Attributes: ssn,Okafor is/are required.",
        "1991-11-30 date is not a valid YYYY-MM-DD date format.",
        "",
    ],
)
def test_a_text_that_may_quote_a_value_is_dropped(text: str):
    refusal = refusal_of(text, 400)
    assert (refusal.message, refusal.field, refusal.published) == (
        "PlanSource refused the record (HTTP 400)",
        None,
        False,
    )


def test_a_list_of_codes_is_shown():
    assert refusal_of("Invalid value for gender.  The valid values are M,F.", 400).message.endswith(": M,F")


def test_a_list_of_another_member_s_values_is_not_shown():
    message = refusal_of("Invalid value for ssn.  The valid values are 900112207,900112208.", 400).message
    assert message == "ssn is not one of the values PlanSource accepts"


def test_a_very_long_list_is_not_shown():
    text = f"Invalid value for country.  The valid values are {','.join(map(str, range(300)))}."
    assert len(refusal_of(text, 400).message) < 100
