"""Several transactions for many people, split between families and never inside one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from benefits_sync.x12.codes.transaction import QuantityKind
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.transaction import ControlTotal, Transaction, TransactionHeader, people_by_kind
from benefits_sync.x12.ordering import families

MOST_MEMBERS: Final = 10_000


def split_transactions(
    header: TransactionHeader,
    members: Iterable[Member],
    *,
    most_members: int = MOST_MEMBERS,
    totals: tuple[QuantityKind, ...] = (),
) -> Iterator[Transaction]:
    """Cut people into transactions of at most so many, with the people of one in memory.

    A family that is larger than the limit stays whole. From the second transaction on, the reference of
    the header carries the transaction's number, since no two may have the same.

    Args:
        header: The header of all transactions, without control totals.
        members: People by ascending subscriber id.
        most_members: How many people a transaction may hold.
        totals: Control totals to state in each header.
    """
    number = 1
    part: list[Member] = []
    for family in families(members):
        if part and len(part) + len(family) > most_members:
            yield _transaction(header, part, number, totals)
            number += 1
            part = []
        part += family
    if part or number == 1:
        yield _transaction(header, part, number, totals)


def _transaction(
    header: TransactionHeader, members: list[Member], number: int, totals: tuple[QuantityKind, ...]
) -> Transaction:
    reference = header.reference if number == 1 else f"{header.reference}-{number}"
    counted = count_totals(members, totals)
    return Transaction(replace(header, reference=reference, totals=counted), members)


def count_totals(members: Iterable[Member], kinds: tuple[QuantityKind, ...]) -> tuple[ControlTotal, ...]:
    """Count people for the control totals of a header."""
    subscribers = dependents = 0
    for member in members:
        if member.subscriber:
            subscribers += 1
        else:
            dependents += 1
    counts = people_by_kind(subscribers, dependents)
    return tuple(ControlTotal(kind, counts[kind]) for kind in kinds)
