"""Transactions of a file: families in the order of the file, cut where the carrier wants it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from benefits_sync.domain.carriers.families import Family
from benefits_sync.domain.carriers.headers import header_of
from benefits_sync.domain.carriers.members import Told
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.x12.codes.transaction import QuantityKind
from benefits_sync.x12.model.transaction import Transaction
from benefits_sync.x12.splitting import count_totals


class Place(NamedTuple):
    """Where a family stands in a file.

    Args:
        part: Its transaction set: a group or policy, empty where one set tells everything.
        subscriber_id: Its identifier, as the file spells it.
        code: Its subscriber code.
        group: The carrier's group that it belongs to.
        shared: Whether another family has the same identifier, so that neither can be told.
        left_behind: Whether another family has its identifier by now, so that its end is not repeated.
    """

    part: str
    subscriber_id: str
    code: str
    group: str = ""
    shared: bool = False
    left_behind: bool = False


@dataclass(frozen=True, slots=True)
class ToldTransaction:
    """A transaction with the people in it, and why each is there."""

    transaction: Transaction
    people: Sequence[Told]


def transactions_of(
    scope: Scope,
    spell: Speller,
    families: Iterator[tuple[Place, Family]],
    tell: Callable[[Place, Family], list[Told]],
) -> Iterator[ToldTransaction]:
    """Yield a file's transactions, with the people of one in memory.

    Args:
        scope: What the file is about.
        spell: Spells texts.
        families: All families in the order of the file.
        tell: Gives the people of a family whom the file names.
    """
    most = scope.profile.file.grouping.most_members
    number = 1
    for part, some in groupby(families, key=lambda pair: pair[0].part):
        people: list[Told] = []
        for place, family in some:
            told = tell(place, family)
            if people and len(people) + len(told) > most:
                yield _transaction(scope, spell, people, number, part)
                number += 1
                people = []
            people += told
        if people:
            yield _transaction(scope, spell, people, number, part)
            number += 1


def _transaction(
    scope: Scope, spell: Speller, people: list[Told], number: int, group: str
) -> ToldTransaction:
    people.sort(key=_subscriber_id)  # a family that is told as it was stands by its identifier of then
    kinds = tuple(QuantityKind(kind) for kind in scope.profile.file.totals)
    members = [told.member for told in people]
    header = replace(header_of(scope, spell, number, group), totals=count_totals(members, kinds))
    return ToldTransaction(Transaction(header, members), people)


def _subscriber_id(told: Told) -> str:
    return told.member.subscriber_id
