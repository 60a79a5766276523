"""A transaction: its header, and the people in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from benefits_sync.x12.codes.transaction import (
    FileAction,
    HeaderDate,
    IntermediaryRole,
    OrganizationIdKind,
    QuantityKind,
    TransactionPurpose,
)
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.values import Event


@dataclass(frozen=True, slots=True)
class Organization:
    """A sponsor or payer (N1)."""

    id_kind: OrganizationIdKind
    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Intermediary:
    """A broker or third party administrator (1000C) with its accounts (ACT01, ACT06)."""

    role: IntermediaryRole
    organization: Organization
    account: str | None = None
    second_account: str | None = None


def people_by_kind(subscribers: int, dependents: int) -> dict[QuantityKind, int]:
    """Say how many people each kind of control total counts."""
    return {
        QuantityKind.TOTAL: subscribers + dependents,
        QuantityKind.SUBSCRIBERS: subscribers,
        QuantityKind.DEPENDENTS: dependents,
    }


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A count that the receiver compares with the people it found (QTY)."""

    kind: QuantityKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionHeader:
    """What stands before the people: BGN to the loops 1000A to 1000C.

    Args:
        reference: BGN02, unique for the sender.
        created: BGN03 and BGN04, to the second, in the zone that ``time_zone`` names.
        action: What the carrier is to do with the whole file.
        sponsor: The employer.
        payer: The carrier.
        purpose: Whether the transaction is new.
        time_zone: BGN05, such as ``ET`` or ``UT``.
        original_reference: BGN02 of the transaction that is sent again.
        master_policy: REF*38.
        dates: Dates that hold for the whole file.
        totals: Control totals.
        intermediaries: At most one broker and one administrator.
    """

    reference: str
    created: datetime
    action: FileAction
    sponsor: Organization
    payer: Organization
    purpose: TransactionPurpose = TransactionPurpose.ORIGINAL
    time_zone: str | None = None
    original_reference: str | None = None
    master_policy: str | None = None
    dates: tuple[Event[HeaderDate], ...] = ()
    totals: tuple[ControlTotal, ...] = ()
    intermediaries: tuple[Intermediary, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One ST to SE: a header and people, subscribers in ascending order, each followed by dependents.

    ``members`` may be a generator; it is read once.
    """

    header: TransactionHeader
    members: Iterable[Member]
