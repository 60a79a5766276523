"""The header of a transaction (BGN, REF, DTP, QTY, 1000A to 1000C)."""

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.transaction import (
    FileAction,
    HeaderDate,
    IntermediaryRole,
    OrganizationIdKind,
    QuantityKind,
    TransactionPurpose,
)
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.dated import read_event, write_events
from benefits_sync.x12.model.transaction import ControlTotal, Intermediary, Organization, TransactionHeader
from benefits_sync.x12.model.values import Event
from benefits_sync.x12.segment_buffer import SegmentBuffer
from benefits_sync.x12.segments import Segment

MASTER_POLICY = "38"
SPONSOR = "P5"
PAYER = "IN"


def write_header(out: SegmentBuffer, header: TransactionHeader) -> None:
    """Write what stands between ST and the first person."""
    text = out.text.optional
    out.loop = "header"
    out.put(
        "BGN",
        header.purpose,
        out.text.required(header.reference, e.BGN02),
        f"{header.created:%Y%m%d}",
        f"{header.created:%H%M%S}",
        text(header.time_zone, e.BGN05),
        text(header.original_reference, e.BGN06),
        "",
        header.action,
    )
    if header.master_policy is not None:
        out.put("REF", MASTER_POLICY, out.text.required(header.master_policy, e.REF02))
    write_events(out, header.dates)
    for total in header.totals:
        out.put("QTY", total.kind, str(total.count))
    for loop, entity, organization in (("1000A", SPONSOR, header.sponsor), ("1000B", PAYER, header.payer)):
        out.loop = loop
        _write_organization(out, entity, organization)
    for intermediary in header.intermediaries:
        _write_intermediary(out, intermediary)


def _write_organization(out: SegmentBuffer, entity: str, organization: Organization) -> None:
    name = out.text.optional(organization.name, e.N102)
    out.put("N1", entity, name, organization.id_kind, out.text.required(organization.id, e.N104))


def _write_intermediary(out: SegmentBuffer, intermediary: Intermediary) -> None:
    out.loop = "1000C"
    _write_organization(out, intermediary.role, intermediary.organization)
    first = out.text.optional(intermediary.account, e.ACT01)
    second = out.text.optional(intermediary.second_account, e.ACT06)
    if first or second:
        out.loop = "1100C"
        out.put("ACT", first, "", "", "", "", second)


def read_header(cursor: Cursor) -> TransactionHeader:
    """Read what stands between ST and the first person.

    Raises:
        X12Error: If a segment or element of the header cannot be read.
    """
    bgn = cursor.require("BGN")
    master_policy = cursor.take().required(2) if cursor.at("REF", MASTER_POLICY) else None
    dates: list[Event[HeaderDate]] = []
    while cursor.at("DTP"):
        dates.append(read_event(cursor.take(), HeaderDate))
    totals: list[ControlTotal] = []
    while cursor.at("QTY"):
        segment = cursor.take()
        totals.append(ControlTotal(segment.required_code(1, QuantityKind), segment.required_integer(2)))
    header = TransactionHeader(
        purpose=bgn.required_code(1, TransactionPurpose),
        reference=bgn.required(2),
        created=bgn.moment(3, 4),
        time_zone=bgn.text(5),
        original_reference=bgn.text(6),
        action=bgn.required_code(8, FileAction),
        master_policy=master_policy,
        dates=tuple(dates),
        totals=tuple(totals),
        sponsor=_read_required_organization(cursor, "1000A", SPONSOR),
        payer=_read_required_organization(cursor, "1000B", PAYER),
        intermediaries=_read_intermediaries(cursor),
    )
    cursor.end()
    return header


def _read_required_organization(cursor: Cursor, loop: str, entity: str) -> Organization:
    cursor.loop = loop
    return _read_organization(cursor.require("N1", entity))


def _read_organization(segment: Segment) -> Organization:
    return Organization(segment.required_code(3, OrganizationIdKind), segment.required(4), segment.text(2))


def _read_intermediaries(cursor: Cursor) -> tuple[Intermediary, ...]:
    intermediaries = []
    while cursor.at("N1"):
        cursor.loop = "1000C"
        segment = cursor.take()
        role = segment.required_code(1, IntermediaryRole)
        cursor.loop = "1100C"
        account = cursor.take() if cursor.at("ACT") else None
        intermediaries.append(
            Intermediary(
                role,
                _read_organization(segment),
                account.text(1) if account else None,
                account.text(6) if account else None,
            )
        )
    return tuple(intermediaries)
