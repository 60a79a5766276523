"""Another insurance and its insurers (2320, 2330)."""

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.coverage import (
    Coordination,
    CoordinationOrder,
    CoordinationReference,
    CoordinationServiceType,
)
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.loops.dated import read_reference, write_references
from benefits_sync.x12.loops.parties import INSURER_ROLES, read_party, write_party
from benefits_sync.x12.model.coverage import OtherInsurance
from benefits_sync.x12.model.parties import Party
from benefits_sync.x12.segment_buffer import SegmentBuffer, day

START = "344"
END = "345"


def write_other_insurance(out: SegmentBuffer, other: OtherInsurance) -> None:
    """Write 2320 with its 2330."""
    out.loop = "2320"
    services = out.repetition.join(other.service_types)
    out.put("COB", other.order, out.text.optional(other.policy, e.COB02), other.coordination, services)
    write_references(out, other.references)
    for qualifier, on in ((START, other.start), (END, other.end)):
        if on is not None:
            out.put("DTP", qualifier, "D8", day(on))
    for insurer in other.insurers:
        write_party(out, insurer, "2330")


def read_other_insurance(cursor: Cursor) -> OtherInsurance:
    """Read 2320 with its 2330."""
    cursor.loop = "2320"
    segment = cursor.require("COB")
    references = []
    while cursor.at("REF"):
        references.append(read_reference(cursor.take(), CoordinationReference))
    days = {}
    while cursor.at("DTP", START, END):
        date_segment = cursor.take()
        days[date_segment.text(1)] = date_segment.required_day(3)
    insurers: list[Party] = []
    while cursor.at("NM1", *INSURER_ROLES):
        insurers.append(read_party(cursor, "2330"))
    return OtherInsurance(
        order=segment.required_code(1, CoordinationOrder),
        coordination=segment.required_code(3, Coordination),
        policy=segment.text(2),
        service_types=segment.codes(4, CoordinationServiceType),
        references=tuple(references),
        start=days.get(START),
        end=days.get(END),
        insurers=tuple(insurers),
    )
