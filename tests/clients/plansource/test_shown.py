"""What a subscriber shows is compared in one spelling, and silence is judged by the kind of write."""

import pytest

from benefits_sync.clients.plansource.shown import differing_member
from benefits_sync.models.writes import WriteKind, WriteOp


def op(kind: WriteKind, **members: object) -> WriteOp:
    return WriteOp("E1", kind, members)


@pytest.mark.parametrize(
    ("member", "sent", "shown"),
    [
        ("hire_date", "2026-03-09", "2026/03/09"),
        ("hire_date", "2026-03-09", "2026-03-09T00:00:00.000Z"),
        ("current_salary", "65520.00", "65520.0"),
        ("ssn", "900112207", "900-11-2207"),
        ("ssn", "900112207", "XXX-XX-2207"),
        ("test_employee", False, "false"),
        ("cell_phone", None, ""),
        ("org_payroll_id", "7712", 7712),
    ],
)
def test_two_spellings_of_one_value_are_equal(member: str, sent: object, shown: object):
    assert differing_member(op(WriteKind.UPDATE, **{member: sent}), {member: shown}) is None


def test_the_first_member_that_differs_is_named():
    wanted = op(WriteKind.UPDATE, first_name="Maya", city="Denver", state="CO")
    assert differing_member(wanted, {"first_name": "Maya", "city": "Boise", "state": "ID"}) == "city"


def test_after_a_success_a_member_that_is_not_shown_says_nothing():
    assert differing_member(op(WriteKind.UPDATE, city="Denver"), {"id": 1}) is None


def test_in_doubt_a_member_that_is_not_shown_counts_as_not_written():
    assert differing_member(op(WriteKind.UPDATE, city="Denver"), {"id": 1}, in_doubt=True) == "city"


def test_in_doubt_a_masked_ssn_counts_as_not_written():
    wanted = op(WriteKind.UPDATE, ssn="900112207")
    assert differing_member(wanted, {"ssn": "XXX-XX-2207"}, in_doubt=True) == "ssn"


def test_in_doubt_someone_who_is_there_was_created_whole():
    assert (
        differing_member(op(WriteKind.CREATE, ssn="900112207"), {"ssn": "XXX-XX-2207"}, in_doubt=True) is None
    )


def test_a_termination_needs_its_date_to_show():
    assert (
        differing_member(op(WriteKind.TERMINATE, termination_date="2026-10-30"), {"id": 1})
        == "termination_date"
    )


@pytest.mark.parametrize(
    "shown", [{"hire_date": "2026/11/16"}, {"hire_date": "2026/11/16", "termination_date": None}]
)
def test_a_rehire_shows_the_new_hire_date_and_no_termination(shown: dict[str, object]):
    assert differing_member(op(WriteKind.REHIRE, rehire_date="2026-11-16"), shown) is None


def test_a_rehire_of_someone_still_terminated_has_not_happened():
    shown = {"hire_date": "2026/11/16", "termination_date": "2026/10/30"}
    assert differing_member(op(WriteKind.REHIRE, rehire_date="2026-11-16"), shown) == "termination_date"
