"""Reads a file family by family, without asking whether its people can be understood."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from benefits_sync.x12.codes.transaction import FileAction
from benefits_sync.x12.comparing.facts import PersonFacts, facts_of, text
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12StructureError
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.stream import LINE_BREAKS, Readable
from benefits_sync.x12.tokens import Tokens

MOST_PEOPLE: Final = 500
MOST_SEGMENTS: Final = 10_000
BEGINNINGS: Final = ("INS", "SE", "GE", "ST", "GS")
USUAL: Final = Delimiters()


class Person(Personal):
    """One person of a file, as it stands there; most are the same in both files, and are never cut up.

    Attributes:
        segment: Number of INS in the file.
        text: The text from INS to the last segment.
        subscriber_id: REF*0F, empty when it is missing.
    """

    def __init__(self, segment: int, text: str, syntax: "Syntax") -> None:
        self.segment = segment
        self.text = text
        self._syntax = syntax
        found = syntax.find_subscriber_id(text)
        self.subscriber_id = found[1].rstrip(" ") if found else ""

    @cached_property
    def facts(self) -> PersonFacts:
        """What the file says of the person, in a form that is small and shows nothing."""
        return facts_of(self._syntax.elements(self.text))


class Syntax:
    """How one interchange is cut up.

    Attributes:
        find_subscriber_id: Matches REF*0F in the text of a person.
    """

    def __init__(self, delimiters: Delimiters) -> None:
        terminator, separator = re.escape(delimiters.terminator), re.escape(delimiters.element)
        found = f"{terminator}[{LINE_BREAKS}]*REF{separator}0F *{separator}([^{separator}{terminator}]+)"
        self.find_subscriber_id = re.compile(found).search
        self._delimiters = delimiters

    def elements(self, block: str) -> list[list[str]]:
        """Cut a block into segments and elements, components and repetitions spelt as usual."""
        own = self._delimiters
        segments = [one.lstrip(LINE_BREAKS).split(own.element) for one in block.split(own.terminator)]
        if (own.component, own.repetition) == (USUAL.component, USUAL.repetition):
            return segments
        table = str.maketrans(own.component + own.repetition, USUAL.component + USUAL.repetition)
        return [[element.translate(table) for element in elements] for elements in segments]


class Family(Personal):
    """People who follow each other under one subscriber id.

    Attributes:
        order: Where the family stands in a file that our writer wrote: transaction, then subscriber id.
        people: The people in the order of the file.
    """

    __slots__ = ("order", "people")

    def __init__(self, order: tuple[int, str], people: list[Person]) -> None:
        self.order = order
        self.people = people

    @property
    def key(self) -> int:
        """Digest of the subscriber id."""
        return hash(self.order[1])


class FileReader:
    """Iterates over the families of a file.

    Args:
        stream: The file's bytes.

    Attributes:
        people: How many people were read.
        is_change: Whether a transaction only names those who changed, so that absence means nothing.
    """

    def __init__(self, stream: Readable) -> None:
        self.people = 0
        self.is_change = False
        self._tokens = Tokens(stream)
        self._transactions = 0

    def __iter__(self) -> Iterator[Family]:
        """Give the families.

        Raises:
            X12SyntaxError: If the bytes are no interchange, or end inside one.
            X12StructureError: If the file has no 834, or a person without end.
        """
        family: Family | None = None
        for person in self._read_people():
            self.people += 1
            order = (self._transactions, person.subscriber_id)
            if family is not None and family.order == order and len(family.people) < MOST_PEOPLE:
                family.people.append(person)
                continue
            if family is not None:
                yield family
            family = Family(order, [person])
        if family is not None:
            yield family
        if not self._transactions:
            raise X12StructureError("the file has no 834", segment=self._tokens.number)

    def _read_people(self) -> Iterator[Person]:
        inside = False
        syntax = Syntax(USUAL)
        for block in self._tokens.blocks(BEGINNINGS):
            segment = block[: block.find(self._tokens.delimiters.element)]
            if segment == "INS" and inside:
                if block.count(self._tokens.delimiters.terminator) >= MOST_SEGMENTS:
                    raise _endless(self._tokens.number)
                yield Person(self._tokens.number, block, syntax)
            elif segment == "ISA":
                syntax = Syntax(self._tokens.delimiters)
            elif segment == "ST":
                inside = self._begins(syntax.elements(block))
            elif segment == "SE":
                inside = False

    def _begins(self, header: list[list[str]]) -> bool:
        """Take in the segments from ST on; tell whether this is an 834."""
        inside = text(header[0], 1) == "834"
        self._transactions += inside
        if inside:
            self.is_change |= any(one[0] == "BGN" and text(one, 8) == FileAction.CHANGE for one in header)
        return inside


def _endless(start: int) -> X12StructureError:
    return X12StructureError(f"a person has more than {MOST_SEGMENTS} segments", segment=start, loop="2000")
