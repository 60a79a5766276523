"""Names, addresses and contacts, and whoever stands around a member."""

from dataclasses import dataclass

from benefits_sync.x12.codes.person import AreaKind, ContactKind, PartyRole
from benefits_sync.x12.model.personal import Personal
from benefits_sync.x12.model.values import Identifier


@dataclass(frozen=True, slots=True, repr=False)
class Name(Personal):
    """A name; an organization has only ``last`` (NM103 to NM107)."""

    last: str
    first: str | None = None
    middle: str | None = None
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Address(Personal):
    """Street lines (N3) and place (N4).

    Args:
        streets: Lines in order, two to an N3.
        city: N401.
        state: N402.
        postal_code: N403.
        country: N404, only outside the United States.
        area_kind: N405.
        area: N406, together with ``area_kind``.
        subdivision: N407.
    """

    streets: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    area_kind: AreaKind | None = None
    area: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ContactPoint(Personal):
    """One number or e-mail address."""

    kind: ContactKind
    number: str


@dataclass(frozen=True, slots=True, repr=False)
class Contact(Personal):
    """Up to three ways to reach somebody, with the name to ask for where the loop allows one (PER)."""

    points: tuple[ContactPoint, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Party(Personal):
    """An employer, school, parent, responsible person, drop-off location or other insurer.

    Args:
        role: What the party is to the member; it decides the loop.
        organization: Whether it is no person (NM102).
        name: Its name.
        identifier: Its id.
        contact: How to reach it.
        address: Where it is.
    """

    role: PartyRole
    organization: bool = False
    name: Name | None = None
    identifier: Identifier | None = None
    contact: Contact | None = None
    address: Address | None = None
