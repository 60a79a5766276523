"""Keys and SSNs that more than one person claims."""

import pytest

from tests.domain.company import Target, action, exported, leaver, people, person, plan, reason


def renumbered(old: str, new: str, target: Target) -> Target:
    """Change a subscriber code in the target, as an administrator does."""
    target.records[new] = target.records.pop(old) | {"record_key": new, "subscriber_code": new}
    return target


def test_two_people_with_one_key_are_both_rejected():
    outcome = plan([person(1), person(2, employeeNumber="E10001")])
    assert outcome.items["reason"].tolist() == ["key.duplicate", "key.duplicate"]


def test_the_record_of_another_employer_does_not_compete_for_the_key():
    outcome = plan([person(1), person(2, employeeNumber="E10001", customEin="84-7654321")])
    assert outcome.items["action"].tolist() == ["create", "excluded"]


def test_a_leaver_nobody_knew_still_competes_for_the_key():
    outcome = plan([person(1), leaver(2, employeeNumber="E10001")])
    assert outcome.items["reason"].tolist() == ["key.duplicate", "key.duplicate"]


def test_a_changed_employee_number_is_rejected_while_the_old_code_stands():
    outcome = plan([person(1, employeeNumber="E77777")], exported([person(1)]))
    assert (action(outcome), reason(outcome)) == ("rejected", "employee_number.changed")


def test_a_changed_employee_number_is_one_rejection():
    assert len(plan([person(1, employeeNumber="E77777")], exported([person(1)])).rejections) == 1


def test_the_old_code_of_a_changed_number_is_no_orphan():
    assert plan([person(1, employeeNumber="E77777")], exported([person(1)])).orphans == ()


def test_the_next_run_follows_a_code_changed_in_the_target():
    target = renumbered("E10001", "E77777", exported([person(1)]))
    assert action(plan([person(1, employeeNumber="E77777")], target)) == "unchanged"


def test_a_followed_code_is_not_missing_from_the_target():
    target = renumbered("E10001", "E77777", exported([person(1)]))
    assert plan([person(1, employeeNumber="E77777")], target).missing == 0


def test_a_number_that_belonged_to_somebody_else_is_rejected():
    outcome = plan([person(9, employeeNumber="E10001")], exported([person(1)]))
    assert reason(outcome) == "employee_number.reused"


def test_a_record_made_anew_for_the_same_person_goes_on():
    outcome = plan([person(9, employeeNumber="E10001", ssn=person(1)["ssn"])], exported([person(1)]))
    assert action(outcome) == "update"


def test_a_confirmed_subscriber_who_is_gone_is_not_created_again():
    target = exported([person(1)])
    target.records.clear()
    assert reason(plan([person(1)], target)) == "target.missing"


def test_a_leaver_who_is_gone_from_the_target_is_rejected_too():
    target = exported([person(1)])
    target.records.clear()
    assert reason(plan([leaver(1)], target)) == "target.missing"


def test_a_test_employee_under_the_code_rejects_the_record():
    target = exported([person(1)])
    target.records["E10001"]["test_employee"] = "true"
    assert reason(plan([person(1)], target)) == "target.test_employee"


def test_two_subscribers_under_one_code_reject_the_record():
    target = exported([person(1)])
    target.records["again"] = target.records["E10001"] | {"remote_id": "R99"}
    assert reason(plan([person(1)], target)) == "target.duplicate"


def test_one_subscriber_read_twice_is_one_subscriber():
    target = exported([person(1)])
    target.records["again"] = dict(target.records["E10001"])
    assert action(plan([person(1)], target)) == "unchanged"


def test_an_ssn_held_by_another_subscriber_is_refused():
    outcome = plan([person(1), person(2, ssn=person(1)["ssn"])], exported([person(1)]))
    assert outcome.items["reason"].tolist() == [None, "ssn.in_use"]


def test_whoever_has_the_ssn_already_can_still_be_terminated():
    outcome = plan([leaver(1), person(2, ssn=person(1)["ssn"])], exported([person(1)]))
    assert action(outcome) == "terminate"


def test_one_ssn_for_two_new_people_refuses_both():
    outcome = plan([person(1), person(2, ssn=person(1)["ssn"])])
    assert outcome.items["reason"].tolist() == ["ssn.in_use", "ssn.in_use"]


@pytest.mark.parametrize("size", [2, 3, 200])
def test_ssns_passed_round_are_all_refused(size):
    rows = people(size)
    moved = [row | {"ssn": rows[(place + 1) % size]["ssn"]} for place, row in enumerate(rows)]
    assert plan(moved, exported(rows)).rejection_rules == {"ssn: ssn.in_use": size}


def test_a_corrected_ssn_is_an_update():
    outcome = plan([person(1, ssn="900123456")], exported([person(1)]))
    assert action(outcome) == "update"


def test_a_rehire_under_a_new_number_is_a_question():
    target = exported([person(1)])
    target.apply(plan([leaver(1)], target))
    outcome = plan([leaver(1), person(2, ssn=person(1)["ssn"])], target)
    assert reason(outcome, 1) == "ssn.in_use"
