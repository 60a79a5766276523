"""Reads a file as a stream: one person in memory, whatever the delimiters.

Counts and control numbers of trailers are handed out as they are stated, beside what was counted; real
files get them wrong, and whether that matters is for a check to say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.envelope import Group, Interchange, read_group, read_interchange
from benefits_sync.x12.errors import X12Error, X12StructureError
from benefits_sync.x12.loops.header import read_header
from benefits_sync.x12.loops.member import read_member
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.transaction import TransactionHeader
from benefits_sync.x12.segments import Segment
from benefits_sync.x12.settings import GUIDE
from benefits_sync.x12.stream import Readable
from benefits_sync.x12.tokens import Tokens

TRAILERS: Final = frozenset({"SE", "GE", "IEA"})
BOUNDARIES: Final = TRAILERS | {"ISA", "GS", "ST", "INS"}
BETWEEN_TRANSACTIONS: Final = frozenset({"TA1", ""})
MOST_SEGMENTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class TransactionStart:
    """ST with the header that follows it."""

    control_number: str
    header: TransactionHeader


@dataclass(frozen=True, slots=True)
class Trailer:
    """SE, GE or IEA: what it states, and what was counted.

    Args:
        kind: ``SE``, ``GE`` or ``IEA``.
        stated: The count in the trailer, as text.
        counted: Segments of the transaction, transactions of the group or groups of the interchange.
        control_number: The control number in the trailer.
    """

    kind: str
    stated: str
    counted: int
    control_number: str


Part = Interchange | Group | TransactionStart | Member | Trailer
ErrorHandler = Callable[[X12Error], None]


def read_parts(stream: Readable, on_error: ErrorHandler | None = None) -> "PartReader":
    """Read a file part by part.

    Args:
        stream: The file's bytes.
        on_error: Told of a person that cannot be read, who is then left out; without it the error is raised.

    Raises:
        X12SyntaxError: If the bytes are no interchange, or end inside one.
        X12StructureError: If a header or an envelope is wrong, or the file follows another guide.
        X12ValueError: If an element of a header cannot be read.
    """
    return PartReader(Tokens(stream), on_error)


def read_members(stream: Readable, on_error: ErrorHandler | None = None) -> Iterator[Member]:
    """Read the people of a file; see `read_parts`."""
    return (part for part in read_parts(stream, on_error) if isinstance(part, Member))


class PartReader:
    """Iterates over the parts of a file; made by `read_parts`.

    Attributes:
        segment: Number of the segment with which the part last given, or that cannot be read, begins.
    """

    def __init__(self, tokens: Tokens, on_error: ErrorHandler | None) -> None:
        self.segment = 0
        self._tokens = tokens
        self._on_error = on_error
        self._in_interchange = False
        self._group: Group | None = None
        self._start: Segment | None = None
        self._header_due = False
        self._pending: list[Segment] = []
        self._groups = 0
        self._transactions = 0
        self._parts = self._read()

    @property
    def position(self) -> int | None:
        """Number of the same segment in its transaction, ST being 1; None outside transactions."""
        return self.segment - self._start.number + 1 if self._start is not None else None

    def __iter__(self) -> Iterator[Part]:
        """Give the parts in order."""
        return self

    def __next__(self) -> Part:
        """Give the next part."""
        return next(self._parts)

    def _read(self) -> Iterator[Part]:
        for elements in self._tokens:
            segment_id = elements[0]
            if segment_id in BOUNDARIES:
                yield from self._finish()
                self.segment = self._tokens.number
                yield from self._cross(segment_id, elements)
            elif self._start is not None:
                self._keep(elements)
            elif segment_id not in BETWEEN_TRANSACTIONS:
                raise self._misplaced()

    def _keep(self, elements: list[str]) -> None:
        if elements[0]:
            self._pending.append(self._segment(elements))
        if len(self._pending) > MOST_SEGMENTS:
            raise X12StructureError(
                f"a header or person has more than {MOST_SEGMENTS} segments", segment=self._tokens.number
            )

    def _segment(self, elements: list[str]) -> Segment:
        return Segment(self._tokens.number, elements, self._tokens.delimiters)

    def _cross(self, segment_id: str, elements: list[str]) -> Iterator[Interchange | Group | Trailer]:
        if segment_id == "INS" and self._start is not None:
            self._keep(elements)
        elif segment_id == "ST" and self._group is not None and self._start is None:
            self._begin_transaction(self._group, elements)
        elif segment_id == "GS" and self._in_interchange and self._group is None:
            self._groups += 1
            self._transactions = 0
            self._group = read_group(elements)
            yield self._group
        elif segment_id == "ISA" and not self._in_interchange:
            self._in_interchange = True
            self._groups = 0
            yield read_interchange(elements, self._tokens.delimiters)
        elif segment_id in TRAILERS:
            yield self._close(segment_id, elements)
        else:
            raise self._misplaced()

    def _begin_transaction(self, group: Group, elements: list[str]) -> None:
        self._transactions += 1
        self._start = start = self._segment(elements)
        self._header_due = True
        if start.text(1) != "834" or (start.text(3) or group.guide) != GUIDE:
            raise X12StructureError(
                f"the transaction is no 834 of guide {GUIDE}; the answer of a carrier is read by "
                "`benefits x12 ack`",
                segment=start.number,
                loop="header",
            )

    def _finish(self) -> Iterator[TransactionStart | Member]:
        """Read the header or person whose segments have come to their end."""
        pending, self._pending = self._pending, []
        if self._header_due and self._start is not None:
            self._header_due = False
            self.segment = self._start.number
            header = read_header(Cursor(pending or [self._start], "header"))
            yield TransactionStart(self._start.text(2) or "", header)
        elif pending:
            yield from self._finish_member(pending)

    def _finish_member(self, pending: list[Segment]) -> Iterator[Member]:
        self.segment = pending[0].number
        try:
            member = read_member(Cursor(pending, "2000"))
        except X12Error as error:
            if self._on_error is None:
                raise
            self._on_error(error)
        else:
            yield member

    def _close(self, kind: str, elements: list[str]) -> Trailer:
        stated, control_number = [*elements, "", ""][1:3]
        if kind == "SE" and self._start is not None:
            counted = self._tokens.number - self._start.number + 1
            self._start = None
        elif kind == "GE" and self._group is not None and self._start is None:
            counted = self._transactions
            self._group = None
        elif kind == "IEA" and self._in_interchange and self._group is None:
            counted = self._groups
            self._in_interchange = False
        else:
            raise self._misplaced()
        return Trailer(kind, stated, counted, control_number)

    def _misplaced(self) -> X12StructureError:
        return X12StructureError(
            "the guide has no place for this segment here", segment=self._tokens.number, loop="envelope"
        )
