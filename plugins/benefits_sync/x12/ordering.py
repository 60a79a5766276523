"""The order of people, parties and coverages in a file, which makes two files comparable line by line.

Subscriber first, then spouse or partner, then children by birth; coverages by line, then plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from benefits_sync.x12.codes.member import Relationship
from benefits_sync.x12.errors import X12OrderError
from benefits_sync.x12.loops.parties import loop_of
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.parties import Party

PARTNERS: Final = frozenset({Relationship.SPOUSE, Relationship.LIFE_PARTNER, Relationship.EX_SPOUSE})
FamilyKey = tuple[int, date, int, str, str]


def family_key(member: Member) -> FamilyKey:
    """Where a person stands in the family."""
    rank = 0 if member.subscriber else 2 - (member.relationship in PARTNERS)
    birth = member.demographics.birth_date if member.demographics else None
    name = member.name
    return (rank, birth or date.max, member.birth_sequence or 0, name.first or "", name.last)


def coverage_key(coverage: Coverage) -> tuple[str, str, str, str]:
    """Where a coverage stands among a person's coverages."""
    return (coverage.line, coverage.plan or "", coverage.maintenance, coverage.tier or "")


def in_coverage_order(coverages: Sequence[Coverage]) -> Sequence[Coverage]:
    """A person's coverages by line, then plan."""
    return sorted(coverages, key=coverage_key) if len(coverages) > 1 else coverages


def in_loop_order(parties: Sequence[Party]) -> Sequence[Party]:
    """The parties around a member in the order of their loops."""
    return sorted(parties, key=lambda party: loop_of(party.role)) if len(parties) > 1 else parties


def in_written_order(member: Member) -> Member:
    """The same person with parties and coverages in the order in which they are written."""
    return replace(
        member,
        parties=tuple(in_loop_order(member.parties)),
        coverages=tuple(in_coverage_order(member.coverages)),
    )


def families(members: Iterable[Member]) -> Iterator[list[Member]]:
    """Gather people into families, each in its order, with one family in memory at a time.

    Args:
        members: People by ascending subscriber id; those of one family in any order.

    Raises:
        X12OrderError: If a family comes after one with a higher subscriber id.
    """
    previous = ""
    for count, (subscriber_id, group) in enumerate(groupby(members, key=attrgetter("subscriber_id")), 1):
        if subscriber_id < previous:
            raise X12OrderError(f"family {count} comes late: give people by ascending subscriber id")
        previous = subscriber_id
        family = list(group)
        yield sorted(family, key=family_key) if len(family) > 1 else family
