"""References, dates and amounts (REF, DTP, AMT), which several loops share."""

from enum import StrEnum
from typing import TypeVar

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.person import AmountKind
from benefits_sync.x12.model.values import Amount, Event, Period, Reference, Span, When
from benefits_sync.x12.segment_buffer import SegmentBuffer, day, decimal
from benefits_sync.x12.segments import Segment

Kind = TypeVar("Kind", bound=StrEnum)


def write_references(out: SegmentBuffer, references: tuple[Reference[Kind], ...]) -> None:
    """Write REF for each reference."""
    for reference in references:
        out.put("REF", reference.kind, out.text.required(reference.value, e.REF02))


def read_reference(segment: Segment, kinds: type[Kind]) -> Reference[Kind]:
    """Read REF."""
    return Reference(segment.required_code(1, kinds), segment.required(2))


def write_events(out: SegmentBuffer, events: tuple[Event[Kind], ...]) -> None:
    """Write DTP for each day."""
    for event in events:
        out.put("DTP", event.kind, "D8", day(event.on))


def read_event(segment: Segment, kinds: type[Kind]) -> Event[Kind]:
    """Read DTP, which here is always a day."""
    return Event(segment.required_code(1, kinds), segment.required_day(3))


def write_when(out: SegmentBuffer, kind: str, when: When) -> None:
    """Write DTP for a day or a period."""
    if isinstance(when, Period):
        out.put("DTP", kind, "RD8", f"{day(when.start)}-{day(when.end)}")
    else:
        out.put("DTP", kind, "D8", day(when))


def read_span(segment: Segment, kinds: type[Kind]) -> Span[Kind]:
    """Read DTP for a day or a period."""
    return Span(segment.required_code(1, kinds), segment.when(2))


def write_amounts(out: SegmentBuffer, amounts: tuple[Amount, ...]) -> None:
    """Write AMT for each amount."""
    for amount in amounts:
        out.put("AMT", amount.kind, decimal(amount.value))


def read_amount(segment: Segment) -> Amount:
    """Read AMT."""
    return Amount(segment.required_code(1, AmountKind), segment.required_decimal(2))
