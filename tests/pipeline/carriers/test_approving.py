"""What a person is shown of held files, and what an answer does to them."""

import pytest

from benefits_sync.models.carriers import FileState, GateOutcome, Verdict
from benefits_sync.pipeline.carriers.approving import (
    let_through,
    named,
    question_about,
    ready,
    sentences_of,
    still_held,
    turn_down,
)
from tests.store.carriers.samples import at, did

GATES = (
    GateOutcome(
        gate="members_drop",
        verdict=Verdict.HOLD,
        observed=12.5,
        limit=5,
        total=40,
        line="dental",
        sentence="5 of 40 people fewer (12.5 percent); more than 5 percent are held",
    ),
    GateOutcome(gate="empty_file", verdict=Verdict.PASS, observed=40, sentence="40 people are named"),
)


@pytest.fixture
def held(ledger):
    return at(ledger, FileState.HELD, "held", gates=GATES, group="WEST")


def state(ledger, file):
    return ledger.carriers.files.get(file.id).state


def test_the_question_shows_what_each_gate_counted_and_its_limit(held):
    body = question_about("20261120-5f0c1a2b3d4e", [held])
    assert "| members_drop | hold | 12.5 | 5 | 40 | dental |" in body


def test_the_question_leaves_out_what_passed(held):
    assert "empty_file" not in question_about("20261120-5f0c1a2b3d4e", [held])


def test_the_question_says_how_many_people_are_in_the_file(held):
    assert "3 subscribers and 2 dependents, 5 coverages" in question_about("20261120-5f0c1a2b3d4e", [held])


def test_the_ledger_is_told_which_gate_holds_which_file(held):
    assert sentences_of([held]) == [f"file {held.id}: {GATES[0].sentence}"]


@pytest.mark.parametrize(("numbers", "words"), [([12], "file 12"), ([12, 13], "files 12, 13")])
def test_files_are_named_by_their_numbers(numbers, words):
    assert named(numbers) == words


def test_a_yes_lets_held_files_out_and_keeps_who_said_it(ledger, held):
    let_through(ledger.carriers, [held.id], did("approved", who="erin"))
    last = ledger.carriers.files.history(held.id)[-1]
    assert (last.to_state, last.who) == (FileState.APPROVED, "erin")


def test_a_yes_leaves_a_file_alone_that_was_set_aside_meanwhile(ledger, held):
    ledger.carriers.moves.move(held.id, FileState.QUARANTINED, did())
    let_through(ledger.carriers, [held.id], did("approved"))
    assert state(ledger, held) is FileState.QUARANTINED


def untold(ledger, file):
    return [alarm.sentence.partition("): ")[2] for alarm in ledger.carriers.alarms.untold(file.carrier)]


def test_a_no_refuses_held_files_and_keeps_that_people_are_to_know_it(ledger, held):
    turn_down(ledger.carriers, [held.id], did("not approved in time"))
    assert (state(ledger, held), untold(ledger, held)) == (
        FileState.REFUSED,
        ["it is refused and was not sent: it was not approved in time"],
    )


def test_a_no_again_raises_nothing_again(ledger, held):
    for _ in range(2):
        turn_down(ledger.carriers, [held.id], did("refused by erin"))
    assert len(untold(ledger, held)) == 1


def test_files_that_may_go_are_those_approved_or_being_sent(ledger, held):
    going = [at(ledger, state, state) for state in (FileState.APPROVED,)]
    assert ready(ledger.carriers, [held.id, *(file.id for file in going)]) == [file.id for file in going]


def test_only_files_that_still_wait_are_asked_about(ledger, held):
    let_through(ledger.carriers, [held.id], did("approved"))
    assert still_held(ledger.carriers, [held.id]) == []
