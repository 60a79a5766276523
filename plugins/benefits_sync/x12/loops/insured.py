"""The person's own name and what hangs on it (2100A)."""

from dataclasses import dataclass, field

from benefits_sync.x12.codes.person import EmploymentClass
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.dated import read_amount, write_amounts
from benefits_sync.x12.loops.parties import (
    read_address,
    read_contact,
    read_identifier,
    read_name,
    write_address,
    write_contact,
    write_name,
)
from benefits_sync.x12.loops.person import (
    read_demographics,
    read_employment_classes,
    read_health,
    read_income,
    read_language,
    write_demographics,
    write_employment_classes,
    write_health,
    write_income,
    write_language,
)
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.parties import Address, Contact, Name
from benefits_sync.x12.model.person import Demographics, HealthInformation, Income, Language
from benefits_sync.x12.model.values import Amount, Identifier
from benefits_sync.x12.segment_buffer import SegmentBuffer

INSURED = "IL"
CORRECTED_INSURED = "74"


@dataclass(slots=True, repr=False)
class Insured:
    """What 2100A says of a person, while it is being read."""

    name: Name
    identifier: Identifier | None
    contact: Contact | None = None
    address: Address | None = None
    demographics: Demographics | None = None
    employment_classes: list[EmploymentClass] = field(default_factory=list)
    income: Income | None = None
    amounts: list[Amount] = field(default_factory=list)
    health: HealthInformation | None = None
    languages: list[Language] = field(default_factory=list)


def write_insured(out: SegmentBuffer, member: Member) -> None:
    """Write 2100A; a name that corrects another is marked as such."""
    out.loop = "2100A"
    entity = INSURED if member.prior_identity is None else CORRECTED_INSURED
    write_name(out, entity, member.name, member.identifier)
    write_contact(out, "IP", member.contact)
    write_address(out, member.address)
    write_demographics(out, member.demographics)
    if member.employment_classes:
        write_employment_classes(out, member.employment_classes)
    write_income(out, member.income)
    if member.amounts:
        write_amounts(out, member.amounts)
    write_health(out, member.health)
    for language in member.languages:
        write_language(out, language)


def read_insured(cursor: Cursor) -> Insured:
    """Read 2100A; the order of the segments after the name does not matter."""
    cursor.loop = "2100A"
    segment = cursor.require("NM1", INSURED, CORRECTED_INSURED)
    name = read_name(segment) or segment.refuse(3, "a person has no name")
    insured = Insured(name, read_identifier(segment))
    while _read_part(cursor, insured):
        pass
    return insured


def _read_part(cursor: Cursor, insured: Insured) -> bool:
    if cursor.at("PER"):
        insured.contact = read_contact(cursor.take())
    elif cursor.at("N3") or cursor.at("N4"):
        insured.address = read_address(cursor)
    elif cursor.at("DMG"):
        insured.demographics = read_demographics(cursor.take())
    elif cursor.at("EC"):
        insured.employment_classes += read_employment_classes(cursor.take())
    elif cursor.at("ICM"):
        insured.income = read_income(cursor.take())
    elif cursor.at("AMT"):
        insured.amounts.append(read_amount(cursor.take()))
    elif cursor.at("HLH"):
        insured.health = read_health(cursor.take())
    elif cursor.at("LUI"):
        insured.languages.append(read_language(cursor.take()))
    else:
        return False
    return True
