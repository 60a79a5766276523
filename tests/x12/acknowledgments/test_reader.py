"""Answers are read as carriers write them; what a fate hangs on must be right."""

import pytest

from benefits_sync.x12.acknowledgments.model import AcknowledgmentKind, AnswerVerdict, Level
from benefits_sync.x12.codes.acknowledgments import ElementFault, InterchangeNote, SegmentFault
from benefits_sync.x12.errors import X12Error, X12StructureError, X12ValueError
from tests.x12.acknowledgments.answers import (
    AK1,
    AK2,
    GOOD,
    answer,
    fault,
    isa,
    only,
    pyx12_answers,
    read,
    ta1,
)
from tests.x12.families import dependent, subscriber, transaction
from tests.x12.files import written


def test_an_accepted_999_says_what_it_answers():
    one = only(answer(*GOOD))
    assert (one.kind, one.function, one.group, one.verdict) == (
        AcknowledgmentKind.IMPLEMENTATION,
        "BE",
        "7",
        AnswerVerdict.ACCEPTED,
    )


def test_the_envelope_tells_who_answers_whom():
    origin = only(answer(*GOOD)).origin
    assert (origin.sender_id, origin.receiver_id, origin.usage) == ("EXAMPLEDENTAL", "123456789", "T")


def test_a_rejected_element_is_told_with_its_place_meaning_and_way_out():
    found = fault("IK3*REF*6*2000*8", "IK4*2*127*7*123456789")
    assert (found.level, found.position, found.loop, found.element, found.known) == (
        Level.ELEMENT,
        6,
        "2000",
        "REF02",
        ElementFault.CODE,
    )


def test_a_component_is_part_of_the_place():
    assert fault("IK3*INS*5*2000*8", "IK4*6:2:1*1218*7").element == "INS06-2"


def test_a_missing_segment_is_told_at_its_segment():
    found = fault("IK3*HD*9*2300*3")
    assert (found.level, found.known, found.segment) == (Level.SEGMENT, SegmentFault.REQUIRED_MISSING, "HD")


def test_an_element_error_without_its_element_is_told_at_the_segment():
    assert fault("IK3*HD*9*2300*8").level is Level.SEGMENT


def test_several_elements_of_one_segment_are_each_told():
    one = only(answer(AK1, AK2, "IK3*N4*8**8", "IK4*1*19*4", "IK4*2*156*7", "IK5*R*5", "AK9*R*1*1*0"))
    assert [found.element for found in one.transactions[0].faults] == ["N401", "N402", None]


def test_the_context_of_an_error_is_kept_without_its_value():
    found = fault("IK3*REF*6*2000*8", "CTX*SUBSCRIBER NUMBER REF02:123456789", "IK4*2*127*5*123456789")
    assert found.context == ("SUBSCRIBER NUMBER REF02",)


def test_the_trigger_of_an_error_is_kept_with_its_place():
    found = fault("IK3*NM1*6*2100B*3", "CTX*SITUATIONAL TRIGGER*NM1*6*2100A*4:1*1036")
    assert found.context == ("SITUATIONAL TRIGGER NM104-1 at 6 in 2100A",)


def test_no_value_of_a_person_is_kept_wherever_the_carrier_puts_it():
    text = answer(
        AK1,
        AK2,
        "IK3*MILLER*123456789*123456789*123456789",
        "CTX*MILLER ANNA:123456789*MILLER*123456789*MILLER*123456789",
        "IK4*123456789*123456789*123456789*MILLER",
        "CTX*MILLER",
        "IK5*R*MILLER",
        "AK9*R*1*1*0*123456789",
    )
    shown = repr(read(text))
    assert ("MILLER" in shown, "ANNA" in shown, shown.count("123456789")) == (False, False, 1)  # our own id


def test_a_bad_value_is_known_to_be_there():
    assert fault("IK3*REF*6*2000*8", "IK4*2*127*7*123456789").carries_value


def test_a_code_that_no_list_has_is_told_as_such():
    found = fault("IK3*REF*6*2000*77")
    assert (found.code, found.known, found.meaning) == ("77", None, "an error of another kind")


def test_a_997_is_read_like_a_999():
    text = answer(
        "AK1*BE*7",
        "AK2*834*0001",
        "AK3*NM1*7**8",
        "AK4*9*67*7*123456789",
        "AK5*R*5",
        "AK9*R*1*1*0",
        kind="997",
        guide="004010",
        isa_line=isa(repetition="U").replace("00501", "00401"),
    )
    one = only(text)
    assert (one.kind, one.verdict, one.transactions[0].faults[0].element) == ("997", "rejected", "NM109")


def test_a_ta1_may_be_all_there_is():
    one = only(ta1("000000042", "260301", "0630", "R", "025"))
    assert (one.interchange, one.verdict, one.faults[0].known, one.faults[0].element) == (
        "000000042",
        AnswerVerdict.REJECTED,
        InterchangeNote.DUPLICATE_CONTROL_NUMBER,
        "ISA13",
    )


def test_a_ta1_without_error_has_no_faults():
    assert only(ta1("000000042", "260301", "0630", "A", "000")).faults == ()


