"""What happens to a carrier file: each step once, with its line of history, and always the same bytes."""

from dataclasses import replace

import pytest

from benefits_sync.errors import FileStateError, ParameterError
from benefits_sync.models.carrier_files import MessageOrigin, MessageState
from benefits_sync.models.carriers import Due
from benefits_sync.store.carriers.messages import MessageFilter
from tests.store.carriers.samples import DUE, S, answer, answered, at, did, kept, message, outgoing
from tests.store.samples import NOW, hours


@pytest.fixture
def moves(ledger):
    return ledger.carriers.moves


@pytest.fixture
def way(ledger):
    """Return the states that a file went through."""
    return lambda number: [event.to_state for event in ledger.carriers.files.history(number)]


def test_a_step_leaves_a_line_of_history(ledger, moves):
    row = moves.move(kept(ledger).id, S.VALIDATED, did("checked", hours(1), "airflow", findings=0))
    event = ledger.carriers.files.history(row.id)[-1]
    assert (event.from_state, event.to_state, event.what, event.at, event.detail) == (
        S.BUILT,
        S.VALIDATED,
        "checked",
        hours(1),
        {"findings": 0},
    )


def test_the_same_step_again_leaves_no_second_line(ledger, moves, way):
    row = kept(ledger)
    for _ in range(2):
        moves.move(row.id, S.VALIDATED, did())
    assert way(row.id) == [S.BUILT, S.VALIDATED]


def test_an_illegal_step_changes_nothing(ledger, moves, way):
    row = kept(ledger)
    with pytest.raises(FileStateError, match="is built cannot become delivered"):
        moves.move(row.id, S.DELIVERED, did())
    assert way(row.id) == [S.BUILT]


def test_a_step_of_no_file_is_an_error(moves):
    with pytest.raises(ParameterError, match="no carrier file 7"):
        moves.move(7, S.VALIDATED, did())


def test_what_goes_out_is_noted_before_any_byte_leaves(ledger):
    row = at(ledger, S.SENDING)
    assert (row.state, row.sent_name, row.sent_sha256, row.sent_size, row.delivered_at) == (
        S.SENDING,
        "run 1.edi.pgp",
        "sent run 1",
        900,
        None,
    )


def test_a_file_is_not_sent_before_it_is_approved(ledger, moves):
    with pytest.raises(FileStateError, match="is built cannot become sending"):
        moves.sending(kept(ledger).id, outgoing(), did())


def test_every_try_sends_the_same_bytes(ledger, moves):
    row = at(ledger, S.SENDING)
    with pytest.raises(FileStateError, match="sent with the bytes noted before its first try"):
        moves.sending(row.id, replace(outgoing(), sha256="encrypted anew"), did())


def test_another_try_is_in_the_log(ledger, moves, way):
    row = at(ledger, S.SENDING)
    moves.sending(row.id, outgoing(), did("second try"))
    assert way(row.id)[-2:] == [S.SENDING, S.SENDING]


def test_a_failed_try_is_in_the_log_and_the_file_is_still_being_sent(ledger, moves):
    row = at(ledger, S.SENDING)
    moves.log(row.id, did("the server did not answer"))
    assert ledger.carriers.files.history(row.id)[-1].what == "the server did not answer"
    assert ledger.carriers.files.get(row.id).state is S.SENDING


def test_a_delivered_file_has_its_receipt_moment_and_deadlines(ledger):
    row = at(ledger, S.DELIVERED)
    assert (row.state, row.receipts, row.due) == (S.DELIVERED, ("size seen",), DUE)
    assert row.delivered_at is not None


def test_a_delivery_told_again_changes_nothing(ledger, moves, way):
    row = at(ledger, S.DELIVERED)
    before = way(row.id)
    assert moves.delivered(row.id, "sent run 1", "size seen", DUE, did(at=hours(5))) == row
    assert way(row.id) == before


def test_a_file_that_arrived_is_not_sent_again_by_a_task_tried_again(ledger, moves):
    row = at(ledger, S.DELIVERED)
    assert moves.sending(row.id, outgoing(), did()) == row


def test_other_bytes_cannot_have_arrived(ledger, moves):
    row = at(ledger, S.SENDING)
    with pytest.raises(FileStateError, match="take them from the vault"):
        moves.delivered(row.id, "others", "size seen", DUE, did())


