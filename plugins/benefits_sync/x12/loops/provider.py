"""A chosen provider (2310)."""

from benefits_sync.x12.codes.coverage import PatientRelationship, ProviderChangeReason, ProviderRole
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.parties import (
    read_address,
    read_contact,
    read_identifier,
    read_name,
    write_address,
    write_contact,
    write_name,
)
from benefits_sync.x12.model.coverage import Provider, ProviderChange
from benefits_sync.x12.model.parties import Address, Contact
from benefits_sync.x12.segment_buffer import SegmentBuffer, day


def write_provider(out: SegmentBuffer, number: int, provider: Provider) -> None:
    """Write 2310 as the coverage's provider of this number."""
    out.loop = "2310"
    out.put("LX", str(number))
    write_name(
        out,
        provider.role,
        provider.name,
        provider.identifier,
        organization=provider.organization,
        relationship=provider.relationship,
    )
    write_address(out, provider.address)
    for contact in provider.contacts:
        write_contact(out, "IC", contact)
    if provider.change is not None:
        out.put("PLA", "2", "1P", day(provider.change.on), "", provider.change.reason)


def read_provider(cursor: Cursor) -> Provider:
    """Read 2310; its number says nothing beyond the order."""
    cursor.loop = "2310"
    cursor.require("LX")
    name = cursor.require("NM1")
    address: Address | None = read_address(cursor)
    contacts: list[Contact] = []
    while cursor.at("PER"):
        contacts.append(read_contact(cursor.take()))
    change: ProviderChange | None = None
    if cursor.at("PLA"):
        segment = cursor.take()
        change = ProviderChange(segment.required_day(3), segment.required_code(5, ProviderChangeReason))
    return Provider(
        role=name.required_code(1, ProviderRole),
        relationship=name.code(10, PatientRelationship) or PatientRelationship.UNKNOWN,
        organization=name.text(2) == "2",
        name=read_name(name),
        identifier=read_identifier(name),
        address=address,
        contacts=tuple(contacts),
        change=change,
    )
