"""The envelope of a file: ISA and GS, as they are written and as they are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.elements import GS02, GS03, ISA06, ISA08
from benefits_sync.x12.segment_buffer import SegmentBuffer
from benefits_sync.x12.settings import (
    GUIDE,
    INTERCHANGE_VERSION,
    ControlNumbers,
    EnvelopeSettings,
    WriterSettings,
)

BLANK = " " * 10


@dataclass(frozen=True, slots=True)
class Interchange:
    """What ISA says, with the blanks of its fixed widths removed."""

    control_number: str
    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    date: str
    time: str
    version: str
    usage: str
    delimiters: Delimiters


@dataclass(frozen=True, slots=True)
class Group:
    """What GS says."""

    control_number: str
    function: str
    sender: str
    receiver: str
    date: str
    time: str
    guide: str


def write_interchange(
    out: SegmentBuffer, envelope: EnvelopeSettings, numbers: ControlNumbers, settings: WriterSettings
) -> None:
    """Write ISA, whose every element has a fixed width."""
    out.put(
        "ISA",
        "00",
        BLANK,
        "00",
        BLANK,
        envelope.sender_qualifier,
        out.text.required(envelope.sender_id, ISA06).ljust(ISA06.longest),
        envelope.receiver_qualifier,
        out.text.required(envelope.receiver_id, ISA08).ljust(ISA08.longest),
        f"{numbers.created:%y%m%d}",
        f"{numbers.created:%H%M}",
        settings.delimiters.repetition,
        INTERCHANGE_VERSION,
        f"{numbers.interchange:09}",
        "1" if envelope.acknowledgment_requested else "0",
        envelope.usage,
        settings.delimiters.component,
    )


def write_group(out: SegmentBuffer, envelope: EnvelopeSettings, numbers: ControlNumbers) -> None:
    """Write GS."""
    out.put(
        "GS",
        "BE",
        out.text.required(envelope.application_sender, GS02),
        out.text.required(envelope.application_receiver, GS03),
        f"{numbers.created:%Y%m%d}",
        f"{numbers.created:%H%M}",
        str(numbers.group),
        "X",
        GUIDE,
    )


def read_interchange(elements: Sequence[str], delimiters: Delimiters) -> Interchange:
    """Read the 17 elements of ISA."""
    stripped = [element.strip(" ") for element in elements]
    return Interchange(
        control_number=stripped[13],
        sender_qualifier=stripped[5],
        sender_id=stripped[6],
        receiver_qualifier=stripped[7],
        receiver_id=stripped[8],
        date=stripped[9],
        time=stripped[10],
        version=stripped[12],
        usage=stripped[15],
        delimiters=delimiters,
    )


def read_group(elements: Sequence[str]) -> Group:
    """Read GS; elements that are missing are empty."""
    padded = [*elements, *[""] * 9]
    return Group(
        control_number=padded[6],
        function=padded[1],
        sender=padded[2],
        receiver=padded[3],
        date=padded[4],
        time=padded[5],
        guide=padded[8],
    )
