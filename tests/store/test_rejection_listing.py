"""Rejections as people see them."""

from dataclasses import replace

import pytest

from benefits_sync.store.rejection_listing import RejectionFilter
from benefits_sync.store.rejections import RejectionStatus
from tests.store.samples import EXPORT, begin, hours, rejections

ZIP = "must have five digits"
ALL = RejectionFilter({EXPORT, "deductions_import"})


@pytest.fixture
def refused(ledger):
    """Two runs of the export and one of the deductions, each with its refused records."""
    first, second = begin(ledger, "1"), begin(ledger, "2", started_at=hours(1))
    other = begin(ledger, "3", dag_id="deductions_import", integration="deductions_import")
    rows = [("E1", "1", "zip_code", "zip", ZIP), ("E2", "2", "zip_code", "zip", ZIP)]
    ledger.rejections.replace(first, EXPORT, rejections(*rows), hours(1))
    one = ("E3", "3", "ssn", "required", "is required")
    ledger.rejections.replace(second, EXPORT, rejections(one), hours(2))
    row = ("E1|2026", "E1", None, "code.unmapped", "no code", "medical|2026|1")
    ledger.rejections.replace(other, "deductions_import", rejections(row), hours(3))
    return ledger


def keys(ledger, **wanted):
    return [one.record_key for one in ledger.refused.every(replace(ALL, **wanted))]


def test_causes_are_counted_and_the_newest_comes_first(refused):
    found = [(cause.field, cause.rule, cause.count) for cause in refused.refused.causes(ALL)]
    assert found == [(None, "code.unmapped", 1), ("ssn", "required", 1), ("zip_code", "zip", 2)]


def test_what_another_dag_refused_is_not_there(refused):
    assert keys(refused, dag_ids={EXPORT}) == ["E3", "E1", "E2"]


def test_nobody_who_sees_no_dag_sees_a_rejection(refused):
    assert keys(refused, dag_ids=set()) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"integration": "deductions_import"}, ["E1|2026"]),
        ({"field": "zip_code", "rule": "zip"}, ["E1", "E2"]),
        ({"field": "", "rule": "code.unmapped"}, ["E1|2026"]),
        ({"record": "E1"}, ["E1|2026", "E1"]),
        ({"record": "%"}, []),
    ],
)
def test_each_filter_leaves_what_it_says(refused, wanted, found):
    assert keys(refused, **wanted) == found


def test_a_page_is_a_part_of_the_list(refused):
    assert [one.record_key for one in refused.refused.page(ALL, 1, 2)] == ["E3", "E1"]


def test_what_was_refused_after_the_look_is_left_out(refused):
    newest = refused.refused.page(ALL, 0, 1)[0].id
    assert refused.refused.count(replace(ALL, up_to=newest - 1)) == 3


def test_the_rejections_of_one_record_are_found_by_its_source_row(refused):
    (one,) = refused.refused.every(replace(ALL, integration="deductions_import"))
    assert [same.id for same in refused.refused.of_same_record(one)] == [one.id]


def test_the_rejections_of_one_person_are_found_over_all_their_rows_and_runs(refused):
    later = begin(refused, "4", dag_id="deductions_import", integration="deductions_import")
    row = ("E1|2027", "E1", "org_premium", "amount.missing", "no amount", "medical|2027|1")
    refused.rejections.replace(later, "deductions_import", rejections(row), hours(4))
    (one,) = refused.refused.every(replace(ALL, rule="code.unmapped"))
    found = [same.source_row for same in refused.refused.of_same_person(one)]
    assert found == ["medical|2027|1", "medical|2026|1"]


def dismissed(ledger):
    one = ledger.refused.every(ALL)[0]
    ledger.refused.dismiss(one.id, "dana", "left the plan", hours(4))
    return ledger.refused.get(one.id)


def test_a_dismissed_rejection_says_who_and_why(refused):
    one = dismissed(refused)
    assert (one.status, one.dismissed_by, one.reason) == (
        RejectionStatus.DISMISSED,
        "dana",
        "left the plan",
    )


def test_a_dismissed_rejection_is_no_longer_open(refused):
    dismissed(refused)
    assert keys(refused) == ["E3", "E1", "E2"]


def test_what_was_settled_meanwhile_is_not_dismissed(refused):
    one = dismissed(refused)
    assert not refused.refused.dismiss(one.id, "erin", "again", hours(5))


def test_a_dismissed_rejection_can_be_opened_again(refused):
    one = dismissed(refused)
    assert refused.refused.reopen(one.id)
    assert (refused.refused.get(one.id).status, refused.refused.get(one.id).reason) == ("open", None)


def test_only_what_was_dismissed_can_be_opened_again(refused):
    assert not refused.refused.reopen(refused.refused.every(ALL)[0].id)
