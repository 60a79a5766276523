"""Terminations, rehires and what stands between source and target."""

from datetime import date

import pytest

from tests.domain.company import action, exported, frame, leaver, person, plan, reason, written


def terminated():
    """A target that holds person 1 as terminated on 2026-06-01."""
    target = exported([person(1)])
    target.apply(plan([leaver(1)], target))
    return target


def test_a_leaver_is_terminated_with_date_reason_and_kind():
    row = plan([leaver(1)], exported([person(1)])).items.iloc[0]
    assert row[["action", "termination_date", "termination_reason", "voluntary"]].tolist() == [
        "terminate",
        "2026-06-01",
        "layoff",
        "false",
    ]


def test_a_termination_brings_changed_members_along():
    assert written(plan([leaver(1, department="Sales")], exported([person(1)]))) == {"udef_1": "Sales"}


def test_a_termination_leaves_kept_members_alone():
    target = exported([person(1, employmentHistoryStatus="Part-Time")])
    assert written(plan([leaver(1)], target)) is None


def test_a_termination_today_counts():
    assert action(plan([leaver(1, on="2026-06-15")], exported([person(1)]))) == "terminate"


def test_a_termination_tomorrow_waits_for_its_day():
    row = leaver(1, on="2026-06-16") | {"status": "Active"}
    outcome = plan([row], exported([person(1)]))
    assert (action(outcome), outcome.schedule["kind"].tolist()) == ("unchanged", ["termination"])


def test_a_termination_without_a_date_is_rejected():
    outcome = plan([leaver(1, on=None)], exported([person(1)]))
    assert outcome.rejections["field"].tolist() == ["termination_date"]


def test_a_termination_without_a_mapped_reason_is_rejected():
    outcome = plan([leaver(1, reason="Bored")], exported([person(1)]))
    assert outcome.rejections["field"].tolist() == ["termination_reason"]


def test_a_termination_before_the_hire_is_rejected():
    outcome = plan([leaver(1, on="2019-01-01")], exported([person(1)]))
    assert reason(outcome) == "termination.before_hire"


def test_inactive_without_a_termination_is_rejected_and_not_terminated():
    outcome = plan([person(1, status="Inactive")], exported([person(1)]))
    assert reason(outcome) == "status.inactive_without_termination"


def test_a_missing_status_is_rejected():
    assert reason(plan([person(1, status=None)], exported([person(1)]))) == "status.missing"


def test_absence_is_never_a_termination():
    outcome = plan([person(2)], exported([person(1), person(2)]))
    assert outcome.items["record_key"].tolist() == ["E10002"]


def test_a_termination_that_both_sides_have_is_unchanged():
    assert action(plan([leaver(1)], terminated())) == "unchanged"


def test_a_member_changed_after_the_termination_is_updated():
    outcome = plan([leaver(1, lastName="Okafor")], terminated())
    assert (action(outcome), written(outcome)) == ("update", {"last_name": "Okafor"})


def test_an_unmapped_reason_does_not_matter_once_both_sides_have_the_termination():
    assert action(plan([leaver(1, reason="Bored")], terminated())) == "unchanged"


def test_another_termination_date_than_the_targets_is_rejected():
    assert reason(plan([leaver(1, on="2026-06-02")], terminated())) == "termination.date_differs"


def test_a_rehire_comes_with_its_date_and_not_as_a_changed_hire_date():
    outcome = plan([person(1, hireDate="2026-06-10", department="Sales")], terminated())
    assert (action(outcome), outcome.items["rehire_date"].iloc[0], written(outcome)) == (
        "rehire",
        "2026-06-10",
        {"udef_1": "Sales"},
    )


def test_a_rehire_keeps_the_old_subscriber_code():
    outcome = plan([person(1, hireDate="2026-06-10")], terminated())
    assert outcome.items["record_key"].iloc[0] == "E10001"


@pytest.mark.parametrize("hired", ["2020-01-06", "2026-06-01"])
def test_a_rehire_not_after_the_termination_is_rejected(hired):
    assert reason(plan([person(1, hireDate=hired)], terminated())) == "rehire.date"


def test_a_termination_without_a_date_in_the_target_cannot_be_followed_by_a_rehire():
    target = exported([person(1)])
    target.records["E10001"]["termination_reason_id"] = "1"
    assert reason(plan([person(1)], target)) == "rehire.date"


def test_a_rehire_tomorrow_waits_for_its_day():
    outcome = plan([person(1, hireDate="2026-06-16", status="Inactive")], terminated())
    assert (action(outcome), outcome.schedule["kind"].tolist()) == ("unchanged", ["rehire"])


def test_a_rehire_is_applied_on_its_day():
    rows = [person(1, hireDate="2026-06-16")]
    assert action(plan(rows, terminated(), as_of=date(2026, 6, 16))) == "rehire"


def test_a_termination_keyed_ahead_in_the_target_leaves_the_person_employed():
    target = exported([person(1)])
    target.records["E10001"] |= {"termination_date": "2026-06-30", "termination_reason_id": "1"}
    assert action(plan([person(1, department="Sales")], target)) == "update"


def test_a_termination_keyed_ahead_with_another_date_is_rejected():
    target = exported([person(1)])
    target.records["E10001"] |= {"termination_date": "2026-06-30", "termination_reason_id": "1"}
    row = leaver(1, on="2026-06-29") | {"status": "Active"}
    assert reason(plan([row], target)) == "termination.date_differs"


def test_a_transfer_ahead_is_kept_with_its_key():
    future = frame(
        [{"source_id": "1", "kind": "job", "effective_date": "2026-07-01"}],
        ["source_id", "kind", "effective_date"],
    )
    outcome = plan([person(1)], exported([person(1)]), future=future)
    assert outcome.schedule.to_dict("records") == [
        {"source_id": "1", "record_key": "E10001", "kind": "job", "effective_date": "2026-07-01"}
    ]


def test_a_change_of_today_is_not_kept_for_later():
    future = frame(
        [{"source_id": "1", "kind": "job", "effective_date": "2026-06-15"}],
        ["source_id", "kind", "effective_date"],
    )
    assert plan([person(1)], future=future).schedule.empty


def test_a_hire_beyond_the_horizon_is_due_on_the_day_it_comes_within():
    outcome = plan([person(1, hireDate="2026-09-01", status="Inactive")])
    assert (action(outcome), outcome.schedule["effective_date"].tolist()) == ("excluded", ["2026-07-03"])


def test_on_that_day_the_hire_is_created():
    rows = [person(1, hireDate="2026-09-01", status="Inactive")]
    assert action(plan(rows, as_of=date(2026, 7, 3))) == "create"
