"""Twelve disasters, each caught before anything is written.

Caught means: a guard asks or stops, or no record of the disaster may be written at all.
"""

from benefits_sync.domain.guards import GuardHistory, TrippedGuard, evaluate
from benefits_sync.domain.planning import Plan, plan_demographics
from benefits_sync.domain.staleness import moved, target_fingerprints
from benefits_sync.mapping.frame import map_frame
from tests.domain.company import (
    KEY,
    MAPPING,
    TODAY,
    Person,
    Target,
    exported,
    leaver,
    people,
    person,
    request,
    source_frame,
)

COMPANY = people(400)


def drill(source, target: Target | None = None) -> tuple[Plan, dict[str, TrippedGuard]]:
    """Plan a full run of a company that was exported whole the run before."""
    asked = request(source, target or exported(COMPANY))
    outcome = plan_demographics(asked)
    before = plan_demographics(request(COMPANY))
    history = GuardHistory(last_roster=400, fill_rates=before.fill_rates, known=400, active=400)
    return outcome, {guard.name: guard for guard in evaluate(outcome, asked, MAPPING.guards, history)}


def everyone(**facts: str | None) -> list[Person]:
    return [row | facts for row in COMPANY]


def test_an_empty_roster():
    outcome, guards = drill([])
    assert (guards["empty_roster"].severity, outcome.counts.written) == ("stop", 0)


def test_half_a_roster():
    outcome, guards = drill(COMPANY[:200])
    assert (set(guards), outcome.counts.terminated) == ({"roster_shrink"}, 0)


def test_the_status_column_null():
    outcome, guards = drill(everyone(status=None))
    assert ({"fill_rate_drop", "rejections"} <= set(guards), outcome.counts.written) == (True, 0)


def test_the_employment_status_column_null():
    outcome, guards = drill(everyone(employmentHistoryStatus=None))
    assert ({"fill_rate_drop", "rejections"} <= set(guards), outcome.counts.written) == (True, 0)


def test_everyone_inactive():
    outcome, guards = drill(everyone(status="Inactive"))
    assert ("rejections" in guards, outcome.counts.written) == (True, 0)


def test_everyone_terminated():
    _, guards = drill([leaver(number) for number in range(1, 401)])
    assert guards["terminations"].observed == 400


def test_another_companys_data():
    rows = [person(number, employeeNumber=f"X{number}") for number in range(5000, 5400)]
    assert drill(rows)[1]["another_company"].severity == "stop"


def test_another_companys_data_under_the_same_ids():
    rows = [
        person(number, employeeNumber=f"X{number}", ssn=f"95{number:07d}", firstName="Other")
        for number in range(1, 401)
    ]
    outcome, guards = drill(rows)
    assert ("rejections" in guards, outcome.counts.written) == (True, 0)


def test_another_companys_data_under_the_same_ids_and_numbers():
    rows = [person(number, ssn=f"95{number:07d}", firstName="Other") for number in range(1, 401)]
    assert {"identity_changed", "field_changed"} <= set(drill(rows)[1])


def test_all_dates_null():
    outcome, guards = drill(everyone(hireDate="0000-00-00", dateOfBirth="0000-00-00"))
    assert ("rejections" in guards, outcome.counts.written) == (True, 0)


def test_termination_dates_null():
    rows = [leaver(number, on=None) if number <= 40 else person(number) for number in range(1, 401)]
    outcome, guards = drill(rows)
    assert ("rejections" in guards, outcome.counts.written) == (True, 0)


def test_two_swapped_ssns():
    rows = [person(1, ssn=person(2)["ssn"]), person(2, ssn=person(1)["ssn"]), *COMPANY[2:]]
    outcome, _ = drill(rows)
    assert (outcome.rejection_rules, outcome.counts.written) == ({"ssn: ssn.in_use": 2}, 0)


def test_two_hundred_swapped_ssns():
    swapped = [COMPANY[place ^ 1]["ssn"] for place in range(200)]
    rows = [row | {"ssn": ssn} for row, ssn in zip(COMPANY[:200], swapped, strict=True)]
    outcome, guards = drill([*rows, *COMPANY[200:]])
    assert ("identity_changed" in guards, outcome.field_changes) == (True, {})


def test_a_duplicated_page():
    outcome, guards = drill([*COMPANY, *COMPANY[100:150]])
    assert (guards["repeated_people"].severity, outcome.counts.written) == ("stop", 0)


def test_a_page_that_came_twice_in_place_of_another():
    guards = drill([*COMPANY[:200], *COMPANY[100:200], *COMPANY[300:]])[1]
    assert {"repeated_people", "roster_shrink"} <= set(guards)


def test_a_page_missing_from_the_target():
    target = exported(COMPANY)
    for key in list(target.records)[100:200]:
        del target.records[key]
    outcome, guards = drill(COMPANY, target)
    assert (guards["missing_from_target"].severity, outcome.counts.created) == ("stop", 0)


def test_a_page_missing_from_the_source():
    outcome, guards = drill([*COMPANY[:100], *COMPANY[200:]])
    assert (set(guards), outcome.counts.written) == ({"roster_shrink"}, 0)


def test_a_permission_lost_on_ssn():
    rows = source_frame(COMPANY).drop(columns="ssn")
    outcome, guards = drill(rows)
    assert (guards["fields_withheld"].severity, outcome.counts.written) == ("stop", 0)


def test_a_department_renamed_for_everyone():
    guard = drill(everyone(department="Money"))[1]["field_changed"]
    assert (guard.severity, guard.observed) == ("ask", 400)


def test_a_target_that_was_changed_under_the_plan():
    target = exported(COMPANY)
    planned = drill(everyone(department="Money"), target)[0].items.set_index("record_key")["before"]
    target.records["E10005"]["termination_date"] = "2026-06-15"
    target.records["E10007"]["location"] = "DEN"
    del target.records["E10009"]
    current = target_fingerprints(target.snapshot(), MAPPING.target_fields, KEY)
    assert moved(planned, current) == ("E10005", "E10007", "E10009")


def test_somebody_created_under_the_plan():
    planned = drill([*COMPANY, person(401)])[0].items.set_index("record_key")["before"]
    current = exported([*COMPANY, person(401)]).snapshot()
    assert moved(planned, target_fingerprints(current, MAPPING.target_fields, KEY)) == ("E10401",)


def test_a_target_that_stands_still():
    planned = drill(everyone(department="Money"))[0].items.set_index("record_key")["before"]
    current = exported(COMPANY).snapshot().iloc[::-1]
    assert moved(planned, target_fingerprints(current, MAPPING.target_fields, KEY)) == ()


def test_the_drills_company_maps_without_an_issue():
    assert map_frame(MAPPING, source_frame(COMPANY), TODAY).issues.empty
