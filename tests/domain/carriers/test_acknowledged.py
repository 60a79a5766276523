"""Errors of an answer reach the people they are about."""

from io import BytesIO

import pytest

from benefits_sync.domain.carriers.acknowledged import People, messages_of
from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.x12.acknowledgments.locating import lines_at
from benefits_sync.x12.acknowledgments.reader import read_acknowledgment
from benefits_sync.x12.codes.coverage import InsuranceLine
from tests.x12.acknowledgments.answers import answer, pyx12_answers, ta1
from tests.x12.families import coverage, dependent, subscriber, transaction
from tests.x12.files import written

FILE = written(
    transaction(subscriber(coverages=(coverage(), coverage(InsuranceLine.VISION))), dependent()),
    transaction(subscriber("100000002")),
)


def spans(data):
    """Where people stand, as the ledger keeps it."""
    rows, transaction_number, start = [], "", 0
    for number, line in enumerate(data.decode("ascii").splitlines(), start=1):
        elements = line.rstrip("~").split("*")
        if elements[0] == "ST":
            transaction_number, start = elements[2], number
        if elements[0] in {"INS", "SE"} and rows and rows[-1][2] is None:
            rows[-1][2] = number - start
        if elements[0] == "INS":
            rows.append([transaction_number, number - start + 1, None])
    return [PersonIndexRow(f"ref{at}", f"E{at}", "new_hire", *row) for at, row in enumerate(rows, start=1)]


def messages(text, lines=None):
    [one] = read_acknowledgment(BytesIO(text.encode("ascii"))).answers
    return list(messages_of(one, People(spans(FILE)), lines))


def told_of(*segments, number="0001"):
    text = answer("AK1*BE*7", f"AK2*834*{number}", *segments, "IK5*R*5", "AK9*R*1*1*0")
    return messages(text)[0]


def test_an_error_reaches_the_person_at_its_position():
    first, last = spans(FILE)[1].first_segment, spans(FILE)[1].last_segment
    found = {told_of(f"IK3*REF*{position}*2000*3").person_ref for position in (first, last)}
    assert found == {"ref2"}


def test_each_transaction_has_its_own_positions():
    assert told_of("IK3*REF*6*2000*3", number="2").subscriber_code == "E3"


@pytest.mark.parametrize("position", [1, 4, 999])
def test_an_error_outside_people_is_about_the_file(position):
    message = told_of(f"IK3*N1*{position}**3")
    assert (message.person_ref, message.owner) == (None, "edi")


def test_an_error_in_a_persons_data_is_for_benefits_to_put_right():
    message = told_of("IK3*DMG*10*2100A*8", "IK4*2*1251*8*19809917")
    assert (message.severity, message.owner, message.code, message.element) == (
        "error",
        "benefits",
        "IK403-8",
        "DMG02",
    )


def test_a_code_of_the_profile_is_for_edi_to_put_right():
    assert told_of("IK3*HD*11*2300*8", "IK4*3*1205*7*XXX").owner == "edi"


def test_the_text_says_what_is_wrong_and_what_to_do_without_the_value():
    text = told_of("IK3*DMG*10*2100A*8", "IK4*2*1251*8*19809917").text
    assert text == "DMG02 in loop 2100A: the element is no date; put the person's data right in PlanSource"


def test_errors_of_an_accepted_transaction_are_warnings():
    text = answer("AK1*BE*7", "AK2*834*0001", "IK3*REF*6*2000*3", "IK5*E*5", "AK9*E*1*1*1")
    assert {message.severity for message in messages(text)} == {"warning"}


def test_a_rejection_without_a_reason_is_told_as_one():
    [message] = messages(answer("AK1*BE*7", "AK9*R*1*1*0"))
    assert (message.severity, message.code) == ("error", "999-rejected")


def test_a_rejected_interchange_is_told_with_its_element():
    [message] = messages(ta1("42", "260301", "0630", "R", "006"))
    assert (message.code, message.element) == ("TA105-006", "ISA06")


def test_codes_of_a_997_are_told_under_its_own_names():
    text = answer("AK1*BE*7", "AK2*834*0001", "AK3*REF*6**3", "AK5*R*5", "AK9*R*1*1*0", kind="997")
    assert [message.code for message in messages(text)] == ["AK304-3", "AK502-5"]


def test_an_error_that_pyx12_finds_in_a_coverage_reaches_person_and_line():
    broken = FILE.replace(b"HD*021**VIS*DPPO1*EMP", b"HD*021**VIS*DPPO1*XYZ")
    text = pyx12_answers(broken)
    [one] = read_acknowledgment(BytesIO(text.encode("ascii"))).answers
    message = messages(text, lines_at(BytesIO(broken), one))[0]
    assert (message.person_ref, message.line, message.element) == ("ref1", "VIS", "HD05")


def test_an_error_before_the_coverages_has_no_line():
    text = answer("AK1*BE*7", "AK2*834*0001", "IK3*REF*6*2000*3", "IK5*R*5", "AK9*R*1*1*0")
    [one] = read_acknowledgment(BytesIO(text.encode("ascii"))).answers
    assert lines_at(BytesIO(FILE), one) == {}
