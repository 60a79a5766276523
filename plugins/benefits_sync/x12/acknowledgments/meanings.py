"""What each code of an acknowledgment says, and how to put it right, in English."""

from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from benefits_sync.x12.codes.acknowledgments import (
    ElementFault,
    GroupFault,
    InterchangeNote,
    SegmentFault,
    TransactionFault,
)


class Meaning(NamedTuple):
    """What a code says, and how to put it right."""

    text: str
    fix: str


ASK: Final = "ask the carrier what it means; the code is not in the standard's list"
ANEW: Final = ", then build the file anew"
AGAIN: Final = ", then resend the same bytes"
ACCEPTED: Final = "; what was accepted is not sent again"
PROFILE_ENVELOPE: Final = f"compare `envelope` of the profile with the carrier's guide{ANEW}"
PROFILE_SYNTAX: Final = f"compare `syntax` of the profile with the carrier's guide{ANEW}"
OUR_FAULT: Final = f"keep the file and report it to whoever maintains the writer{ANEW}"
AGREE_SETUP: Final = f"ask the carrier to set this file up on its side{AGAIN}"
AGREE_NUMBERS: Final = "never reuse a number: build the file anew, with new control numbers"
READ_FAULTS: Final = f"put the errors of its segments right{ANEW}"
PERSON_SOURCE: Final = "put the person's data right in PlanSource"
PROFILE_CODES: Final = "compare the codes of the profile with the carrier's guide"
PROFILE_STRUCTURE: Final = (
    "compare `structure`, `dates` and `identifiers` of the profile with the carrier's guide"
)

INTERCHANGE: Final[dict[InterchangeNote, Meaning]] = {
    InterchangeNote.NO_ERROR: Meaning("no error", "nothing"),
    InterchangeNote.CONTROL_NUMBERS_DIFFER: Meaning("ISA13 and IEA02 differ", OUR_FAULT),
    InterchangeNote.STANDARD_NOT_SUPPORTED: Meaning("the standard is not supported", AGREE_SETUP),
    InterchangeNote.VERSION_NOT_SUPPORTED: Meaning(
        "the version of the envelope is not supported", AGREE_SETUP
    ),
    InterchangeNote.SEGMENT_TERMINATOR: Meaning("the segment terminator is invalid", PROFILE_SYNTAX),
    InterchangeNote.SENDER_QUALIFIER: Meaning("the qualifier of the sender is invalid", PROFILE_ENVELOPE),
    InterchangeNote.SENDER_ID: Meaning("the id of the sender is invalid", PROFILE_ENVELOPE),
    InterchangeNote.RECEIVER_QUALIFIER: Meaning("the qualifier of the receiver is invalid", PROFILE_ENVELOPE),
    InterchangeNote.RECEIVER_ID: Meaning("the id of the receiver is invalid", PROFILE_ENVELOPE),
    InterchangeNote.UNKNOWN_RECEIVER: Meaning("the receiver is unknown", PROFILE_ENVELOPE),
    InterchangeNote.AUTHORIZATION_QUALIFIER: Meaning(
        "the qualifier of the authorization is invalid", PROFILE_ENVELOPE
    ),
    InterchangeNote.AUTHORIZATION: Meaning("the authorization is invalid", PROFILE_ENVELOPE),
    InterchangeNote.SECURITY_QUALIFIER: Meaning(
        "the qualifier of the security information is invalid", PROFILE_ENVELOPE
    ),
    InterchangeNote.SECURITY: Meaning("the security information is invalid", PROFILE_ENVELOPE),
    InterchangeNote.DATE: Meaning("the date is invalid", OUR_FAULT),
    InterchangeNote.TIME: Meaning("the time is invalid", OUR_FAULT),
    InterchangeNote.STANDARDS_ID: Meaning("the repetition separator is invalid", PROFILE_SYNTAX),
    InterchangeNote.VERSION_ID: Meaning("the version id is invalid", AGREE_SETUP),
    InterchangeNote.CONTROL_NUMBER: Meaning("the control number is invalid", AGREE_NUMBERS),
    InterchangeNote.ACKNOWLEDGMENT_REQUESTED: Meaning("the request for a TA1 is invalid", PROFILE_ENVELOPE),
    InterchangeNote.TEST_INDICATOR: Meaning(
        "test or production is not what the receiver expects there",
        f"compare connection and `envelope.test_receiver` with the carrier's guide{ANEW}",
    ),
    InterchangeNote.GROUP_COUNT: Meaning("the number of groups is wrong", OUR_FAULT),
    InterchangeNote.CONTROL_CHARACTERS: Meaning("the control characters are invalid", PROFILE_SYNTAX),
    InterchangeNote.PREMATURE_END: Meaning(
        "the file ends too early",
        f"compare the size that arrived with the size sent{AGAIN}",
    ),
    InterchangeNote.CONTENT: Meaning("the content is invalid, such as GS", PROFILE_ENVELOPE),
    InterchangeNote.DUPLICATE_CONTROL_NUMBER: Meaning(
        "the control number was used before",
        "ask whether the carrier has loaded the earlier file; if not, build it anew, with new numbers",
    ),
    InterchangeNote.ELEMENT_SEPARATOR: Meaning("the element separator is invalid", PROFILE_SYNTAX),
    InterchangeNote.COMPONENT_SEPARATOR: Meaning("the component separator is invalid", PROFILE_SYNTAX),
    InterchangeNote.DELIVERY_DATE: Meaning("the delivery date is invalid", AGREE_SETUP),
    InterchangeNote.DELIVERY_TIME: Meaning("the delivery time is invalid", AGREE_SETUP),
    InterchangeNote.DELIVERY_TIME_CODE: Meaning("the delivery time code is invalid", AGREE_SETUP),
    InterchangeNote.GRADE_OF_SERVICE: Meaning("the grade of service is invalid", AGREE_SETUP),
}

