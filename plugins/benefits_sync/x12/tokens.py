"""Cuts a stream of bytes into segments and elements, with the delimiters that ISA shows."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

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

LONGEST_BLOCK: Final = 1 << 22
IEA: Final = "IEA"
ISA_LENGTH: Final = 106
ISA_ELEMENTS: Final = 17
NO_INTERCHANGE: Final = (
    "the file does not begin with ISA: it is no X12, or it is encrypted, packed or not plain text"
)
STAND_INS: Final = "^\x1c\x1d\x1e\x1f"


class Tokens:
    """Iterates over the segments of a file as lists of elements, the id first.

    Delimiters are taken anew from each ISA. A byte order mark before the first ISA and line breaks after
    terminators are tolerated. Bytes are read as Latin-1, so that none is lost: whether they are
    permitted is for a check to say. An empty segment comes as a list with one empty element.

    Args:
        stream: The file's bytes.
        repetitions: Whether elements may repeat. Where they never do, any ISA11 is taken, such as the U
            of old envelopes.

    Attributes:
        delimiters: Those of the current interchange, once its ISA was read.
        had_byte_order_mark: Whether the file begins with one.
        number: Number of the segment last given, ISA being 1.
    """

    def __init__(self, stream: Readable, *, repetitions: bool = True) -> None:
        self.delimiters = Delimiters()
        self.had_byte_order_mark = False
        self.number = 0
        self._text = StreamText(stream)
        self._repetitions = repetitions

    def __iter__(self) -> Iterator[list[str]]:
        """Give the segments in order.

        Raises:
            X12SyntaxError: If there is no interchange, or the file ends inside one.
        """
        self.had_byte_order_mark = self._text.begin()
        while self._find_interchange():
            yield self._read_isa()
            yield from self._read_segments()
        self._refuse_empty()

    def blocks(self, ids: Iterable[str]) -> Iterator[str]:
        """Give the text of the file in blocks that each begin with ISA, IEA or one of these segment ids.

        A block ends before the next one begins, without the last terminator. While it is looked at, `number`
        is that of its first segment. This takes a fraction of the time of cutting everything into elements.

        Raises:
            X12SyntaxError: As for the segments; also if a block is longer than any person can be.
        """
        self.had_byte_order_mark = self._text.begin()
        while self._find_interchange():
            elements = self._read_isa()
            yield self.delimiters.element.join(elements)
            yield from self._read_blocks({IEA, "ISA", *ids})
        self._refuse_empty()

    def _refuse_empty(self) -> None:
        if not self.number:
            raise X12SyntaxError("the file is empty", segment=1)

    def _find_interchange(self) -> bool:
        self._text.skip_outside(ISA_LENGTH)
        return bool(self._text.rest)

    def _read_isa(self) -> list[str]:
        text = self._text.rest
        where = self.number + 1
        if not text.startswith("ISA"):
            reason = "nothing but another ISA can follow IEA" if self.number else NO_INTERCHANGE
            raise X12SyntaxError(reason, segment=where)
        if len(text) < ISA_LENGTH:
            raise X12SyntaxError(f"the file ends inside ISA, which has {ISA_LENGTH} bytes", segment=where)
        characters = (text[ELEMENT_AT], self._repetition(text), text[COMPONENT_AT], text[TERMINATOR_AT])
        problem = delimiter_problem(*characters)
        elements = text[:TERMINATOR_AT].split(characters[0])
        if problem or len(elements) != ISA_ELEMENTS:
            raise X12SyntaxError(
                problem or "the elements of ISA do not have their fixed widths", segment=where
            )
        self.delimiters = Delimiters(*characters)
        self._text.rest = text[ISA_LENGTH:]
        self.number = where
        return elements

    def _repetition(self, isa: str) -> str:
        if self._repetitions:
            return isa[REPETITION_AT]
        taken = (isa[ELEMENT_AT], isa[COMPONENT_AT], isa[TERMINATOR_AT])
        return next(character for character in STAND_INS if character not in taken)

    def _read_segments(self) -> Iterator[list[str]]:
        """Give the segments after ISA up to IEA, and keep what follows."""
        terminator, separator = self.delimiters.terminator, self.delimiters.element
        while True:
            pieces = self._text.rest.split(terminator)
            self._text.rest = pieces.pop()
            for position, piece in enumerate(pieces):
                elements = piece.lstrip(LINE_BREAKS).split(separator)
                self.number += 1
                yield elements
                if elements[0] == IEA:
                    self._text.rest = terminator.join([*pieces[position + 1 :], self._text.rest])
                    return
            if len(self._text.rest) > LONGEST_SEGMENT:
                raise X12SyntaxError("the segment has no terminator", segment=self.number + 1)
            if not self._text.fill():
                self._refuse_rest()
                return

    def _read_blocks(self, ids: Iterable[str]) -> Iterator[str]:
        """Give the blocks after ISA up to IEA, and keep what follows."""
        terminator, separator = self.delimiters.terminator, self.delimiters.element
        begins = f"(?=(?:{'|'.join(sorted(ids))}){re.escape(separator)})"
        cut = re.compile(f"{re.escape(terminator)}[{LINE_BREAKS}]*{begins}").split
        self._text.rest = self._text.rest.lstrip(LINE_BREAKS)
        while True:
            *blocks, self._text.rest = cut(self._text.rest)
            for position, block in enumerate(blocks):
                self.number += 1
                if block.startswith(IEA):
                    self._text.rest = terminator.join([block, *blocks[position + 1 :], self._text.rest])
                    yield self._take_end()
                    return
                yield block
                self.number += block.count(terminator)
            if self._text.rest.startswith(IEA) and terminator in self._text.rest:
                self.number += 1
                yield self._take_end()
                return
            self._refuse_endless()
            if not self._text.fill():
                self.number += self._text.rest.count(terminator)
                self._text.rest = self._text.rest.rpartition(terminator)[2]
                self._refuse_rest()

    def _take_end(self) -> str:
        """Give IEA, and keep what follows."""
        end, _, self._text.rest = self._text.rest.partition(self.delimiters.terminator)
        return end

    def _refuse_endless(self) -> None:
        long = len(self._text.rest)
        if long > LONGEST_BLOCK:
            raise X12SyntaxError("a header or person has no end", segment=self.number + 1)
        if long > LONGEST_SEGMENT and self.delimiters.terminator not in self._text.rest[-LONGEST_SEGMENT:]:
            raise X12SyntaxError("the segment has no terminator", segment=self.number + 1)

    def _refuse_rest(self) -> None:
        if self._text.rest.strip(OUTSIDE):
            raise X12SyntaxError("the file ends inside a segment", segment=self.number + 1)
        raise X12SyntaxError("the file ends before IEA", segment=self.number + 1)