def test_a_file_that_was_not_being_sent_cannot_have_arrived(ledger, moves):
    row = at(ledger, S.APPROVED)
    with pytest.raises(FileStateError, match="is approved cannot become delivered"):
        moves.delivered(row.id, "sent run 1", "size seen", DUE, did())


def test_an_answer_proves_the_delivery_that_was_never_noted(ledger, moves):
    row = answered(ledger, at(ledger, S.SENDING).id, S.TA1_ACCEPTED, did(at=hours(3)))
    assert (row.state, row.delivered_at) == (S.TA1_ACCEPTED, hours(3))


def test_the_note_of_a_delivery_after_its_answer_sets_the_deadlines_only(ledger, moves):
    number = at(ledger, S.SENDING).id
    answered(ledger, number, S.TA1_ACCEPTED, did(at=hours(3)))
    row = moves.delivered(number, "sent run 1", "size seen", DUE, did(at=hours(4)))
    assert (row.state, row.due, row.receipts) == (S.TA1_ACCEPTED, DUE, ("size seen",))


def test_a_late_answer_is_history_and_leaves_the_state(ledger, moves, way):
    number = at(ledger, S.DELIVERED).id
    answered(ledger, number, S.FUNCTIONAL_ACCEPTED, did())
    assert answered(ledger, number, S.TA1_ACCEPTED, did("TA1 came late")).state is S.FUNCTIONAL_ACCEPTED
    assert way(number)[-2:] == [S.FUNCTIONAL_ACCEPTED, S.FUNCTIONAL_ACCEPTED]


def test_an_answer_to_an_older_file_leaves_the_newer_alone(ledger, moves):
    old = at(ledger, S.DELIVERED, "old")
    new = at(ledger, S.DELIVERED, "new", forced_reason="a second one")
    answered(ledger, old.id, S.FUNCTIONAL_REJECTED, did())
    assert ledger.carriers.files.get(new.id) == new


def test_a_file_that_never_came_is_sent_once_more(ledger, moves, way):
    number = at(ledger, S.DELIVERED).id
    moves.resend(number, did("the carrier has no such file", who="dana"))
    moves.sending(number, outgoing(), did())
    row = moves.delivered(number, "sent run 1", "again", DUE, did(at=hours(30)))
    assert (row.state, row.receipts, row.delivered_at) == (S.RESENT, ("size seen", "again"), hours(30))


def test_a_file_that_was_answered_is_never_sent_again(ledger, moves):
    number = at(ledger, S.DELIVERED).id
    ledger.carriers.answers.keep(answer(number), None, [], did())
    with pytest.raises(FileStateError, match="the carrier has answered to it; build it anew"):
        moves.resend(number, did())


def test_a_file_that_was_never_sent_cannot_be_sent_again(ledger, moves):
    with pytest.raises(FileStateError, match="it was never sent"):
        moves.resend(at(ledger, S.APPROVED).id, did())


def test_a_carrier_that_answers_nothing_sets_no_deadline(ledger, moves):
    number = at(ledger, S.SENDING).id
    assert moves.delivered(number, "sent run 1", "200", Due(), did()).due == Due()


def test_a_file_that_a_person_closes_asks_nothing_more_of_anybody(ledger, moves):
    number = at(ledger, S.DELIVERED).id
    ledger.carriers.answers.keep(answer(number), S.FUNCTIONAL_REJECTED, [message()], did())
    ledger.carriers.messages.keep(
        ledger.carriers.files.get(number), MessageOrigin.BUILD, [message("left out")], NOW
    )
    moves.close(number, did("closed", who="dana", reason="loaded by hand"))
    left_out, said = ledger.carriers.messages.page(MessageFilter(file=number))[::-1]
    assert (said.state, said.closed_by, said.reason) == (MessageState.DISMISSED, "dana", "loaded by hand")
    assert left_out.state is MessageState.OPEN


def test_a_file_that_cannot_be_closed_keeps_its_messages(ledger, moves):
    number = at(ledger, S.HELD).id
    with pytest.raises(FileStateError, match="cannot become closed"):
        moves.close(number, did("closed", reason="loaded by hand"))