GROUP: Final[dict[GroupFault, Meaning]] = {
    GroupFault.NOT_SUPPORTED: Meaning(
        "the group is not supported, or GS02 or GS03 is unknown", PROFILE_ENVELOPE
    ),
    GroupFault.VERSION_NOT_SUPPORTED: Meaning("the version of the guide is not supported", AGREE_SETUP),
    GroupFault.TRAILER_MISSING: Meaning("GE is missing", OUR_FAULT),
    GroupFault.CONTROL_NUMBERS_DIFFER: Meaning("GS06 and GE02 differ", OUR_FAULT),
    GroupFault.TRANSACTION_COUNT: Meaning("the number of transactions is wrong", OUR_FAULT),
    GroupFault.CONTROL_NUMBER_SYNTAX: Meaning("the control number of the group is invalid", AGREE_NUMBERS),
    GroupFault.CONTROL_NUMBER_NOT_UNIQUE: Meaning(
        "the control number of the group was used before", AGREE_NUMBERS
    ),
}

TRANSACTION: Final[dict[TransactionFault, Meaning]] = {
    TransactionFault.NOT_SUPPORTED: Meaning("the transaction set is not supported", AGREE_SETUP),
    TransactionFault.TRAILER_MISSING: Meaning("SE is missing", OUR_FAULT),
    TransactionFault.CONTROL_NUMBERS_DIFFER: Meaning("ST02 and SE02 differ", OUR_FAULT),
    TransactionFault.SEGMENT_COUNT: Meaning("the number of segments is wrong", OUR_FAULT),
    TransactionFault.SEGMENTS_IN_ERROR: Meaning("segments are in error", READ_FAULTS),
    TransactionFault.SET_ID: Meaning("the transaction set id is invalid", OUR_FAULT),
    TransactionFault.CONTROL_NUMBER: Meaning(
        "the control number of the transaction is invalid", AGREE_NUMBERS
    ),
    TransactionFault.NOT_IN_GROUP: Meaning("the transaction set does not belong into the group", OUR_FAULT),
    TransactionFault.CONVENTION_REFERENCE: Meaning("the guide named in ST03 is invalid", AGREE_SETUP),
    TransactionFault.CONTROL_NUMBER_NOT_UNIQUE: Meaning(
        "the control number of the transaction was used before in the group", AGREE_NUMBERS
    ),
    TransactionFault.GUIDE_ERRORS: Meaning("the guide is not kept", READ_FAULTS),
    TransactionFault.GUIDE_NOT_SUPPORTED: Meaning("the guide is not supported", AGREE_SETUP),
}

