"""Writes: noted before they leave, settled once, and open until somebody knows."""

import pytest

from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus
from benefits_sync.store.writes import WRITE_COLUMNS
from tests.store.samples import NOW, begin, confirmed, hours, keys


@pytest.fixture
def run(ledger):
    return begin(ledger)


def send(ledger, run, *record_keys, kind="update", at=NOW):
    ledger.writes.sending(
        run, [(key, kind, f"hash of {key}", ["first_name", "zip_code"]) for key in record_keys], at
    )


def statuses(frame):
    return dict(zip(frame["record_key"] + " " + frame["kind"], frame["status"], strict=True))


def attempts(ledger, key):
    return [event.detail for event in ledger.explain(key) if event.kind == "sent"]


def test_a_write_is_open_before_its_outcome_is_known(ledger, run):
    send(ledger, run, "E1")
    assert ledger.writes.unsettled(run) == ["E1"]


def test_a_confirmed_write_is_settled(ledger, run):
    send(ledger, run, "E1", "E2")
    ledger.writes.settle(run, [confirmed("E1")], hours(2))
    assert ledger.writes.unsettled(run) == ["E2"]


@pytest.mark.parametrize("status", [WriteStatus.ACCEPTED, WriteStatus.UNKNOWN])
def test_an_accepted_or_unknown_write_waits_for_a_read(ledger, run, status):
    send(ledger, run, "E1")
    ledger.writes.settle(run, [WriteOutcome("E1", WriteKind.UPDATE, status)], hours(2))
    assert ledger.writes.unsettled(run) == ["E1"]


def test_update_and_termination_of_one_person_are_two_writes(ledger, run):
    send(ledger, run, "E1")
    send(ledger, run, "E1", kind="terminate")
    ledger.writes.settle(run, [confirmed("E1")], hours(2))
    assert statuses(ledger.writes.of_run(run)) == {"E1 update": "confirmed", "E1 terminate": "sent"}


def test_settling_the_same_again_changes_nothing(ledger, run):
    send(ledger, run, "E1")
    for _ in range(2):
        ledger.writes.settle(run, [confirmed("E1", remote_id="9", attempts=2)], hours(2))
    assert (len(ledger.writes.of_run(run)), attempts(ledger, "E1")) == (1, ["update, attempt 2"])


def test_the_last_of_several_outcomes_holds(ledger, run):
    send(ledger, run, "E1")
    unknown = WriteOutcome("E1", WriteKind.UPDATE, WriteStatus.UNKNOWN)
    ledger.writes.settle(run, [unknown, confirmed("E1")], hours(2))
    assert statuses(ledger.writes.of_run(run)) == {"E1 update": "confirmed"}


def test_sending_again_opens_the_write_and_counts_the_attempt(ledger, run):
    send(ledger, run, "E1")
    refused = WriteOutcome("E1", WriteKind.UPDATE, WriteStatus.REJECTED, field="zip_code", rule="zip")
    ledger.writes.settle(run, [refused], hours(2))
    send(ledger, run, "E1", at=hours(3))
    row = ledger.writes.of_run(run).iloc[0]
    assert (row["status"], row["rule"], attempts(ledger, "E1")) == ("sent", None, ["update, attempt 2"])


def test_a_write_refused_before_it_was_sent_has_a_row(ledger, run):
    refused = WriteOutcome(
        "E1", WriteKind.CREATE, WriteStatus.REJECTED, None, "gender", "list.value", "not in list"
    )
    ledger.writes.settle(run, [refused], hours(2))
    assert ledger.writes.of_run(run).iloc[0][["status", "field", "rule", "message"]].tolist() == [
        "rejected",
        "gender",
        "list.value",
        "not in list",
    ]


def test_a_read_that_confirms_keeps_the_ids_the_answer_told(ledger, run):
    send(ledger, run, "E1", kind="create")
    accepted = WriteOutcome("E1", WriteKind.CREATE, WriteStatus.ACCEPTED, remote_id="9001", request_id="r-1")
    ledger.writes.settle(run, [accepted], hours(2))
    ledger.writes.confirm(run, ["E1"], hours(3))
    row = ledger.writes.of_run(run).iloc[0]
    assert row[["status", "remote_id", "request_id"]].tolist() == ["confirmed", "9001", "r-1"]


def test_a_read_that_confirms_takes_a_refusal_back(ledger, run):
    send(ledger, run, "E1")
    refused = WriteOutcome("E1", WriteKind.UPDATE, WriteStatus.REJECTED, field="state", rule="r", message="m")
    ledger.writes.settle(run, [refused], hours(2))
    ledger.writes.confirm(run, ["E1"], hours(3))
    row = ledger.writes.of_run(run).iloc[0]
    assert row[["status", "field", "rule", "message"]].tolist() == ["confirmed", None, None, None]


def test_a_read_confirms_all_writes_of_a_record_and_of_no_other(ledger, run):
    send(ledger, run, "E1", "E2")
    send(ledger, run, "E1", kind="terminate")
    ledger.writes.confirm(run, ["E1", "never written"], hours(3))
    assert ledger.writes.unsettled(run) == ["E2"]


def test_a_run_knows_whose_writes_it_began(ledger, run):
    send(ledger, run, "E1", "E2")
    send(ledger, begin(ledger, "another"), "E3")
    assert ledger.writes.begun(run) == {"E1", "E2"}


def test_writes_know_the_digest_of_what_was_sent(ledger, run):
    send(ledger, run, "E1")
    ledger.writes.settle(run, [confirmed("E1")], hours(2))
    assert ledger.writes.of_run(run)["payload_hash"].tolist() == ["hash of E1"]


def test_a_run_sees_only_its_own_writes(ledger, run):
    send(ledger, run, "E1")
    assert ledger.writes.of_run(begin(ledger, "another")).empty


def test_no_writes_are_an_empty_frame_with_its_columns(ledger, run):
    ledger.writes.sending(run, [], hours(1))
    ledger.writes.settle(run, [], hours(1))
    assert list(ledger.writes.of_run(run).columns) == list(WRITE_COLUMNS)


def test_thousands_of_writes_are_settled_in_one_call(ledger, run):
    everyone = keys(5_000)
    send(ledger, run, *everyone)
    ledger.writes.settle(run, [confirmed(key) for key in everyone], hours(2))
    assert (len(ledger.writes.of_run(run)), len(ledger.writes.unsettled(run))) == (5_000, 0)
