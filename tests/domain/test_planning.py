"""One action for each record, and which."""

import pytest

from tests.domain.company import (
    TODAY,
    action,
    exported,
    frame,
    leaver,
    people,
    person,
    plan,
    reason,
    source_frame,
    written,
)


def test_a_new_person_is_created_with_every_member_that_has_a_value():
    outcome = plan([person(1)])
    assert (action(outcome), len(written(outcome))) == ("create", 10)


def test_a_create_carries_the_subscriber_code():
    assert written(plan([person(1)]))["subscriber_code"] == "E10001"


def test_a_hire_within_the_horizon_is_created_with_the_future_date():
    outcome = plan([person(1, hireDate="2026-07-20", status="Inactive")])
    assert (action(outcome), written(outcome)["hire_date"]) == ("create", "2026-07-20")


def test_nothing_changed_is_unchanged_and_writes_nothing():
    outcome = plan([person(1)], exported([person(1)]))
    assert (action(outcome), written(outcome)) == ("unchanged", None)


def test_an_update_holds_changed_members_only():
    outcome = plan([person(1, department="Sales")], exported([person(1)]))
    assert (action(outcome), written(outcome)) == ("update", {"udef_1": "Sales"})


def test_another_spelling_in_the_target_is_no_change():
    target = exported([person(1)])
    target.records["E10001"] |= {"hire_date": "2020/01/06", "current_salary": "65520.0", "ssn": "900-00-0001"}
    assert action(plan([person(1)], target)) == "unchanged"


def test_a_missing_value_clears_nothing():
    target = exported([person(1, customUnion="U100")])
    assert action(plan([person(1)], target)) == "unchanged"


def test_a_member_the_target_lacks_is_written():
    target = exported([person(1)])
    target.records["E10001"]["udef_1"] = None
    assert written(plan([person(1)], target)) == {"udef_1": "Finance"}


def test_an_exclusion_keeps_its_reason():
    outcome = plan([person(1, customEin="84-7654321")])
    assert (action(outcome), reason(outcome)) == ("excluded", "other_ein")


def test_a_leaver_the_target_never_knew_is_left_out():
    outcome = plan([leaver(1)])
    assert (action(outcome), reason(outcome)) == ("excluded", "never_enrolled")


def test_exclusions_are_counted_by_reason():
    outcome = plan([person(1, customEin="x"), person(2, customTestEmployee="yes"), leaver(3)])
    assert outcome.exclusions == {"never_enrolled": 1, "other_ein": 1, "test_employee": 1}


def test_a_mapping_issue_rejects_the_record():
    outcome = plan([person(1, firstName=None)])
    assert (action(outcome), reason(outcome)) == ("rejected", "required")


def test_an_excluded_record_has_no_rejection():
    assert plan([leaver(1, firstName=None)]).rejections.empty


def test_a_rejection_names_key_field_and_rule():
    row = plan([person(1, firstName=None)]).rejections.iloc[0]
    assert (row["record_key"], row["source_id"], row["field"]) == ("E10001", "1", "first_name")


def test_each_broken_member_is_a_rejection_of_its_own():
    outcome = plan([person(1, firstName=None, lastName=None)])
    assert outcome.rejection_rules == {"first_name: required": 1, "last_name: required": 1}


def test_a_value_the_target_does_not_list_rejects_the_record():
    outcome = plan([person(1)], allowed={"location": frozenset({"DEN"})})
    assert outcome.rejection_rules == {"location: list.value": 1}


def test_a_value_taken_off_the_list_does_not_matter_where_nothing_is_sent():
    outcome = plan([leaver(1)], exported([person(1)]), allowed={"location": frozenset({"DEN"})})
    assert action(outcome) == "terminate"


def test_a_termination_reason_the_target_does_not_list_rejects_the_record():
    listed = {"termination_reason": frozenset({"death"})}
    assert reason(plan([leaver(1)], exported([person(1)]), allowed=listed)) == "list.value"


def test_a_record_without_a_key_is_rejected():
    assert reason(plan([person(1, employeeNumber=None)])) == "required"


def test_items_are_indexed_as_the_source():
    rows = source_frame(people(2)).set_index(frame([{"at": 7}, {"at": 3}], ["at"])["at"])
    assert plan(rows).items.index.tolist() == [7, 3]


def test_an_empty_delta_plans_nothing():
    outcome = plan([], everyone=False)
    assert (outcome.counts.read, len(outcome.items)) == (0, 0)


def test_counts_balance():
    rows = [person(1), person(2, department="Sales"), leaver(3), person(4, ssn=None), leaver(5), person(6)]
    counts = plan(rows, exported(people(4))).counts
    assert (counts.balanced, counts.written) == (True, 3)


def test_a_target_person_nobody_sent_is_reported_and_not_written():
    outcome = plan([person(1)], exported(people(2)))
    assert (outcome.orphans, len(outcome.items)) == (("E10002",), 1)


def test_test_employees_are_no_orphans():
    target = exported(people(2))
    target.records["E10002"]["test_employee"] = "true"
    assert plan([person(1)], target).orphans == ()


def test_a_delta_run_reports_no_orphans():
    assert plan([person(1)], exported(people(2)), everyone=False).orphans == ()


def test_the_same_request_makes_the_same_plan_id():
    assert plan(people(2)).plan_id == plan(people(2)[::-1]).plan_id


def test_a_changed_target_makes_another_plan_id():
    assert plan(people(1)).plan_id != plan(people(1), exported(people(1))).plan_id


def test_no_value_of_a_person_is_in_the_repr():
    assert "900000001" not in repr(plan([person(1)]))


@pytest.mark.parametrize("row", [person(1, ssn="12"), person(1, dateOfBirth="yesterday")])
def test_no_value_of_a_person_is_in_a_rejection(row):
    messages = " ".join(plan([row]).rejections["message"])
    assert not {"12", "yesterday"} & set(messages.replace(",", " ").split())


def test_field_changes_count_people_already_in_the_target():
    rows = [person(1, department="Sales"), person(2, department="Sales"), person(3)]
    assert plan(rows, exported(people(2)), as_of=TODAY).field_changes == {"udef_1": 2}
