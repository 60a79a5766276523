"""An answer changes the file it is about, or none."""

from io import BytesIO

import pytest

from benefits_sync.domain.carriers.matching import Match, SentFile, Unmatched, match_answers
from benefits_sync.domain.carriers.states import after_answer
from benefits_sync.models.carriers import FileState, Usage
from benefits_sync.x12.acknowledgments.reader import read_acknowledgment
from tests.x12.acknowledgments.answers import answer, pyx12_answers, ta1
from tests.x12.families import subscriber, transaction
from tests.x12.files import written

OLDER = SentFile(1, "123456789", "EXAMPLEDENTAL", Usage.TEST, 41, 6, frozenset({"0001"}))
NEWER = OLDER._replace(id=2, interchange=42, group=7, transactions=frozenset({"0001", "0002"}))
REAL = NEWER._replace(id=3, usage=Usage.PRODUCTION)
GOOD = ("AK1*BE*7*005010X220A1", "AK2*834*0001", "IK5*A", "AK9*A*1*1*1")


def outcomes(text, *sent, sha256="a", taken=()):
    read = read_acknowledgment(BytesIO(text.encode("ascii")))
    return match_answers(read, sent or (OLDER, NEWER), sha256=sha256, taken=taken)


def told(text, *sent):
    return [(one.file, one.told) for one in outcomes(text, *sent)]


def refused(text, *sent):
    [one] = outcomes(text, *sent)
    return one.reason if isinstance(one, Unmatched) else None


def test_a_999_is_about_the_file_with_its_group():
    assert told(answer(*GOOD)) == [(2, FileState.FUNCTIONAL_ACCEPTED)]


def test_a_ta1_is_about_the_file_with_its_interchange():
    assert told(ta1("000000041", "260301", "0630", "R", "025")) == [(1, FileState.TA1_REJECTED)]


def test_a_999_of_pyx12_is_about_the_file_it_was_given():
    assert told(pyx12_answers(written(transaction(subscriber())))) == [(2, FileState.FUNCTIONAL_ACCEPTED)]


@pytest.mark.parametrize(
    ("segments", "state"),
    [
        (("AK9*E*1*1*1",), FileState.FUNCTIONAL_ERRORS),
        (("AK2*834*0001", "IK5*R*5", "AK2*834*2", "IK5*A", "AK9*P*2*2*1"), FileState.FUNCTIONAL_PARTIAL),
        (("AK9*R*1*1*0",), FileState.FUNCTIONAL_REJECTED),
    ],
)
def test_each_verdict_tells_its_state(segments, state):
    assert told(answer("AK1*BE*7", *segments)) == [(2, state)]


def test_zeros_before_a_number_do_not_matter():
    text = answer("AK1*BE*0007", "AK2*834*1", "IK5*A", "AK9*A*1*1*1")
    assert told(text) == [(2, FileState.FUNCTIONAL_ACCEPTED)]


def test_an_answer_about_an_older_file_leaves_the_newer_one_alone():
    late = answer("AK1*BE*6", "AK9*R*1*1*0")
    states = {1: FileState.DELIVERED, 2: FileState.FUNCTIONAL_ACCEPTED}
    for one in outcomes(late):
        states[one.file] = after_answer(states[one.file], one.told)
    assert states == {1: FileState.FUNCTIONAL_REJECTED, 2: FileState.FUNCTIONAL_ACCEPTED}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (answer("AK1*BE*8", "AK9*A*1*1*1"), "no group 8 was sent"),
        (ta1("000000043", "260301", "0630", "A", "000"), "no interchange 43 was sent"),
        (answer("AK1*HC*7", "AK9*A*1*1*1"), "it answers no group of 834 (BE)"),
        (
            answer("AK1*BE*7", "AK2*834*0003", "IK5*A", "AK9*A*1*1*1"),
            "it answers a transaction that the group did not have",
        ),
        (
            answer(*GOOD).replace("EXAMPLEDENTAL", "ANOTHERDENTAL"),
            "nothing was sent from its receiver to its sender",
        ),
    ],
)
def test_an_answer_to_nothing_is_taken_for_no_file(text, reason):
    assert refused(text) == reason


def test_an_answer_that_goes_our_own_way_is_none():
    text = answer(*GOOD).replace("EXAMPLEDENTAL  *30*123456789    ", "123456789      *30*EXAMPLEDENTAL")
    assert refused(text) == "nothing was sent from its receiver to its sender"


def test_of_a_test_and_a_real_file_the_usage_tells():
    assert told(answer(*GOOD).replace("*0*T*:", "*0*P*:"), NEWER, REAL) == [
        (3, FileState.FUNCTIONAL_ACCEPTED)
    ]


def test_a_usage_that_the_carrier_gets_wrong_does_not_matter_where_there_is_one_file():
    assert told(answer(*GOOD).replace("*0*T*:", "*0*P*:"), NEWER) == [(2, FileState.FUNCTIONAL_ACCEPTED)]


def test_two_files_with_one_number_are_for_a_person_to_tell_apart():
    assert refused(answer(*GOOD), NEWER, NEWER._replace(id=9)) == "2 files have its control number"


def test_each_answer_of_a_file_is_matched_by_itself():
    two = answer(*GOOD) + answer("AK1*BE*99", "AK9*A*1*1*1") + ta1("42", "260301", "0630", "A", "000")
    assert [isinstance(one, Match) for one in outcomes(two)] == [True, False, True]


def test_an_answer_that_was_taken_before_gives_nothing():
    assert outcomes(answer(*GOOD), sha256="a", taken={"a"}) == ()


def test_the_same_answer_in_other_bytes_changes_nothing_more():
    [first], [again] = outcomes(answer(*GOOD)), outcomes(answer(*GOOD, group="99"), sha256="b", taken={"a"})
    once = after_answer(FileState.DELIVERED, first.told)
    assert after_answer(once, again.told) is once
