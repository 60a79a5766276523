"""What the shipped mapping makes of people: eligibility classes, exclusions, leavers, validation."""

from datetime import date

import pytest

from benefits_sync.mapping.grammar import WhenEmpty
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, USUALLY_REQUIRED


def value(mapped, member):
    return mapped.payload.loc[0, member]


def broken(mapped):
    return set(zip(mapped.issues["field"], mapped.issues["rule"], strict=True))


def test_a_complete_employee_is_mapped_without_an_issue(map_one):
    mapped = map_one()
    members = {
        "subscriber_code": "E10001", "user_name": "e10001", "ssn": "912345678", "birthdate": "1991-11-30",
        "gender": "F", "marital_status": "S", "state": "ID", "zip_code": "83702", "country": "United States",
        "cell_phone": "2085550143", "email": "maya.okafor@example.test", "hire_date": "2020-03-09",
        "original_hire_date": "2020-03-09", "employment_level": "F", "division": "WEST", "location": "BOI",
        "org_class": "FT-HRLY", "pay_rate": "31.5", "pay_type": "HOURLY", "current_salary": "65520",
        "org_payroll_id": "7712", "is_smoker": "NO", "udef_1": "Finance", "highly_compensated": "false",
    }  # fmt: skip
    assert (mapped.payload.loc[0, list(members)].to_dict(), broken(mapped)) == (members, set())


def test_at_least_45_members_are_mapped(demographic_export):
    assert len(set(demographic_export.target_fields) & set(SUBSCRIBER_FIELDS)) >= 45


def test_every_usually_required_member_is_required(demographic_export):
    assert {name for name in USUALLY_REQUIRED if not demographic_export.fields[name].required} == set()


@pytest.mark.parametrize(
    ("because", "fields", "expected"),
    [
        ("a full-timer paid by the hour", {}, "FT-HRLY"),
        ("a full-timer on a salary", {"payType": "Salary"}, "FT-SAL"),
        ("commission counts as salary", {"payType": "Commission"}, "FT-SAL"),
        ("an executive on a salary", {"payType": "Salary", "customJobLevel": "Executive"}, "EXEC"),
        ("a manager is no executive", {"payType": "Salary", "customJobLevel": "Manager"}, "FT-SAL"),
        ("called full-time, works 29 hours", {"standardHoursPerWeek": "29"}, "PT"),
        ("30 hours are full-time", {"standardHoursPerWeek": "30"}, "FT-HRLY"),
        ("remote needs 32 hours", {"standardHoursPerWeek": "30", "location": "Remote"}, "PT"),
        ("remote with 32 hours", {"standardHoursPerWeek": "32", "location": "Remote"}, "FT-HRLY"),
        ("a part-timer", {"employmentHistoryStatus": "Part-Time", "standardHoursPerWeek": "24"}, "PT"),
        (
            "a part-timer with 30 hours and a year of service",
            {"employmentHistoryStatus": "Part-Time", "standardHoursPerWeek": "30", "hireDate": "2025-03-09"},
            "FT-HRLY",
        ),
        (
            "a part-timer with 30 hours, a day short of a year",
            {"employmentHistoryStatus": "Part-Time", "standardHoursPerWeek": "30", "hireDate": "2025-03-10"},
            "PT",
        ),
        ("an intern, whatever the hours", {"employmentHistoryStatus": "Intern"}, "INTERN"),
        ("a furlough goes before the job", {"employmentHistoryStatus": "Furloughed"}, "FURL"),
        (
            "a furloughed executive is furloughed",
            {"employmentHistoryStatus": "Furloughed", "customJobLevel": "Executive", "payType": "Salary"},
            "FURL",
        ),
    ],
)
def test_the_eligibility_class_follows_from_the_first_rule_that_holds(map_one, because, fields, expected):
    assert value(map_one(fields), "org_class") == expected, because


def test_a_furloughed_full_timer_keeps_the_employment_level(map_one):
    assert value(map_one(employmentHistoryStatus="Furloughed"), "employment_level") == "F"


def test_an_intern_is_not_employed_full_time(map_one):
    assert value(map_one(employmentHistoryStatus="Intern"), "employment_level") == "P"


def test_a_person_for_whom_no_class_holds_is_rejected_and_not_guessed(map_one):
    assert ("org_class", "no_rule") in broken(map_one(employmentHistoryStatus=None))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"customTestEmployee": "yes"}, "test_employee"),
        ({"customEin": "84-7654321"}, "other_ein"),
        ({"customEin": None}, None),  # a company with one employer leaves it empty
        ({"employmentHistoryStatus": "Contractor"}, "contractor"),
        ({"employmentHistoryStatus": "Terminated", "payType": "Contract"}, "contractor"),
        ({"employmentHistoryStatus": "Seasonal"}, "status_not_mapped"),
        ({"hireDate": "2026-05-08"}, None),  # in 60 days
        ({"hireDate": "2026-05-09"}, "future_hire"),
        ({"customTestEmployee": "yes", "customEin": "84-7654321"}, "test_employee"),
    ],
)
def test_people_outside_the_scope_are_excluded_with_the_first_reason(map_one, fields, expected):
    assert map_one(fields).exclusions.loc[0] == expected


