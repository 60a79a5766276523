"""Cuts a stream into interchanges and these into segments, in pieces of a chunk, whatever the bytes are."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.checking import envelope
from benefits_sync.x12.checking.findings import Rule
from benefits_sync.x12.delimiters import (
    COMPONENT_AT,
    ELEMENT_AT,
    REPETITION_AT,
    TERMINATOR_AT,
    Delimiters,
    delimiter_problem,
)
from benefits_sync.x12.errors import X12SyntaxError
from benefits_sync.x12.stream import LINE_BREAKS, LONGEST_SEGMENT, OUTSIDE, Readable, StreamText
from benefits_sync.x12.tokens import ISA_ELEMENTS, ISA_LENGTH, NO_INTERCHANGE

LONGEST_ISA: Final = 2 * ISA_LENGTH
STAND_INS: Final = ("\x00", "\x01")
WIDTHS: Final = (3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Opening:
    """ISA: its elements as they stand, and the delimiters that it shows."""

    elements: tuple[str, ...]
    delimiters: Delimiters


@dataclass(frozen=True, slots=True)
class Trouble:
    """A rule that the bytes around or between segments break; ``detail`` says more."""

    rule: Rule
    detail: str = ""


Piece = Opening | Trouble | list[str]


class Scanner:
    """Gives openings of interchanges, the segments after each, and troubles, in the order of the file."""

    def __init__(self, stream: Readable) -> None:
        self._text = StreamText(stream)

    def __iter__(self) -> Iterator[Piece]:
        """Give the pieces.

        Raises:
            X12SyntaxError: If the file is empty, or does not begin with a whole ISA.
        """
        if self._text.begin():
            yield Trouble(envelope.BYTE_ORDER_MARK)
        self._begin()
        while self._text.rest:
            opening = yield from self._open()
            if opening is None:
                return
            yield opening
            if not (yield from self._segments(opening.delimiters)):
                return
            self._text.skip_outside(LONGEST_ISA)
            if self._text.rest and not self._text.rest.startswith("ISA"):
                yield Trouble(envelope.OUTSIDE)
                return

    def _begin(self) -> None:
        self._text.skip_outside(LONGEST_ISA)
        if not self._text.rest:
            raise X12SyntaxError("the file is empty", segment=1)
        if not self._text.rest.startswith("ISA"):
            raise X12SyntaxError(NO_INTERCHANGE, segment=1)
        if len(self._text.rest) < ISA_LENGTH:
            raise X12SyntaxError(f"the file ends inside ISA, which has {ISA_LENGTH} bytes", segment=1)

    def _open(self) -> Generator[Trouble, None, Opening | None]:
        """Read ISA; without a result, nothing behind it can be read."""
        found = _regular(self._text.rest)
        if found is None:
            yield Trouble(envelope.ISA_WIDTH)
            found = _irregular(self._text.rest)
        if found is None:
            return None
        elements, characters, end = found
        problem = delimiter_problem(*characters)
        if problem:
            yield Trouble(envelope.DELIMITERS, problem)
            characters = _usable(characters)
        if delimiter_problem(*characters):
            return None
        self._text.rest = self._text.rest[end:]
        return Opening(elements, Delimiters(*characters))

    def _segments(self, delimiters: Delimiters) -> Generator[list[str] | Trouble, None, bool]:
        """Give the segments up to IEA, or up to an ISA that comes without one; tell whether either came."""
        terminator = delimiters.terminator
        last, next_one = (f"{name}{delimiters.element}" for name in ("IEA", "ISA"))
        while True:
            text = _without_breaks(self._text.rest, terminator)
            trailer = _start_of(last, text, terminator)
            opener = _start_of(next_one, text[:trailer] if trailer >= 0 else text, terminator)
            end = text.find(terminator, trailer) if trailer >= 0 else -1
            if opener >= 0:
                end = opener - 1
            is_last = opener >= 0 or end >= 0
            if not is_last:
                end = trailer - 1 if trailer >= 0 else text.rfind(terminator)
            if end >= 0:
                yield text[:end].split(terminator)
            self._text.rest = text[end + 1 :]
            if is_last:
                return True
            if len(self._text.rest) > LONGEST_SEGMENT or not self._text.fill():
                yield from self._cut_off(last)
                return False

    def _cut_off(self, last: str) -> Iterator[list[str] | Trouble]:
        """Tell that the file ends inside a segment; all of the last one may be there but its terminator."""
        rest, self._text.rest = self._text.rest.strip(OUTSIDE), ""
        if rest:
            is_long = len(rest) > LONGEST_SEGMENT
            yield Trouble(
                envelope.CUT_OFF, f"no terminator in {LONGEST_SEGMENT} characters" if is_long else ""
            )
        if rest.startswith(last):
            yield [rest]


Found = tuple[tuple[str, ...], list[str], int]
"""Elements of ISA, delimiters in the order of `Delimiters`, and where ISA ends."""


def _regular(text: str) -> Found | None:
    if len(text) < ISA_LENGTH:
        return None
    elements = tuple(text[:TERMINATOR_AT].split(text[ELEMENT_AT]))
    if tuple(map(len, elements)) != WIDTHS:
        return None
    return elements, [text[at] for at in (ELEMENT_AT, REPETITION_AT, COMPONENT_AT, TERMINATOR_AT)], ISA_LENGTH


def _irregular(text: str) -> Found | None:
    """Find the delimiters of an ISA whose elements do not have their widths."""
    separator = text[ELEMENT_AT : ELEMENT_AT + 1]
    elements = text[:LONGEST_ISA].split(separator, ISA_ELEMENTS - 1) if separator else []
    if len(elements) < ISA_ELEMENTS or len(elements[-1]) < 2:
        return None
    component, terminator = elements[-1][0], elements[-1][1]
    elements[-1] = component
    end = len(separator.join(elements)) + 1
    return tuple(elements), [separator, elements[11][:1], component, terminator], end


def _usable(characters: list[str]) -> list[str]:
    """Put a character that no file has for a repetition or component separator that cannot be one."""
    element, repetition, component, terminator = characters
    if delimiter_problem(element, repetition, STAND_INS[1], terminator):
        repetition = STAND_INS[0]
    if delimiter_problem(element, repetition, component, terminator):
        component = STAND_INS[1]
    return [element, repetition, component, terminator]


def _start_of(name: str, text: str, terminator: str) -> int:
    """Find the first segment that begins with this text, -1 without one."""
    if text.startswith(name):
        return 0
    found = text.find(f"{terminator}{name}")
    return found + 1 if found >= 0 else -1


def _without_breaks(text: str, terminator: str) -> str:
    """Drop line breaks behind terminators."""
    if terminator in LINE_BREAKS:
        return text
    text = text.lstrip(LINE_BREAKS).replace(f"{terminator}\n", terminator)
    if "\r" in text or "\n" in text:
        text = re.sub(f"{re.escape(terminator)}[\r\n]+", lambda _: terminator, text)
    return text
