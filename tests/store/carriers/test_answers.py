"""Answers: kept once however often they are collected."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benefits_sync.errors import FileStateError
from benefits_sync.models.carriers import AnswerKind
from benefits_sync.store.carriers.messages import MessageFilter
from tests.store.carriers.samples import DENTAL, S, answer, at, did, message


@pytest.fixture
def answers(ledger):
    return ledger.carriers.answers


@pytest.fixture
def number(ledger):
    return at(ledger, S.DELIVERED).id


def test_an_answer_its_messages_and_the_new_state_are_kept_together(ledger, answers, number):
    found = answers.keep(answer(number), S.FUNCTIONAL_ERRORS, [message(), message("a2")], did())
    assert found.new
    assert ledger.carriers.files.get(number).state is S.FUNCTIONAL_ERRORS
    assert [one.person_ref for one in ledger.carriers.messages.page(MessageFilter(file=number))] == [
        "a1",
        "a2",
    ]


def test_an_answer_comes_back_as_it_was_kept(answers, number):
    new = answer(number, detail={"accepted": 3}, mark="2026-11-20T09:00")
    row = answers.keep(new, None, [], did()).answer
    assert {name: getattr(row, name) for name in new.__dataclass_fields__} == {
        name: getattr(new, name) for name in new.__dataclass_fields__
    }


def test_an_answer_collected_twice_is_one(ledger, answers, number):
    first = answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [message()], did())
    again = answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [message()], did())
    assert (again.new, again.answer) == (False, first.answer)
    assert len(ledger.carriers.messages.page(MessageFilter())) == 1


def test_the_same_report_of_another_day_is_another_answer(answers, number):
    same = {"kind": AnswerKind.REPORT, "sha256": "nothing to report", "name": "report.csv"}
    for mark in ("monday", "tuesday"):
        assert answers.keep(answer(number, mark=mark, **same), None, [], did()).new


def test_an_answer_that_was_seen_need_not_be_read_again(answers, number):
    new = answer(number)
    assert answers.marks(DENTAL) == frozenset()
    answers.keep(new, None, [], did())
    assert answers.marks(DENTAL) == {new.mark}


def test_several_answers_of_one_file_are_kept_apart(answers, number):
    for part in (1, 2):
        assert answers.keep(answer(number, part=part), None, [], did()).new


def test_an_answer_that_contradicts_leaves_nothing_behind(ledger, answers, number):
    answers.keep(answer(number, AnswerKind.TA1), S.TA1_REJECTED, [], did())
    with pytest.raises(FileStateError, match="ta1_rejected cannot become functional_accepted"):
        answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [message()], did())
    assert len(answers.of_file(number)) == 1
    assert ledger.carriers.messages.page(MessageFilter()) == []


def test_what_came_to_a_file_is_known(answers, number):
    answers.keep(answer(number, AnswerKind.TA1), S.TA1_ACCEPTED, [], did())
    answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [], did())
    assert answers.heard(number) == {AnswerKind.TA1, AnswerKind.FUNCTIONAL}


def test_two_collectors_at_once_keep_an_answer_once(answers, number):
    def keep(_):
        return answers.keep(answer(number), S.FUNCTIONAL_ACCEPTED, [message()], did())

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(keep, range(4)))
    assert (sum(one.new for one in found), len({one.answer.id for one in found})) == (1, 1)
