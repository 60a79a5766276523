"""One person (2000) with all loops in it."""

from dataclasses import dataclass, field

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.member import (
    BenefitStatus,
    CobraEvent,
    Confidentiality,
    EmploymentStatus,
    MaintenanceReason,
    MaintenanceType,
    MedicarePlan,
    MedicareReason,
    MemberDate,
    MemberReference,
    Relationship,
    StudentStatus,
)
from benefits_sync.x12.codes.person import PartyRole
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.categories import read_categories, write_categories
from benefits_sync.x12.loops.coverage import read_coverage, write_coverage
from benefits_sync.x12.loops.dated import read_event, read_reference, write_events, write_references
from benefits_sync.x12.loops.insured import read_insured, write_insured
from benefits_sync.x12.loops.parties import (
    MAILING_ADDRESS,
    MEMBER_ROLES,
    loop_of,
    read_address,
    read_party,
    write_address,
    write_party,
)
from benefits_sync.x12.loops.person import (
    read_disability,
    read_prior_identity,
    write_disability,
    write_prior_identity,
)
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.parties import Address, Party
from benefits_sync.x12.model.person import Disability, Medicare
from benefits_sync.x12.model.values import Event, Reference
from benefits_sync.x12.ordering import in_coverage_order, in_loop_order
from benefits_sync.x12.segment_buffer import SegmentBuffer, day, flag
from benefits_sync.x12.segments import Segment

SUBSCRIBER_ID = "0F"
POLICY_NUMBER = "1L"


def write_member(out: SegmentBuffer, member: Member) -> None:
    """Write a person, its parties by loop and coverages by line and plan."""
    out.loop = "2000"
    _write_ins(out, member)
    out.put("REF", SUBSCRIBER_ID, out.text.required(member.subscriber_id, e.REF02))
    if member.policy_number is not None:
        out.put("REF", POLICY_NUMBER, out.text.required(member.policy_number, e.REF02))
    write_references(out, member.references)
    write_events(out, member.dates)
    write_insured(out, member)
    if member.prior_identity is not None:
        write_prior_identity(out, member.prior_identity)
    if member.mailing_address is not None:
        out.loop = "2100C"
        out.put("NM1", MAILING_ADDRESS, "1")
        write_address(out, member.mailing_address)
    for party in in_loop_order(member.parties):
        write_party(out, party, loop_of(party.role))
    for disability in member.disabilities:
        write_disability(out, disability)
    for coverage in in_coverage_order(member.coverages):
        write_coverage(out, coverage)
    write_categories(out, member.categories)


def _write_ins(out: SegmentBuffer, member: Member) -> None:
    died = day(member.death_date)
    medicare = member.medicare
    out.put(
        "INS",
        "Y" if member.subscriber else "N",
        member.relationship,
        member.maintenance,
        member.reason or "",
        member.benefit_status,
        _spell_medicare(out, medicare) if medicare is not None else "",
        member.cobra_event or "",
        member.employment_status or "",
        member.student_status or "",
        flag(member.handicapped),
        "D8" if died else "",
        died,
        member.confidentiality or "",
        "",
        "",
        "",
        "" if member.birth_sequence is None else str(member.birth_sequence),
    )


def _spell_medicare(out: SegmentBuffer, medicare: Medicare) -> str:
    return medicare.plan if medicare.reason is None else medicare.plan + out.component + medicare.reason


def _read_medicare(segment: Segment) -> Medicare | None:
    components = segment.components(6)
    if not components:
        return None
    reason = components[1] if len(components) > 1 else ""
    return Medicare(
        segment.decode(components[0], 6, MedicarePlan),
        segment.decode(reason, 6, MedicareReason) if reason else None,
    )


@dataclass(slots=True)
class _Ids:
    """What stands between INS and the name."""

    subscriber_id: str | None = None
    policy_number: str | None = None
    references: list[Reference[MemberReference]] = field(default_factory=list)
    dates: list[Event[MemberDate]] = field(default_factory=list)


def read_member(cursor: Cursor) -> Member:
    """Read a person.

    Raises:
        X12Error: If a segment or element of the person cannot be read.
    """
    cursor.loop = "2000"
    ins = cursor.require("INS")
    ids = _read_ids(cursor)
    if ids.subscriber_id is None:
        raise cursor.error("REF*0F is missing")
    insured = read_insured(cursor)
    prior = read_prior_identity(cursor) if cursor.at("NM1", "70") else None
    member = Member(
        subscriber_id=ids.subscriber_id,
        subscriber=ins.required_flag(1),
        relationship=ins.required_code(2, Relationship),
        maintenance=ins.required_code(3, MaintenanceType),
        reason=ins.code(4, MaintenanceReason),
        benefit_status=ins.required_code(5, BenefitStatus),
        medicare=_read_medicare(ins),
        cobra_event=ins.code(7, CobraEvent),
        employment_status=ins.code(8, EmploymentStatus),
        student_status=ins.code(9, StudentStatus),
        handicapped=ins.flag(10),
        death_date=ins.day(12),
        confidentiality=ins.code(13, Confidentiality),
        birth_sequence=ins.integer(17),
        policy_number=ids.policy_number,
        references=tuple(ids.references),
        dates=tuple(ids.dates),
        name=insured.name,
        identifier=insured.identifier,
        prior_identity=prior,
        contact=insured.contact,
        address=insured.address,
        demographics=insured.demographics,
        employment_classes=tuple(insured.employment_classes),
        income=insured.income,
        amounts=tuple(insured.amounts),
        health=insured.health,
        languages=tuple(insured.languages),
        mailing_address=_read_mailing_address(cursor),
        parties=_read_parties(cursor),
        disabilities=_read_disabilities(cursor),
        coverages=_read_coverages(cursor),
        categories=read_categories(cursor),
    )
    cursor.end()
    return member


def _read_ids(cursor: Cursor) -> _Ids:
    ids = _Ids()
    while True:
        if cursor.at("REF", SUBSCRIBER_ID):
            ids.subscriber_id = cursor.take().required(2)
        elif cursor.at("REF", POLICY_NUMBER):
            ids.policy_number = cursor.take().required(2)
        elif cursor.at("REF"):
            ids.references.append(read_reference(cursor.take(), MemberReference))
        elif cursor.at("DTP"):
            ids.dates.append(read_event(cursor.take(), MemberDate))
        else:
            return ids


def _read_mailing_address(cursor: Cursor) -> Address | None:
    if not cursor.at("NM1", MAILING_ADDRESS):
        return None
    cursor.loop = "2100C"
    cursor.take()
    return read_address(cursor)


def _read_parties(cursor: Cursor) -> tuple[Party, ...]:
    parties = []
    while cursor.at("NM1", *MEMBER_ROLES):
        cursor.loop = "2100G"
        parties.append(read_party(cursor, _upcoming_loop(cursor)))
    return tuple(parties)


def _upcoming_loop(cursor: Cursor) -> str:
    return next((loop_of(role) for role in PartyRole if cursor.at("NM1", role)), "2100G")


def _read_disabilities(cursor: Cursor) -> tuple[Disability, ...]:
    disabilities = []
    while cursor.at("DSB"):
        disabilities.append(read_disability(cursor))
    return tuple(disabilities)


def _read_coverages(cursor: Cursor) -> tuple[Coverage, ...]:
    coverages = []
    while cursor.at("HD"):
        coverages.append(read_coverage(cursor))
    return tuple(coverages)
