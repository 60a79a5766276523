"""Answers without a file: they wait for a person, who says whose they are or sets them aside."""

import pytest

from benefits_sync.errors import FileStateError, ParameterError
from benefits_sync.models.carrier_files import AnswerEvent, MessageState
from benefits_sync.models.carriers import AnswerKind
from benefits_sync.store.carriers.messages import MessageFilter
from tests.store.carriers.samples import S, answer, at, did, message
from tests.store.samples import NOW, hours

REASON = "a test file of the carrier's"


@pytest.fixture
def strays(ledger):
    return ledger.carriers.strays


@pytest.fixture
def number(ledger):
    return at(ledger, S.DELIVERED).id


@pytest.fixture
def lost(ledger):
    """An answer that matches nothing, with a message about a person."""
    return ledger.carriers.answers.keep(answer(None), None, [message()], did()).answer


def aside(at=NOW):
    return did("set aside", at, who="dana", reason=REASON)


def test_an_answer_that_matches_nothing_waits_for_a_person(strays, lost):
    assert (strays.page(), strays.count()) == ([lost], 1)


def test_a_person_says_which_file_an_answer_is_for(ledger, strays, lost, number):
    strays.assign(lost.id, number, S.FUNCTIONAL_ACCEPTED, did("assigned", who="dana"))
    assert (strays.count(), ledger.carriers.answers.of_file(number)[0].id) == (0, lost.id)
    assert ledger.carriers.files.get(number).state is S.FUNCTIONAL_ACCEPTED
    assert [one.file for one in ledger.carriers.messages.page(MessageFilter())] == [number]


def test_an_answer_that_contradicts_the_file_is_not_assigned(ledger, strays, lost, number):
    ledger.carriers.answers.keep(answer(number, AnswerKind.TA1), S.TA1_REJECTED, [], did())
    with pytest.raises(FileStateError, match="ta1_rejected cannot become functional_accepted"):
        strays.assign(lost.id, number, S.FUNCTIONAL_ACCEPTED, did())
    assert strays.page() == [lost]


@pytest.mark.parametrize("act", ["assign", "set_aside"])
def test_an_answer_that_has_a_file_keeps_it(ledger, strays, number, act):
    kept = ledger.carriers.answers.keep(answer(number), None, [], did()).answer
    deeds = {
        "assign": lambda: strays.assign(kept.id, number, None, did()),
        "set_aside": lambda: strays.set_aside(kept.id, aside()),
    }
    with pytest.raises(ParameterError, match=f"answer {kept.id} belongs to carrier file {number} already"):
        deeds[act]()


def test_an_answer_that_is_set_aside_waits_no_more_and_can_be_found(strays, lost):
    found = strays.set_aside(lost.id, aside())
    assert (strays.count(), strays.page(), strays.count(aside=True)) == (0, [], 1)
    assert strays.page(aside=True) == [found]


def test_who_set_an_answer_aside_when_and_why_is_kept(strays, lost):
    strays.set_aside(lost.id, aside())
    assert strays.history([lost.id]) == {
        lost.id: [AnswerEvent(lost.id, NOW, "dana", "set aside", {"reason": REASON})]
    }


def test_what_a_set_aside_answer_says_of_people_is_dismissed_with_its_reason(ledger, strays, lost):
    strays.set_aside(lost.id, aside())
    (said,) = ledger.carriers.messages.page(MessageFilter(answer=lost.id))
    assert (said.state, said.closed_by, said.reason) == (MessageState.DISMISSED, "dana", REASON)


def test_an_answer_that_is_taken_back_waits_again_with_its_messages(ledger, strays, lost):
    said = ledger.carriers.messages.page(MessageFilter(answer=lost.id))
    strays.set_aside(lost.id, aside())
    strays.take_back(lost.id, did("taken back", hours(1), who="erin", reason="it is ours"))
    assert (strays.page(), strays.count(aside=True)) == ([lost], 0)
    assert ledger.carriers.messages.page(MessageFilter(answer=lost.id)) == said


def test_what_a_person_dismissed_before_is_theirs_when_the_answer_is_set_aside_and_taken_back(ledger, strays):
    lost = ledger.carriers.answers.keep(answer(None), None, [message("a1"), message("a2")], did()).answer
    mine = MessageFilter(answer=lost.id)
    first, second = ledger.carriers.messages.page(mine)
    ledger.carriers.messages.dismiss([first.id], "erin", "known", hours(1))
    dismissed = ledger.carriers.messages.page(mine)[0]
    strays.set_aside(lost.id, aside(hours(2)))
    assert ledger.carriers.messages.page(mine)[0] == dismissed
    strays.take_back(lost.id, did("taken back", hours(3)))
    assert ledger.carriers.messages.page(mine) == [dismissed, second]


def test_an_answer_that_is_assigned_and_takes_its_file_settles_what_was_said_before(ledger, strays, number):
    lost = ledger.carriers.answers.keep(answer(None), None, [], did()).answer
    ledger.carriers.answers.keep(answer(number), S.FUNCTIONAL_REJECTED, [message()], did())
    strays.assign(lost.id, number, S.FUNCTIONAL_ACCEPTED, did("assigned", hours(1)))
    [settled] = ledger.carriers.messages.page(MessageFilter(file=number))
    assert (settled.state, settled.closed_at) == (MessageState.RESOLVED, hours(1))


def test_nothing_that_was_done_about_an_answer_is_forgotten(strays, lost):
    strays.set_aside(lost.id, aside())
    strays.take_back(lost.id, did("taken back", hours(1)))
    strays.set_aside(lost.id, aside(hours(2)))
    assert [one.what for one in strays.history([lost.id])[lost.id]] == [
        "set aside",
        "taken back",
        "set aside",
    ]


def test_an_answer_is_set_aside_once(strays, lost):
    strays.set_aside(lost.id, aside())
    with pytest.raises(ParameterError, match=f"answer {lost.id} is set aside already; take it back first"):
        strays.set_aside(lost.id, aside(hours(1)))
    assert len(strays.history([lost.id])[lost.id]) == 1


def test_an_answer_that_is_set_aside_is_not_assigned(strays, lost, number):
    strays.set_aside(lost.id, aside())
    with pytest.raises(ParameterError, match="is set aside already"):
        strays.assign(lost.id, number, None, did())


def test_only_what_is_set_aside_is_taken_back(strays, lost):
    with pytest.raises(ParameterError, match=f"answer {lost.id} is not set aside"):
        strays.take_back(lost.id, did("taken back"))


def test_an_answer_that_is_not_there_cannot_be_set_aside(strays):
    with pytest.raises(ParameterError, match="the ledger has no answer 815"):
        strays.set_aside(815, aside())


def test_an_answer_set_aside_does_not_come_back_when_it_is_collected_again(ledger, strays, lost):
    strays.set_aside(lost.id, aside())
    ledger.carriers.answers.keep(answer(None), None, [message()], did())
    assert strays.count() == 0


def test_answers_are_read_in_pages_newest_first(ledger, strays):
    kept = [
        ledger.carriers.answers.keep(answer(None, sha256=str(one)), None, [], did()).answer
        for one in range(3)
    ]
    assert strays.page(offset=1, limit=1) == [kept[1]]
