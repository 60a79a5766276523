"""Level 1: what X12 itself asks of segments and elements."""

from typing import Final

from benefits_sync.x12.checking.findings import Rule, Severity, Snip


def _error(name: str, what: str, fix: str) -> Rule:
    return Rule(name, Snip.SYNTAX, Severity.ERROR, what, fix)


SEGMENT_UNKNOWN: Final = _error(
    "segment-unknown", "The guide has no such segment", "Leave the segment out, or spell its id in capitals."
)
SEGMENT_EMPTY: Final = _error(
    "segment-empty", "The segment has no element", "Leave the segment out together with its terminator."
)
SEGMENT_MISPLACED: Final = _error(
    "segment-misplaced",
    "The guide has no place for the segment here",
    "Leave the segment out, or put it into the loop that it belongs to.",
)
SEGMENT_LATE: Final = _error(
    "segment-out-of-order",
    "The segment stands behind segments that the guide puts after it",
    "Write the segments of a loop in the guide's order.",
)
SEGMENT_TOO_OFTEN: Final = _error(
    "segment-too-often",
    "The segment stands in its loop more often than the guide allows",
    "Keep as many as the guide allows; spread the others over more loops or leave them out.",
)
LOOP_TOO_OFTEN: Final = _error(
    "loop-too-often",
    "The loop is repeated more often than the guide allows",
    "Keep as many as the guide allows.",
)
LS_WITHOUT_LE: Final = _error(
    "ls-without-le",
    "LS opens the reporting categories and no LE closes them",
    "Write LE*2700 after the last reporting category.",
)
TRAILING_SEPARATORS: Final = _error(
    "trailing-separators",
    "Separators stand behind the last element or component that is there",
    "Drop empty elements and components at the end together with their separators.",
)
TOO_MANY_ELEMENTS: Final = _error(
    "too-many-elements",
    "The segment has more elements than it is made of",
    "Leave out what stands behind the last element, or look for a separator too many.",
)
TOO_MANY_COMPONENTS: Final = _error(
    "too-many-components", "The element has more components than it is made of", "Leave out the others."
)
TOO_MANY_REPETITIONS: Final = _error(
    "too-many-repetitions",
    "The element is repeated more often than the guide allows",
    "Keep as many as the guide allows.",
)
TOO_SHORT: Final = _error("element-too-short", "The element is too short", "Give the whole value.")
TOO_LONG: Final = _error(
    "element-too-long",
    "The element is too long",
    "Shorten the value at its source; nothing is cut on its own.",
)
NOT_A_NUMBER: Final = _error(
    "element-number",
    "The element is no number as X12 writes one",
    "Write digits with at most one point and a leading minus: no plus, currency or thousands sign.",
)
NOT_A_DATE: Final = _error(
    "element-date", "The element is no day of the calendar as CCYYMMDD", "Write an existing day as CCYYMMDD."
)
NOT_A_TIME: Final = _error("element-time", "The element is no time", "Write HHMM, HHMMSS or HHMMSSDD.")
DATE_FORMAT: Final = _error(
    "date-format",
    "The date does not have the form that the element before it announces",
    "Announce a day with D8 and a period with RD8.",
)
CHARACTERS: Final = _error(
    "element-characters",
    "The element holds a control character or one outside ASCII",
    "Spell the value with the nearest ASCII characters.",
)
DELIMITER_IN_DATA: Final = _error(
    "delimiter-in-data",
    "A separator of the file stands inside an element that has no parts",
    "Replace the character in the value; X12 cannot quote it.",
)
DEPENDENT_ELEMENTS: Final = _error(
    "dependent-elements",
    "Elements that depend on each other do not go together",
    "Give all of them, or leave all of them out, as the segment's notes say.",
)
OUTER_BLANKS: Final = Rule(
    "element-blanks",
    Snip.SYNTAX,
    Severity.WARNING,
    "Blanks stand at the beginning or the end of the element",
    "Strip the value.",
)

RULES: Final = (
    SEGMENT_UNKNOWN,
    SEGMENT_EMPTY,
    SEGMENT_MISPLACED,
    SEGMENT_LATE,
    SEGMENT_TOO_OFTEN,
    LOOP_TOO_OFTEN,
    LS_WITHOUT_LE,
    TRAILING_SEPARATORS,
    TOO_MANY_ELEMENTS,
    TOO_MANY_COMPONENTS,
    TOO_MANY_REPETITIONS,
    TOO_SHORT,
    TOO_LONG,
    NOT_A_NUMBER,
    NOT_A_DATE,
    NOT_A_TIME,
    DATE_FORMAT,
    CHARACTERS,
    DELIMITER_IN_DATA,
    DEPENDENT_ELEMENTS,
    OUTER_BLANKS,
)
