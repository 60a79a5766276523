"""Messages about people: open until the carrier takes a later file, or a person puts them aside."""

import pytest

from benefits_sync.models.carrier_files import MessageState
from benefits_sync.models.carriers import AnswerKind
from benefits_sync.store.carriers.messages import MessageFilter
from tests.store.carriers.samples import DENTAL, S, answer, at, did, kept, message, person
from tests.store.samples import hours

EVERY = MessageFilter()


@pytest.fixture
def messages(ledger):
    return ledger.carriers.messages


@pytest.fixture
def said(ledger):
    """Let the carrier say something of people in a file, and return the file."""

    def say(purpose, *found, **changed):
        number = at(ledger, S.DELIVERED, purpose, forced_reason="each file of its own", **changed).id
        ledger.carriers.answers.keep(answer(number), None, found, did())
        return number

    return say


def states(messages, wanted=EVERY):
    return {one.person_ref: one.state for one in messages.page(wanted)}


def test_a_message_is_open_and_comes_back_as_it_was(messages, said):
    new = message(line="dental", segment=12, element="HD04")
    said("first", new)
    [row] = messages.page(EVERY)
    assert {name: getattr(row, name) for name in new.__dataclass_fields__} == {
        name: getattr(new, name) for name in new.__dataclass_fields__
    }
    assert (row.state, row.carrier) == (MessageState.OPEN, DENTAL)


def test_a_later_file_that_the_carrier_took_resolves_what_was_said_of_its_people(ledger, messages, said):
    said("first", message("a1"), message("a2"))
    later = kept(ledger, "second", [person("a1")], forced_reason="later").id
    assert messages.resolve(later, hours(1)) == 1
    assert states(messages) == {"a1": MessageState.RESOLVED, "a2": MessageState.OPEN}


def test_a_file_that_the_carrier_took_settles_what_was_said_of_those_it_stands_in_the_place_of(
    messages, said
):
    first = said("first", message("a1"), message(None))
    second = said("second", message("a2"), message(None), supersedes=first)
    third = said("third", supersedes=second)
    assert messages.resolve(third, hours(1)) == 4
    assert {one.reason for one in messages.page(EVERY)} == {f"carrier file {third}"}


def test_what_is_about_a_whole_file_stays_open_until_another_stands_in_its_place(messages, said):
    said("first", message(None))
    assert messages.resolve(said("second"), hours(1)) == 0


def test_a_carrier_that_takes_a_file_after_all_objects_to_nothing_that_it_said_before(ledger, messages, said):
    number = said("first", message("a1"), message(None))
    taken = ledger.carriers.answers.keep(
        answer(number, name="again"), S.FUNCTIONAL_ACCEPTED, [], did(at=hours(1))
    ).answer
    [*settled] = messages.page(MessageFilter(file=number))
    assert [(one.state, one.reason, one.closed_at) for one in settled] == [
        (MessageState.RESOLVED, f"carrier answer {taken.id}", hours(1))
    ] * 2


def test_what_comes_with_the_acceptance_stays_open(ledger, messages, said):
    number = said("first", message("a1"))
    noted = [message("a1", severity="warning", code="I1")]
    ledger.carriers.answers.keep(answer(number, name="again"), S.FUNCTIONAL_ERRORS, noted, did(at=hours(1)))
    assert [one.code for one in messages.page(MessageFilter(state=MessageState.OPEN))] == ["I1"]


@pytest.mark.parametrize("told", [S.FUNCTIONAL_PARTIAL, S.FUNCTIONAL_REJECTED])
def test_another_rejection_settles_nothing(ledger, messages, said, told):
    number = said("first", message("a1"))
    ledger.carriers.answers.keep(answer(number, name="again"), told, [message("a2")], did(at=hours(1)))
    assert states(messages) == {"a1": MessageState.OPEN, "a2": MessageState.OPEN}


def test_a_clean_report_leaves_what_the_999_noted(ledger, messages, said):
    number = said("first", message("a1"))
    ledger.carriers.answers.keep(answer(number, AnswerKind.REPORT), S.REPORT_CLEAN, [], did(at=hours(1)))
    assert states(messages) == {"a1": MessageState.OPEN}


def test_what_a_person_dismissed_stays_dismissed_when_the_carrier_takes_the_file(ledger, messages, said):
    number = said("first", message("a1"))
    messages.dismiss([messages.page(EVERY)[0].id], "dana", "known", hours(1))
    ledger.carriers.answers.keep(answer(number, name="again"), S.FUNCTIONAL_ACCEPTED, [], did(at=hours(2)))
    assert [(one.state, one.closed_by) for one in messages.page(EVERY)] == [(MessageState.DISMISSED, "dana")]


def test_what_the_carrier_says_again_stays_open(ledger, messages, said):
    said("first", message("a1"))
    later = said("second", message("a1", code="E206"), people=[person("a1")])
    assert messages.resolve(later, hours(1)) == 0


def test_another_carriers_file_resolves_nothing(ledger, messages, said):
    said("first", message("a1"))
    later = kept(ledger, "second", [person("a1")], carrier="cedarline_health").id
    assert messages.resolve(later, hours(1)) == 0


def test_a_person_puts_a_message_aside_with_a_reason(messages, said):
    said("first", message("a1"))
    [row] = messages.page(EVERY)
    assert messages.dismiss([row.id], "dana", "known at the carrier", hours(1)) == 1
    [row] = messages.page(EVERY)
    assert (row.state, row.closed_by, row.reason, row.closed_at) == (
        MessageState.DISMISSED,
        "dana",
        "known at the carrier",
        hours(1),
    )


def test_a_message_that_is_settled_stays_as_it_is(messages, said):
    said("first", message("a1"))
    [row] = messages.page(EVERY)
    messages.dismiss([row.id], "dana", "known", hours(1))
    assert messages.dismiss([row.id], "erin", "other", hours(2)) == 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"severity": "warning"}, ["a2"]),
        ({"owner": "edi"}, ["a2"]),
        ({"person": "a1"}, ["a1"]),
        ({"person": "E10001"}, ["a1", "a2"]),
        ({"file": 815}, []),
        ({"state": MessageState.RESOLVED}, []),
    ],
)
def test_each_filter_finds_what_fits(messages, said, wanted, found):
    said("first", message("a1"), message("a2", severity="warning", owner="edi"))
    assert sorted(states(messages, MessageFilter(**wanted))) == found


def test_messages_are_counted_by_severity_owner_and_state(messages, said):
    said("first", message("a1"), message("a2"), message("a3", severity="warning"))
    assert messages.tally(EVERY) == {
        ("error", "benefits", MessageState.OPEN): 2,
        ("warning", "benefits", MessageState.OPEN): 1,
    }
