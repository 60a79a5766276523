"""Names, contacts and addresses (NM1, PER, N3, N4) in whichever loop, and the loops 2100C to 2100H."""

from typing import Final

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.person import AreaKind, ContactKind, PartyRole, PersonIdKind
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.errors import X12ValueError
from benefits_sync.x12.model.parties import Address, Contact, ContactPoint, Name, Party
from benefits_sync.x12.model.values import Identifier
from benefits_sync.x12.segment_buffer import SegmentBuffer
from benefits_sync.x12.segments import Segment

LINES_PER_N3: Final = 2
MAILING_ADDRESS: Final = "31"

CONTACT_FUNCTIONS: Final = {"2100D": "EP", "2100E": "SK", "2100F": "PQ", "2100G": "RP", "2330": "CN"}
LOOPS: Final = {
    PartyRole.EMPLOYER: "2100D",
    PartyRole.SCHOOL: "2100E",
    PartyRole.CUSTODIAL_PARENT: "2100F",
    PartyRole.DROP_OFF_LOCATION: "2100H",
}
INSURER_ROLES: Final = (PartyRole.EMPLOYER, PartyRole.THIRD_PARTY_ADMINISTRATOR, PartyRole.INSURER)
MEMBER_ROLES: Final = frozenset(PartyRole) - {PartyRole.THIRD_PARTY_ADMINISTRATOR, PartyRole.INSURER}


def loop_of(role: PartyRole) -> str:
    """The loop in which the guide has a party of this role around a member."""
    return LOOPS.get(role, "2100G")


def contact_function(loop: str) -> str:
    """The function of the contact in this loop (PER01).

    Raises:
        X12ValueError: If the guide has no contact there.
    """
    function = CONTACT_FUNCTIONS.get(loop)
    if function is None:
        raise X12ValueError("the guide has no contact for a party of this role", element="PER01")
    return function


def write_name(
    out: SegmentBuffer,
    entity: str,
    name: Name | None,
    identifier: Identifier | None,
    *,
    organization: bool = False,
    relationship: str = "",
) -> None:
    """Write NM1."""
    kind = "2" if organization else "1"
    key, value = "", ""
    if identifier is not None:
        key, value = identifier.kind, out.text.required(identifier.value, e.NM109)
    if name is None:
        out.put("NM1", entity, kind, "", "", "", "", "", key, value, relationship)
        return
    text = out.text.optional
    out.put(
        "NM1",
        entity,
        kind,
        out.text.required(name.last, e.NM103),
        text(name.first, e.NM104),
        text(name.middle, e.NM105),
        text(name.prefix, e.NM106),
        text(name.suffix, e.NM107),
        key,
        value,
        relationship,
    )


def read_name(segment: Segment) -> Name | None:
    """Read NM103 to NM107, None when all are empty."""
    parts = [segment.text(position) for position in range(3, 8)]
    if not any(parts):
        return None
    return Name(segment.required(3), *parts[1:])


def read_identifier(segment: Segment) -> Identifier | None:
    """Read NM108 and NM109, None when both are empty."""
    if segment.text(8) is None and segment.text(9) is None:
        return None
    return Identifier(segment.required_code(8, PersonIdKind), segment.required(9))


def write_contact(out: SegmentBuffer, function: str, contact: Contact | None) -> None:
    """Write PER, or nothing without a contact."""
    if contact is None:
        return
    pairs: list[str] = []
    for point in contact.points:
        pairs += (point.kind, out.text.required(point.number, e.PER04))
    out.put("PER", function, out.text.optional(contact.name, e.PER02), *pairs)


def read_contact(segment: Segment) -> Contact:
    """Read PER."""
    points = [
        ContactPoint(segment.required_code(position, ContactKind), segment.required(position + 1))
        for position in (3, 5, 7)
        if segment.text(position) is not None
    ]
    return Contact(tuple(points), segment.text(2))


def write_address(out: SegmentBuffer, address: Address | None) -> None:
    """Write N3 for each two street lines, and N4."""
    if address is None:
        return
    text = out.text.optional
    streets = address.streets
    for at in range(0, len(streets), LINES_PER_N3):
        out.put(
            "N3",
            out.text.required(streets[at], e.N301),
            text(streets[at + 1], e.N302) if at + 1 < len(streets) else "",
        )
    place = (
        text(address.city, e.N401),
        text(address.state, e.N402),
        text(address.postal_code, e.N403),
        text(address.country, e.N404),
        address.area_kind or "",
        text(address.area, e.N406),
        text(address.subdivision, e.N407),
    )
    if any(place):
        out.put("N4", *place)


def read_address(cursor: Cursor) -> Address | None:
    """Read N3 and N4, None when there is neither."""
    streets: list[str] = []
    while cursor.at("N3"):
        segment = cursor.take()
        streets += [text for text in (segment.text(1), segment.text(2)) if text]
    if not cursor.at("N4"):
        return Address(tuple(streets)) if streets else None
    place = cursor.take()
    return Address(
        streets=tuple(streets),
        city=place.text(1),
        state=place.text(2),
        postal_code=place.text(3),
        country=place.text(4),
        area_kind=place.code(5, AreaKind),
        area=place.text(6),
        subdivision=place.text(7),
    )


def write_party(out: SegmentBuffer, party: Party, loop: str) -> None:
    """Write a party around a member, or another insurer in 2330."""
    out.loop = loop
    write_name(out, party.role, party.name, party.identifier, organization=party.organization)
    if loop == "2330":
        write_address(out, party.address)
        write_contact(out, CONTACT_FUNCTIONS[loop], party.contact)
        return
    if party.contact is not None:
        write_contact(out, contact_function(loop), party.contact)
    write_address(out, party.address)


def read_party(cursor: Cursor, loop: str) -> Party:
    """Read a party around a member, or another insurer in 2330."""
    cursor.loop = loop
    name = cursor.require("NM1")
    contact: Contact | None = None
    address: Address | None = None
    while cursor.at("PER") or cursor.at("N3") or cursor.at("N4"):
        if cursor.at("PER"):
            contact = read_contact(cursor.take())
        else:
            address = read_address(cursor)
    return Party(
        role=name.required_code(1, PartyRole),
        organization=name.text(2) == "2",
        name=read_name(name),
        identifier=read_identifier(name),
        contact=contact,
        address=address,
    )
