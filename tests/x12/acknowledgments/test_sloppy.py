"""Answers as carriers really write them: what is odd is tolerated and told, and no verdict is made better."""

import pytest

from benefits_sync.x12.acknowledgments.model import AnswerVerdict
from benefits_sync.x12.codes.acknowledgments import ElementFault
from tests.x12.acknowledgments.answers import AK1, AK2, BAD, GOOD, answer, fault, only, read


@pytest.mark.parametrize(
    ("text", "oddity"),
    [
        (answer(*GOOD, count=7), "SE01 does not state the 6 that there are"),
        (
            answer(*GOOD).replace("IEA*1*000000881~", "TA1*000000042*260301*0630*A*000~IEA*1*000000881~"),
            "TA1 stands behind a group",
        ),
        (answer(*GOOD).replace("GE*1*", "GE*3*"), "GE01 does not state the 1 that there are"),
        (answer(*GOOD).replace("IEA*1*000000881", "IEA*1*1"), "IEA02 differs from ISA13"),
        (answer(*GOOD[:2], "ZZZ*1", *GOOD[2:]), "an answer has no place for this segment"),
        (answer(*GOOD[:2], "AK9*A*1*1*1"), "a transaction is answered without its verdict"),
        (answer(*GOOD).replace("GS*FA", "GS*BE"), "GS01 of answers is FA"),
        ("\xef\xbb\xbf" + answer(*GOOD), "the file begins with a byte order mark"),
    ],
)
def test_an_oddity_is_tolerated_and_told(text, oddity):
    read_one = read(text)
    assert (read_one.verdict, [one.what for one in read_one.oddities]) == ("accepted", [oddity])


def test_a_long_loop_id_is_kept():
    assert fault("IK3*NM1*6*2100AB*8").loop == "2100AB"


@pytest.mark.parametrize("guide", ["005010X231", "005010X231A1", "005010", ""])
def test_any_name_of_the_guide_is_taken(guide):
    assert only(answer(*GOOD, guide=guide)).verdict is AnswerVerdict.ACCEPTED


def test_delimiters_are_the_carriers_own():
    text = answer(*BAD).replace("*", "|").replace(":~", ">~").replace("~\n", "'\n").replace("~", "'")
    assert only(text).transactions[0].faults[0].element == "REF02"


def test_several_groups_and_interchanges_are_each_read():
    two = answer(*GOOD).replace("IEA*1*000000881~\n", "") + "".join(
        line + "\n" for line in answer(*BAD).splitlines()[1:]
    )
    assert [one.verdict for one in read(two + answer(*GOOD)).answers] == [
        "accepted",
        "rejected",
        "accepted",
    ]


def test_several_transaction_sets_in_one_group_are_each_read():
    again = "".join(f"{segment}~" for segment in ("ST*999*0002", *GOOD, "SE*6*0002"))
    assert len(read(answer(*GOOD).replace("GE*1", f"{again}GE*2")).answers) == 2


def test_an_accepted_group_with_a_rejected_transaction_is_partly_accepted():
    rejected = ("AK2*834*0002", "IK5*R*5")
    one = only(answer(*GOOD[:3], *rejected, "AK9*A*2*2*2"))
    assert one.verdict is AnswerVerdict.PARTLY


def test_an_accepted_group_of_which_one_is_missing_is_partly_accepted():
    assert only(answer(AK1, "AK9*A*2*2*1")).verdict is AnswerVerdict.PARTLY


def test_a_transaction_without_verdict_in_a_rejected_group_is_rejected():
    one = only(answer(AK1, AK2, "AK9*R*1*1*0"))
    assert one.transactions[0].verdict is AnswerVerdict.REJECTED


def test_an_element_without_its_segment_is_told_without_a_place():
    read_one = read(answer(AK1, AK2, "IK4*2*127*7", "IK5*R*5", "AK9*R*1*1*0"))
    [found, _] = read_one.answers[0].transactions[0].faults
    told = [one.what for one in read_one.oddities]
    assert (found.position, found.known, told) == (
        None,
        ElementFault.CODE,
        ["an element is reported without its segment"],
    )


def test_a_context_without_its_segment_is_left_out():
    read_one = read(answer(AK1, AK2, "CTX*SITUATIONAL TRIGGER", "IK5*A", "AK9*A*1*1*1"))
    assert [one.what for one in read_one.oddities] == ["a context is reported without its segment"]


def test_an_accepted_group_of_which_nothing_was_accepted_is_rejected():
    assert only(answer(*BAD[:-1], "AK9*A*1*1*0")).verdict is AnswerVerdict.REJECTED


def test_an_accepted_group_with_a_transaction_in_error_has_errors():
    one = only(answer(AK1, AK2, "IK5*E*5", "AK9*A*1*1*1"))
    assert one.verdict is AnswerVerdict.ACCEPTED_WITH_ERRORS