SEGMENT: Final[dict[SegmentFault, Meaning]] = {
    SegmentFault.UNRECOGNIZED_ID: Meaning("the segment id is not recognized", OUR_FAULT),
    SegmentFault.UNEXPECTED: Meaning("the segment is not expected here", PROFILE_STRUCTURE),
    SegmentFault.REQUIRED_MISSING: Meaning("a required segment is missing", PROFILE_STRUCTURE),
    SegmentFault.LOOP_OVER_MAXIMUM: Meaning("the loop occurs too often", PROFILE_STRUCTURE),
    SegmentFault.SEGMENT_OVER_MAXIMUM: Meaning("the segment occurs too often", PROFILE_STRUCTURE),
    SegmentFault.NOT_IN_TRANSACTION: Meaning("the transaction set has no such segment", OUR_FAULT),
    SegmentFault.WRONG_ORDER: Meaning("the segment is out of order", OUR_FAULT),
    SegmentFault.ELEMENT_ERRORS: Meaning("the segment has errors in its elements", PERSON_SOURCE),
    SegmentFault.NOT_USED_PRESENT: Meaning("the guide does not use this segment here", PROFILE_STRUCTURE),
    SegmentFault.DEPENDENT_MISSING: Meaning(
        "a segment that another one calls for is missing", PROFILE_STRUCTURE
    ),
    SegmentFault.LOOP_UNDER_MINIMUM: Meaning("the loop does not occur often enough", PROFILE_STRUCTURE),
    SegmentFault.SEGMENT_UNDER_MINIMUM: Meaning("the segment does not occur often enough", PROFILE_STRUCTURE),
    SegmentFault.DEPENDENT_NOT_USED_PRESENT: Meaning(
        "the segment must not stand where another one does or does not", PROFILE_STRUCTURE
    ),
}

ELEMENT: Final[dict[ElementFault, Meaning]] = {
    ElementFault.REQUIRED_MISSING: Meaning("a required element is missing", PERSON_SOURCE),
    ElementFault.CONDITIONAL_MISSING: Meaning(
        "an element that another one calls for is missing", PERSON_SOURCE
    ),
    ElementFault.TOO_MANY: Meaning("the segment has too many elements", OUR_FAULT),
    ElementFault.TOO_SHORT: Meaning("the element is too short", PERSON_SOURCE),
    ElementFault.TOO_LONG: Meaning("the element is too long", PERSON_SOURCE),
    ElementFault.CHARACTER: Meaning("the element has a character that is not allowed", PROFILE_SYNTAX),
    ElementFault.CODE: Meaning("the element has a code that is not known", PROFILE_CODES),
    ElementFault.DATE: Meaning("the element is no date", PERSON_SOURCE),
    ElementFault.TIME: Meaning("the element is no time", OUR_FAULT),
    ElementFault.EXCLUSION: Meaning("two elements exclude each other", PERSON_SOURCE),
    ElementFault.TOO_MANY_REPETITIONS: Meaning("the element is repeated too often", PERSON_SOURCE),
    ElementFault.TOO_MANY_COMPONENTS: Meaning("the element has too many components", OUR_FAULT),
    ElementFault.CODE_NOT_USED: Meaning("the guide does not use this code here", PROFILE_CODES),
    ElementFault.DEPENDENT_MISSING: Meaning(
        "an element that something else calls for is missing", PERSON_SOURCE
    ),
    ElementFault.NOT_USED_PRESENT: Meaning("the guide does not use this element", PROFILE_STRUCTURE),
    ElementFault.TOO_FEW_REPETITIONS: Meaning("the element is not repeated often enough", PERSON_SOURCE),
    ElementFault.PATTERN: Meaning(
        "the element does not have the form that the guide asks for", PERSON_SOURCE
    ),
    ElementFault.DEPENDENT_NOT_USED_PRESENT: Meaning(
        "the element must not stand where something else does or does not", PERSON_SOURCE
    ),
}

Code = TypeVar("Code", bound=StrEnum)


def fix_of_accepted(fix: str) -> str:
    """What to do about an error of what was accepted all the same: anything but sending it again."""
    plain = fix.removesuffix(ANEW).removesuffix(AGAIN)
    return plain if plain == fix else plain + ACCEPTED


def meaning_of(code: Code | None, meanings: dict[Code, Meaning]) -> Meaning:
    """What a code of one list says; one that the list lacks is told as such."""
    return meanings[code] if code is not None else Meaning("an error of another kind", ASK)
