"""Reads what an answer says is wrong, and leaves out everything that could be a person's value.

A carrier repeats bad values (IK404) and names people (CTX). Only ids, positions and codes of the standard's
form are kept: what has another form could be data that slipped out of its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from benefits_sync.x12.acknowledgments.meanings import (
    ELEMENT,
    GROUP,
    INTERCHANGE,
    SEGMENT,
    TRANSACTION,
    Meaning,
    meaning_of,
)
from benefits_sync.x12.acknowledgments.model import Fault, Level
from benefits_sync.x12.codes.acknowledgments import FaultCode, InterchangeNote, SegmentFault

CODE: Final = re.compile(r"I?[0-9]{1,3}")
SEGMENT_ID: Final = re.compile(r"[A-Z][A-Z0-9]{1,2}")
LOOP: Final = re.compile(r"[0-9]{4}[A-Z]{0,2}|HEADER|DETAIL|TRAILER")
POSITION: Final = re.compile(r"[0-9]{1,7}")
ELEMENT_POSITION: Final = re.compile(r"[0-9]{1,2}")
FUNCTION: Final = re.compile(r"[A-Z]{2}")
MOMENT: Final = re.compile(r"[0-9]{4,8}")
DATA_ELEMENT: Final = re.compile(r"[0-9]{1,4}|I[0-9]{2}")
CONTEXTS: Final = frozenset({"SITUATIONAL TRIGGER", "SUBSCRIBER NUMBER REF02"})
ANOTHER_CONTEXT: Final = "CONTEXT"

ISA_ELEMENTS: Final[dict[InterchangeNote, str]] = {
    InterchangeNote.CONTROL_NUMBERS_DIFFER: "IEA02",
    InterchangeNote.SENDER_QUALIFIER: "ISA05",
    InterchangeNote.SENDER_ID: "ISA06",
    InterchangeNote.RECEIVER_QUALIFIER: "ISA07",
    InterchangeNote.RECEIVER_ID: "ISA08",
    InterchangeNote.UNKNOWN_RECEIVER: "ISA08",
    InterchangeNote.AUTHORIZATION_QUALIFIER: "ISA01",
    InterchangeNote.AUTHORIZATION: "ISA02",
    InterchangeNote.SECURITY_QUALIFIER: "ISA03",
    InterchangeNote.SECURITY: "ISA04",
    InterchangeNote.DATE: "ISA09",
    InterchangeNote.TIME: "ISA10",
    InterchangeNote.STANDARDS_ID: "ISA11",
    InterchangeNote.VERSION_ID: "ISA12",
    InterchangeNote.CONTROL_NUMBER: "ISA13",
    InterchangeNote.DUPLICATE_CONTROL_NUMBER: "ISA13",
    InterchangeNote.ACKNOWLEDGMENT_REQUESTED: "ISA14",
    InterchangeNote.TEST_INDICATOR: "ISA15",
    InterchangeNote.GROUP_COUNT: "IEA01",
    InterchangeNote.COMPONENT_SEPARATOR: "ISA16",
}

Known = TypeVar("Known", bound=FaultCode)


def element(elements: Sequence[str], position: int) -> str:
    """The element without blanks around it, empty when it is missing."""
    return elements[position].strip() if position < len(elements) else ""


def interchange_fault(note: str, at: int) -> Fault | None:
    """The error that a TA1 names, or None."""
    if not note or note == InterchangeNote.NO_ERROR:
        return None
    fault = _fault(Level.INTERCHANGE, note, INTERCHANGE, at)
    if not isinstance(fault.known, InterchangeNote):
        return fault
    return replace(fault, element=ISA_ELEMENTS.get(fault.known))


def group_faults(elements: Sequence[str], at: int) -> Iterator[Fault]:
    """The errors of a group that AK9 names."""
    return _faults(Level.GROUP, elements[5:10], GROUP, at)


def transaction_faults(elements: Sequence[str], at: int) -> Iterator[Fault]:
    """The errors of a transaction that IK5 or AK5 names."""
    return _faults(Level.TRANSACTION, elements[2:7], TRANSACTION, at)


def _faults(level: Level, codes: Sequence[str], meanings: dict[Known, Meaning], at: int) -> Iterator[Fault]:
    for text in filter(None, map(str.strip, codes)):
        yield _fault(level, text, meanings, at)


def _fault(level: Level, text: str, meanings: dict[Known, Meaning], at: int) -> Fault:
    """What a code says, without the place; the code is kept where it has a code's form."""
    known = next((code for code in meanings if code.value == text), None)
    meaning, fix = meaning_of(known, meanings)
    code = text if CODE.fullmatch(text) else ""
    return Fault(level=level, code=code, meaning=meaning, fix=fix, known=known, answered_at=at)


