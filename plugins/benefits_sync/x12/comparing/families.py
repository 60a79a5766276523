"""Reads a file family by family, without asking whether its people can be understood."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from benefits_sync.x12.codes.transaction import FileAction
from benefits_sync.x12.comparing.facts import Elements, PersonFacts, facts_of, text
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12StructureError
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.tokens import Readable, Tokens

MOST_PEOPLE: Final = 500
MOST_SEGMENTS: Final = 10_000
ENDS: Final = frozenset({"INS", "SE", "GE", "IEA", "ST", "GS", "ISA"})
USUAL: Final = Delimiters()


class Person(Personal):
    """One person of a file, as it stands there.

    Attributes:
        segment: Number of INS in the file.
        segments: The person's segments.
        subscriber_id: REF*0F, empty when it is missing.
    """

    def __init__(self, segment: int, segments: list[Elements]) -> None:
        self.segment = segment
        self.segments = segments
        self.subscriber_id = next(filter(None, map(_subscriber_id, segments)), "")

    @cached_property
    def facts(self) -> PersonFacts:
        """What the file says of the person, in a form that is small and shows nothing."""
        return facts_of(self.segments)


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
        start, inside = 0, False
        segments: list[Elements] | None = None
        for elements in self._tokens:
            segment = elements[0]
            if segment not in ENDS:
                if segments is not None:
                    segments.append(elements)
                    if len(segments) > MOST_SEGMENTS:
                        raise _endless(start)
                elif segment == "BGN" and inside:
                    self.is_change |= text(elements, 8) == FileAction.CHANGE
                continue
            if segments is not None:
                yield Person(start, self._in_usual_spelling(segments))
                segments = None
            if segment == "ST":
                inside = text(elements, 1) == "834"
                self._transactions += inside
            elif segment == "INS" and inside:
                start, segments = self._tokens.number, [elements]
            elif segment == "SE":
                inside = False

    def _in_usual_spelling(self, segments: list[Elements]) -> list[Elements]:
        """Spell components and repetitions with the usual delimiters, whatever the file's are."""
        own = self._tokens.delimiters
        if own.component == USUAL.component and own.repetition == USUAL.repetition:
            return segments
        table = str.maketrans(own.component + own.repetition, USUAL.component + USUAL.repetition)
        return [[element.translate(table) for element in elements] for elements in segments]


def _endless(start: int) -> X12StructureError:
    return X12StructureError(f"a person has more than {MOST_SEGMENTS} segments", segment=start, loop="2000")


def _subscriber_id(elements: Elements) -> str:
    return text(elements, 2) if elements[0] == "REF" and text(elements, 1) == "0F" else ""
