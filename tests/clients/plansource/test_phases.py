"""Writes of one record leave in their order; writes of different records of one kind leave together."""

from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.clients.plansource.phases import phases
from benefits_sync.models.writes import WriteKind, WriteOp

UPDATE, TERMINATE, REHIRE, CREATE = WriteKind.UPDATE, WriteKind.TERMINATE, WriteKind.REHIRE, WriteKind.CREATE


def ops(*pairs: tuple[str, WriteKind]) -> list[WriteOp]:
    return [WriteOp(key, kind, {}) for key, kind in pairs]


def order(*pairs: tuple[str, WriteKind]) -> list[list[tuple[str, WriteKind]]]:
    return [[(op.record_key, op.kind) for op in phase] for phase in phases(ops(*pairs))]


def test_an_update_leaves_before_the_termination_of_the_same_record():
    assert order(("E1", UPDATE), ("E1", TERMINATE)) == [[("E1", UPDATE)], [("E1", TERMINATE)]]


def test_a_rehire_leaves_before_the_update_of_the_same_record():
    assert order(("E1", REHIRE), ("E1", UPDATE)) == [[("E1", REHIRE)], [("E1", UPDATE)]]


def test_phases_are_updates_terminations_rehires_updates_after_rehire_and_creates():
    mixed = order(
        ("E5", CREATE), ("E3", REHIRE), ("E3", UPDATE), ("E2", UPDATE), ("E2", TERMINATE), ("E1", UPDATE)
    )
    assert mixed == [
        [("E2", UPDATE), ("E1", UPDATE)],
        [("E2", TERMINATE)],
        [("E3", REHIRE)],
        [("E3", UPDATE)],
        [("E5", CREATE)],
    ]


def test_a_rehire_that_is_followed_by_a_termination_takes_another_round():
    assert order(("E1", REHIRE), ("E1", TERMINATE)) == [[("E1", REHIRE)], [("E1", TERMINATE)]]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(WriteKind)), max_size=20))
def test_whatever_is_asked_each_record_keeps_its_order_and_no_phase_holds_it_twice(pairs):
    asked = ops(*pairs)
    sent = phases(asked)
    for key in "ABC":
        assert [op for phase in sent for op in phase if op.record_key == key] == [
            op for op in asked if op.record_key == key
        ]
    assert all(len({op.record_key for op in phase}) == len(phase) for phase in sent)
    assert all(len({op.kind for op in phase}) == 1 for phase in sent)
