"""Sync states: what the target last confirmed, kept for each record of each integration."""

import pytest

from benefits_sync.models.plans import STATE_COLUMNS
from tests.store.samples import EXPORT, begin, hours, keys, states


@pytest.fixture
def run(ledger):
    return begin(ledger)


def read(ledger, wanted=None):
    return ledger.states.lookup(EXPORT, wanted).sort_values("record_key").to_numpy().tolist()


def test_a_confirmed_state_comes_back(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E10001", "41", "9001", "hash")), hours(1))
    assert read(ledger) == [["E10001", "41", "9001", "hash"]]


def test_the_last_confirmation_holds(ledger, run):
    for digest in ("old", "new"):
        ledger.states.confirm(EXPORT, run, states(("E10001", "41", "9001", digest)), hours(1))
    assert read(ledger) == [["E10001", "41", "9001", "new"]]


def test_an_id_the_confirmation_does_not_know_stays(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E10001", "41", "9001", "old")), hours(1))
    ledger.states.confirm(EXPORT, run, states(("E10001", None, None, "new")), hours(2))
    assert read(ledger) == [["E10001", "41", "9001", "new"]]


def test_of_two_confirmations_of_one_record_in_a_frame_the_last_holds(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "a"), ("E1", "1", None, "b")), hours(1))
    assert read(ledger) == [["E1", "1", None, "b"]]


def test_a_person_confirmed_under_a_new_key_is_forgotten_under_the_old_one(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E1", "41", "9001", "a"), ("E2", "42", None, "b")), hours(1))
    ledger.states.confirm(EXPORT, run, states(("E9", "41", "9001", "a")), hours(2))
    assert [row[0] for row in read(ledger)] == ["E2", "E9"]


def test_only_the_states_asked_for_come_back(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "a"), ("E2", "2", None, "b")), hours(1))
    assert [row[0] for row in read(ledger, ["E2", "E9"])] == ["E2"]


def test_states_are_found_by_source_id_after_the_employee_number_changed(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "a"), ("E2", "2", None, "b")), hours(1))
    assert ledger.states.by_source(EXPORT, ["1"])["record_key"].tolist() == ["E1"]


def test_an_integration_sees_only_its_own_states(ledger, run):
    ledger.states.confirm("deductions", run, states(("E1", "1", None, "a")), hours(1))
    assert (ledger.states.count(EXPORT), read(ledger)) == (0, [])


def test_no_states_are_an_empty_frame_of_object_columns(ledger):
    frame = ledger.states.lookup(EXPORT, [])
    assert (list(frame.columns), set(frame.dtypes.astype(str))) == (list(STATE_COLUMNS), {"object"})


def test_an_unknown_id_is_none_and_never_nan(ledger, run):
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "a"), ("E2", None, "7", "b")), hours(1))
    frame = ledger.states.lookup(EXPORT, None)
    assert {type(value) for value in frame.to_numpy().ravel()} == {str, type(None)}


def test_more_keys_than_one_statement_takes_are_all_looked_up(ledger, run):
    everyone = keys(12_000)
    ledger.states.confirm(EXPORT, run, states(*((key, key, None, "h") for key in everyone)), hours(1))
    assert sorted(ledger.states.lookup(EXPORT, everyone)["record_key"]) == everyone


def test_a_frame_without_a_column_is_refused_by_name(ledger, run):
    with pytest.raises(ValueError, match="payload_hash"):
        ledger.states.confirm(EXPORT, run, states().drop(columns="payload_hash"), hours(1))
