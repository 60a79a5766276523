"""Finds the people of a file whom a carrier calls by an id, from the bytes that were sent.

Only the families that are asked for are kept, and only in memory.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.reader import TransactionStart, read_parts
from benefits_sync.x12.stream import Readable

NEITHER_LETTER_NOR_DIGIT: Final = re.compile(r"[^0-9A-Z]+")


class Person(NamedTuple):
    """A person of a file, and the names and ids that a carrier may use."""

    row: PersonIndexRow
    subscriber: bool
    words: frozenset[str]
    ids: frozenset[str]

    def __repr__(self) -> str:
        """Show no more than the reference."""
        return f"<Person {self.row.person_ref}>"


@dataclass(frozen=True, slots=True, repr=False)
class Family(Personal):
    """A subscriber with the dependents in one transaction."""

    people: tuple[Person, ...]

    @property
    def subscriber_code(self) -> str:
        """The employee number that may be shown."""
        return self.people[0].row.subscriber_code

    def person(self, name: str) -> Person | None:
        """The person that a carrier calls by a name or id, the subscriber where it gives none.

        Nobody, where a name fits no one, or more than one.
        """
        if not name.strip():
            found = [person for person in self.people if person.subscriber]
        else:
            words = words_of(name)
            found = [
                person for person in self.people if person.words <= words or plain_id(name) in person.ids
            ]
        return found[0] if len(found) == 1 else None


def plain_id(text: str) -> str:
    """An id as it compares: without hyphens and blanks, and the zeros before it that spreadsheets lose."""
    return NEITHER_LETTER_NOR_DIGIT.sub("", text.upper()).lstrip("0")


def words_of(text: str) -> frozenset[str]:
    """The words of a name, in capitals."""
    return frozenset(filter(None, NEITHER_LETTER_NOR_DIGIT.split(text.upper())))


def find_families(
    stream: Readable, rows: Iterable[PersonIndexRow], wanted: Collection[str]
) -> dict[str, Family]:
    """Find the families that a carrier calls by these ids.

    Args:
        stream: The file that was sent.
        rows: Where in the file each person stands.
        wanted: Ids of subscribers as the carrier writes them.

    Returns:
        Plain id -> family; an id that is nobody's, or that of two families, is not in it.

    Raises:
        X12Error: If the bytes are not the file that was sent.
    """
    asked = {plain_id(text) for text in wanted} - {""}
    found: dict[str, Family] = {}
    ambiguous: set[str] = set()
    for _, people in groupby(_people(stream, rows), key=itemgetter(0)):
        family = Family(tuple(person for _, person in people))
        for known in asked & {text for person in family.people if person.subscriber for text in person.ids}:
            if known in found and found[known].subscriber_code != family.subscriber_code:
                ambiguous.add(known)
            found[known] = family
    return {known: family for known, family in found.items() if known not in ambiguous}


def _people(stream: Readable, rows: Iterable[PersonIndexRow]) -> Iterator[tuple[tuple[str, str], Person]]:
    """Give each person of the file with its transaction and family."""
    places = iter(sorted(rows, key=lambda row: (row.transaction, row.first_segment)))
    transaction = ""
    for part in read_parts(stream):
        if isinstance(part, TransactionStart):
            transaction = part.control_number
        elif isinstance(part, Member) and (row := next(places, None)) is not None:
            yield (transaction, part.subscriber_id), _person(part, row)


def _person(member: Member, row: PersonIndexRow) -> Person:
    name = " ".join(filter(None, (member.name.first, member.name.last)))
    ids = [member.subscriber_id] if member.subscriber else []
    ids += [reference.value for reference in member.references]
    ids += [member.identifier.value] if member.identifier else []
    ids += [row.subscriber_code] if member.subscriber else []
    return Person(row, member.subscriber, words_of(name), frozenset(plain_id(text) for text in ids))