def test_a_note_that_no_list_has_is_asked_about():
    [found] = only(ta1("000000042", "260301", "0630", "R", "099")).faults
    assert (found.known, found.element, found.fix.startswith("ask the carrier")) == (None, None, True)


def test_a_ta1_accepted_with_errors_says_which():
    one = only(ta1("000000042", "260301", "0630", "E", "015"))
    assert (one.verdict, one.faults[0].element) == (AnswerVerdict.ACCEPTED_WITH_ERRORS, "ISA10")


@pytest.mark.parametrize(
    "text",
    [
        ta1("000000042", "260301", "0630", "E", "015"),
        answer(AK1, AK2, "IK5*E*5", "AK9*E*1*1*1"),
        answer(AK1, "AK9*E*1*1*1*5"),
    ],
    ids=["TA1", "transaction", "group"],
)
def test_nobody_is_told_to_send_again_what_was_accepted_with_errors(text):
    one = only(text)
    [found] = one.faults or one.transactions[0].faults
    assert found.fix.endswith("; what was accepted is not sent again")


def test_what_was_rejected_is_built_anew():
    assert only(ta1("000000042", "260301", "0630", "R", "015")).faults[0].fix.endswith("build the file anew")


def test_an_answer_without_transactions_answers_the_group():
    one = only(answer(AK1, "AK9*A*1*1*1"))
    assert (one.verdict, one.transactions) == (AnswerVerdict.ACCEPTED, ())


@pytest.mark.parametrize("letter", "RMWX")
def test_each_letter_of_rejection_rejects(letter):
    assert only(answer(AK1, f"AK9*{letter}*1*1*0")).verdict is AnswerVerdict.REJECTED


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "segment 1"),
        ("hello", "segment 1"),
        (isa() + "IEA*0*000000881~", "segment 2"),
        (answer("AK1*BE", "AK9*A*1*1*1"), "segment 4, AK102"),
        (answer("AK1*BE*x", "AK9*A*1*1*1"), "segment 4, AK102"),
        (answer(AK1, "AK2*834", "AK9*A*1*1*1"), "segment 5, AK202"),
        (answer(AK1, AK2, "IK5*Q", "AK9*A*1*1*1"), "segment 6, IK501"),
        (answer(AK1, AK2, "IK5*A", "AK9*1*1*1"), "segment 7, AK901"),
        (answer(AK1, AK2, "IK5*A"), "segment 7"),
        (answer("AK9*A*1*1*1"), "segment 4"),
        (answer(*GOOD).replace("ST*999*0001*005010X231A1~\n", ""), "segment 3"),
        (answer(AK1, "IK3*REF*6"), "segment 5"),
        (answer(AK1, "IK4*1"), "segment 5"),
        (answer(*GOOD, kind="834"), "segment 3"),
        (ta1("42", "260301", "0630", "Z"), "segment 2, TA104"),
        (ta1("", "260301", "0630", "A"), "segment 2, TA101"),
        (answer(*GOOD).split("IEA")[0], "segment 10"),
        (answer(*GOOD)[:-40], "segment 7"),
    ],
)
def test_what_says_nothing_is_refused_with_its_place(text, where):
    with pytest.raises(X12Error) as refused:
        read(text)
    assert str(refused.value).startswith(f"{where}: ")


def test_an_834_is_no_answer():
    with pytest.raises(X12StructureError):
        read(written(transaction(subscriber())).decode("ascii"))


def test_a_refused_control_number_is_not_repeated():
    with pytest.raises(X12ValueError) as refused:
        read(answer("AK1*BE*123-45-6789", "AK9*A*1*1*1"))
    assert "6789" not in str(refused.value)


class TestAnswersOfPyx12:
    FILE = written(transaction(subscriber(), dependent()))

    def test_a_good_file_is_accepted(self):
        one = only(pyx12_answers(self.FILE))
        assert (one.group, one.verdict, one.transactions[0].control_number) == ("7", "accepted", "0001")

    @pytest.mark.parametrize(
        ("good", "bad", "place"),
        [
            (b"INS*Y*18*021", b"INS*Y*18*999", (5, "INS03", "7")),
            (b"D8*19800517", b"D8*19809917", (10, "DMG02", "8")),
            (b"HD*021**DEN", b"HD*021**XXX", (11, "HD03", "7")),
            (b"REF*1L*GRP1~\n", b"REF*1L~\n", (7, "REF02", "1")),
        ],
    )
    def test_its_errors_stand_where_they_are(self, good, bad, place):
        one = only(pyx12_answers(self.FILE.replace(good, bad, 1)))
        found = one.transactions[0].faults[0]
        assert (found.position, found.element, found.code, one.verdict) == (*place, "rejected")

    def test_a_wrong_count_is_told_of_the_transaction(self):
        one = only(pyx12_answers(self.FILE.replace(b"SE*", b"SE*9")))
        assert [found.known for found in one.transactions[0].faults] == ["4"]

    def test_a_ta1_behind_the_group_is_read(self):
        asked = self.FILE.replace(b"*0*T*:", b"*1*T*:").replace(b"IEA*1*000000042", b"IEA*1*000000043")
        found = {type(one).__name__: one.verdict for one in read(pyx12_answers(asked)).answers}
        assert found == {"GroupAnswer": "accepted", "InterchangeAnswer": "rejected"}