class SegmentReport:
    """IK3 or AK3 with what follows it: elements and contexts.

    Args:
        elements: IK3 or AK3.
        at: Its number in the answer.
    """

    def __init__(self, elements: Sequence[str], at: int) -> None:
        self._segment = only(SEGMENT_ID, element(elements, 1))
        position = only(POSITION, element(elements, 2))
        self._position = int(position) if position else None
        self._loop = only(LOOP, element(elements, 3))
        self._code = element(elements, 4)
        self._at = at
        self._context: list[str] = []
        self._elements: list[tuple[list[str], int, list[str]]] = []

    def add_element(self, elements: list[str], at: int) -> None:
        """Take IK4 or AK4."""
        self._elements.append((elements, at, []))

    def add_context(self, elements: Sequence[str], component: str) -> None:
        """Take CTX, which is about the element before it, else about the segment."""
        place = self._elements[-1][2] if self._elements else self._context
        place.append(_context(elements, component))

    def faults(self, component: str) -> Iterator[Fault]:
        """What was found: each element, and the segment where its code says more than that."""
        fault = _fault(Level.SEGMENT, self._code, SEGMENT, self._at)
        says_more = self._code and fault.known is not SegmentFault.ELEMENT_ERRORS
        if says_more or not self._elements:
            yield replace(
                fault,
                segment=self._segment,
                position=self._position,
                loop=self._loop,
                context=tuple(self._context),
            )
        for elements, at, context in self._elements:
            yield self._element_fault(elements, at, (*self._context, *context), component)

    def _element_fault(
        self, elements: Sequence[str], at: int, context: tuple[str, ...], component: str
    ) -> Fault:
        return replace(
            _fault(Level.ELEMENT, element(elements, 3), ELEMENT, at),
            segment=self._segment,
            position=self._position,
            loop=self._loop,
            element=_place(self._segment, element(elements, 1).split(component)),
            data_element=only(DATA_ELEMENT, element(elements, 2)),
            carries_value=bool(element(elements, 4)),
            context=context,
        )


def only(form: re.Pattern[str], text: str) -> str | None:
    """The text where it has this form, else None: then it may be anything."""
    return text if form.fullmatch(text) else None


def _place(segment: str | None, parts: Sequence[str]) -> str | None:
    """Name an element as the guide does, such as ``INS06-2``; its repetition is left out."""
    if not ELEMENT_POSITION.fullmatch(parts[0]):
        return None
    part = parts[1] if len(parts) > 1 else ""
    suffix = f"-{int(part)}" if ELEMENT_POSITION.fullmatch(part) else ""
    return f"{segment or ''}{int(parts[0]):02}{suffix}"


def _context(elements: Sequence[str], component: str) -> str:
    """A context's name and place; what follows its name is a person's value."""
    name = element(elements, 1).split(component)[0].strip().upper()
    segment = only(SEGMENT_ID, element(elements, 2))
    words = [
        name if name in CONTEXTS else ANOTHER_CONTEXT,
        _place(segment, element(elements, 5).split(component)) or segment,
        f"at {position}" if (position := only(POSITION, element(elements, 3))) else None,
        f"in {loop}" if (loop := only(LOOP, element(elements, 4))) else None,
    ]
    return " ".join(word for word in words if word)
