"""An emptied source value empties the target's, where the mapping says so and nothing is withheld."""

from benefits_sync.domain.outstanding import outstanding_writes
from benefits_sync.models.writes import WriteKind
from tests.domain.company import (
    action,
    exported,
    leaver,
    person,
    plan,
    reason,
    source_frame,
    written,
)

EMPTIED = person(1, department=None)


def test_an_emptied_value_is_written_as_null():
    outcome = plan([EMPTIED], exported([person(1)]))
    assert (action(outcome), written(outcome)) == ("update", {"udef_1": None})


def test_a_target_that_is_empty_too_is_unchanged():
    assert action(plan([EMPTIED], exported([EMPTIED]))) == "unchanged"


def test_nothing_is_left_to_clear_once_it_is_cleared():
    target = exported([person(1)])
    target.apply(plan([EMPTIED], target))
    assert (target.records["E10001"]["udef_1"], action(plan([EMPTIED], target))) == (None, "unchanged")


def test_a_create_holds_no_empty_member():
    assert "udef_1" not in written(plan([EMPTIED]))


def test_a_withheld_field_clears_nothing():
    rows = source_frame([EMPTIED]).drop(columns="department")
    assert action(plan(rows, exported([person(1)]))) == "unchanged"


def test_a_field_that_the_source_says_it_withheld_clears_nothing():
    assert action(plan([EMPTIED], exported([person(1)]), withheld=("department",))) == "unchanged"


def test_a_leavers_emptied_record_clears_nothing():
    outcome = plan([leaver(1, department=None)], exported([person(1)]))
    assert (action(outcome), written(outcome)) == ("terminate", None)


def test_somebody_rehired_is_cleared_again():
    target = exported([person(1)])
    target.apply(plan([leaver(1)], target))
    back = plan([person(1, hireDate="2026-06-10", department=None)], target)
    assert (action(back), written(back)) == ("rehire", {"udef_1": None})


def test_an_empty_value_is_not_looked_up_in_the_targets_list():
    listed = {"udef_1": frozenset({"Finance"})}
    assert reason(plan([EMPTIED], exported([person(1)]), allowed=listed)) is None


def test_a_cleared_member_counts_as_a_change_of_the_field():
    assert plan([EMPTIED], exported([person(1)])).field_changes == {"udef_1": 1}


def test_a_cleared_member_leaves_as_json_null():
    target = exported([person(1)])
    row = plan([EMPTIED], target).items.iloc[0].to_dict()
    (write,) = outstanding_writes(row, target.records["E10001"])
    assert (write.kind, write.members) == (WriteKind.UPDATE, {"udef_1": None})


def test_nothing_is_outstanding_where_the_target_shows_no_value():
    target = exported([person(1)])
    row = plan([EMPTIED], target).items.iloc[0].to_dict()
    assert outstanding_writes(row, target.records["E10001"] | {"udef_1": None}) == []