@pytest.mark.parametrize(
    ("kind", "why", "reason", "voluntary"),
    [
        ("Resignation (Voluntary)", "Better Opportunity", "employment_termination", "true"),
        ("Resignation (Voluntary)", "Relocation", "employment_termination", "true"),
        ("Resignation (Voluntary)", "Retirement", "retirement", "true"),
        ("Termination (Involuntary)", "Performance", "employment_termination", "false"),
        ("Termination (Involuntary)", "Gross Misconduct", "employment_termination_for_cause", "false"),
        ("Termination (Involuntary)", "Layoff", "layoff", "false"),
        ("Termination (Involuntary)", "End of Contract", "employment_termination", "false"),
        ("Death", "Death", "death", "false"),
        ("Death", "Gross Misconduct", "death", "false"),  # the family keeps its COBRA right
    ],
)
def test_a_leaver_gets_the_reason_that_decides_cobra(map_one, kind, why, reason, voluntary):
    mapped = map_one(
        {
            "employmentHistoryStatus": "Terminated",
            "terminationDate": "2026-03-01",
            "employmentStatus.terminationTypeId": kind,
            "employmentStatus.terminationReasonId": why,
        }
    )
    told = (mapped.termination_reason.loc[0], mapped.voluntary.loc[0], broken(mapped))
    assert told == (reason, voluntary, set())


def test_somebody_employed_has_no_termination_reason(map_one):
    mapped = map_one({"employmentStatus.terminationTypeId": "Death"})
    assert (mapped.termination_reason.loc[0], mapped.voluntary.loc[0]) == (None, None)


def test_a_leaver_without_type_or_date_is_rejected_and_not_guessed(map_one):
    assert broken(map_one(employmentHistoryStatus="Terminated", terminationDate=None)) == {
        ("termination_reason", "no_rule"),
        ("is_voluntary_termination", "no_rule"),
        ("termination_date", "required"),
    }


def test_a_leaver_with_an_impossible_date_is_rejected(map_one):
    mapped = map_one(
        {
            "employmentHistoryStatus": "Terminated",
            "terminationDate": "2026-02-30",
            "employmentStatus.terminationTypeId": "Death",
        }
    )
    assert broken(mapped) == {("termination_date", "iso_date")}


def test_a_gender_without_a_code_is_left_out_and_rejects_nobody(map_one):
    mapped = map_one(gender="Non-Binary")
    assert (value(mapped, "gender"), broken(mapped)) == (None, set())


def test_a_gender_the_table_does_not_list_rejects_the_record(map_one):
    assert broken(map_one(gender="Unknown")) == {("gender", "unlisted")}


def test_the_home_mailbox_is_used_where_there_is_no_work_mailbox(map_one):
    assert value(map_one(workEmail=None, homeEmail="maya@example.test"), "email") == "maya@example.test"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ssn": None}, ("ssn", "required")),
        ({"ssn": "12-345"}, ("ssn", "exactly_9")),
        ({"ssn": "000-12-3456"}, ("ssn", "ssn")),
        ({"dateOfBirth": "2020-01-01"}, ("birthdate", "plausible_birth_date")),
        ({"dateOfBirth": "2027-01-01"}, ("birthdate", "not_in_future")),
        ({"zipcode": "8370"}, ("zip_code", "zip_code")),
        ({"state": "Atlantis"}, ("state", "state_code")),
        ({"mobilePhone": "555"}, ("cell_phone", "phone_10")),
        ({"workEmail": "maya at example"}, ("email", "email")),
        ({"address1": None}, ("address_1", "required")),
        ({"paySchedule": "Fortnightly"}, ("org_payroll_id", "unlisted")),
        ({"standardHoursPerWeek": None}, ("current_salary", "annual_salary")),
    ],
)
def test_what_is_wrong_with_a_person_is_named_by_member_and_rule(map_one, fields, expected):
    assert expected in broken(map_one(fields))


def test_the_settings_are_those_of_the_company(demographic_export):
    settings = demographic_export.settings
    assert (settings.timezone, settings.hire_horizon_days) == ("America/Denver", 60)


def test_a_usual_plan_is_one_task(demographic_export):
    assert demographic_export.settings.chunk_size == 100_000


def test_a_termination_leaves_the_job_alone(demographic_export):
    assert "org_class" in demographic_export.termination.keep


def test_the_account_status_is_read_so_that_the_planner_can_see_people_made_inactive(demographic_export):
    assert "status" in demographic_export.source_fields


def test_tenure_is_reckoned_on_the_day_of_the_run(demographic_export):
    rules = demographic_export.rules["eligibility_class"]
    tenure = next(rule.conditions["hireDate"] for rule in rules if rule.name == "part_time_earned_full_time")
    assert tenure.matches("2025-03-10", date(2026, 3, 10))


def test_a_union_that_was_left_is_cleared(map_one):
    assert map_one(customUnion=None).cleared.loc[0, "union_code"]


def test_groups_and_pay_outlast_an_empty_field(demographic_export):
    cleared = {name for name, spec in demographic_export.fields.items() if spec.when_empty is WhenEmpty.CLEAR}
    assert (
        cleared & {"division", "location", "org_class", "employment_level", "pay_rate", "current_salary"}
        == set()
    )
