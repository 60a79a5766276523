"""Level 2: what the guide asks beyond the standard: what must be there, what must not, and which codes."""

from typing import Final

from benefits_sync.x12.checking.findings import Rule, Severity, Snip


def _error(name: str, what: str, fix: str) -> Rule:
    return Rule(name, Snip.GUIDE, Severity.ERROR, what, fix)


SEGMENT_MISSING: Final = _error(
    "segment-missing", "A segment that the guide requires is missing", "Add the segment to the loop."
)
LOOP_MISSING: Final = _error(
    "loop-missing", "A loop that the guide requires is missing", "Add the loop with its first segment."
)
ELEMENT_MISSING: Final = _error(
    "element-missing", "An element that the guide requires is empty", "Give the value at its source."
)
ELEMENT_UNUSED: Final = _error(
    "element-unused", "The guide does not use the element", "Leave the element empty."
)
CODE: Final = _error(
    "element-code",
    "The guide does not know the code in this place",
    "Map the source's value to a code of the guide.",
)

RULES: Final = (SEGMENT_MISSING, LOOP_MISSING, ELEMENT_MISSING, ELEMENT_UNUSED, CODE)
