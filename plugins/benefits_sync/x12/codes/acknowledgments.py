"""Codes of acknowledgments: TA1, and 999 with its older sister 997."""

from enum import StrEnum


class InterchangeVerdict(StrEnum):
    """What became of an interchange (TA104)."""

    ACCEPTED = "A"
    ACCEPTED_WITH_ERRORS = "E"
    REJECTED = "R"


class FunctionalVerdict(StrEnum):
    """What became of a group (AK901) or a transaction (IK501, AK501); a transaction is never ``PARTLY``."""

    ACCEPTED = "A"
    ACCEPTED_WITH_ERRORS = "E"
    PARTLY = "P"
    REJECTED = "R"
    REJECTED_AUTHENTICATION_FAILED = "M"
    REJECTED_ASSURANCE_FAILED = "W"
    REJECTED_NOT_DECRYPTED = "X"


class InterchangeNote(StrEnum):
    """What is wrong with an interchange (TA105)."""

    NO_ERROR = "000"
    CONTROL_NUMBERS_DIFFER = "001"
    STANDARD_NOT_SUPPORTED = "002"
    VERSION_NOT_SUPPORTED = "003"
    SEGMENT_TERMINATOR = "004"
    SENDER_QUALIFIER = "005"
    SENDER_ID = "006"
    RECEIVER_QUALIFIER = "007"
    RECEIVER_ID = "008"
    UNKNOWN_RECEIVER = "009"
    AUTHORIZATION_QUALIFIER = "010"
    AUTHORIZATION = "011"
    SECURITY_QUALIFIER = "012"
    SECURITY = "013"
    DATE = "014"
    TIME = "015"
    STANDARDS_ID = "016"
    VERSION_ID = "017"
    CONTROL_NUMBER = "018"
    ACKNOWLEDGMENT_REQUESTED = "019"
    TEST_INDICATOR = "020"
    GROUP_COUNT = "021"
    CONTROL_CHARACTERS = "022"
    PREMATURE_END = "023"
    CONTENT = "024"
    DUPLICATE_CONTROL_NUMBER = "025"
    ELEMENT_SEPARATOR = "026"
    COMPONENT_SEPARATOR = "027"
    DELIVERY_DATE = "028"
    DELIVERY_TIME = "029"
    DELIVERY_TIME_CODE = "030"
    GRADE_OF_SERVICE = "031"


class GroupFault(StrEnum):
    """What is wrong with a group (AK905 to AK909)."""

    NOT_SUPPORTED = "1"
    VERSION_NOT_SUPPORTED = "2"
    TRAILER_MISSING = "3"
    CONTROL_NUMBERS_DIFFER = "4"
    TRANSACTION_COUNT = "5"
    CONTROL_NUMBER_SYNTAX = "6"
    CONTROL_NUMBER_NOT_UNIQUE = "19"


class TransactionFault(StrEnum):
    """What is wrong with a transaction (IK502 to IK506, AK502 to AK506)."""

    NOT_SUPPORTED = "1"
    TRAILER_MISSING = "2"
    CONTROL_NUMBERS_DIFFER = "3"
    SEGMENT_COUNT = "4"
    SEGMENTS_IN_ERROR = "5"
    SET_ID = "6"
    CONTROL_NUMBER = "7"
    NOT_IN_GROUP = "18"
    CONVENTION_REFERENCE = "19"
    CONTROL_NUMBER_NOT_UNIQUE = "23"
    GUIDE_ERRORS = "I5"
    GUIDE_NOT_SUPPORTED = "I6"


class SegmentFault(StrEnum):
    """What is wrong with a segment (IK304, AK304)."""

    UNRECOGNIZED_ID = "1"
    UNEXPECTED = "2"
    REQUIRED_MISSING = "3"
    LOOP_OVER_MAXIMUM = "4"
    SEGMENT_OVER_MAXIMUM = "5"
    NOT_IN_TRANSACTION = "6"
    WRONG_ORDER = "7"
    ELEMENT_ERRORS = "8"
    NOT_USED_PRESENT = "I4"
    DEPENDENT_MISSING = "I6"
    LOOP_UNDER_MINIMUM = "I7"
    SEGMENT_UNDER_MINIMUM = "I8"
    DEPENDENT_NOT_USED_PRESENT = "I9"


class ElementFault(StrEnum):
    """What is wrong with an element (IK403, AK403)."""

    REQUIRED_MISSING = "1"
    CONDITIONAL_MISSING = "2"
    TOO_MANY = "3"
    TOO_SHORT = "4"
    TOO_LONG = "5"
    CHARACTER = "6"
    CODE = "7"
    DATE = "8"
    TIME = "9"
    EXCLUSION = "10"
    TOO_MANY_REPETITIONS = "12"
    TOO_MANY_COMPONENTS = "13"
    CODE_NOT_USED = "I6"
    DEPENDENT_MISSING = "I9"
    NOT_USED_PRESENT = "I10"
    TOO_FEW_REPETITIONS = "I11"
    PATTERN = "I12"
    DEPENDENT_NOT_USED_PRESENT = "I13"


FaultCode = InterchangeNote | GroupFault | TransactionFault | SegmentFault | ElementFault
