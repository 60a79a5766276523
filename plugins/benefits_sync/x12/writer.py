"""Writes a file as a stream: one family in memory, counts and digest as it goes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from benefits_sync.x12.envelope import write_group, write_interchange
from benefits_sync.x12.errors import X12BalanceError, X12ValueError
from benefits_sync.x12.loops.header import write_header
from benefits_sync.x12.loops.member import write_member
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.transaction import Transaction, people_by_kind
from benefits_sync.x12.ordering import families
from benefits_sync.x12.segment_buffer import SegmentBuffer
from benefits_sync.x12.settings import GUIDE, ControlNumbers, EnvelopeSettings, WriterSettings

FLUSH_AT: Final = 1 << 16


class Writable(Protocol):
    """A stream that takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


@dataclass(frozen=True, slots=True)
class TransactionSummary:
    """What one transaction of a written file holds."""

    control_number: str
    reference: str
    segments: int
    subscribers: int
    dependents: int


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What a written file holds, without a word of it.

    Args:
        interchange: ISA13.
        group: GS06.
        transactions: Each ST to SE.
        segments: All segments, ISA and IEA included.
        size: Bytes.
        sha256: Digest of the bytes, in hexadecimal.
        respelt: By element, how many texts were transliterated or had a delimiter replaced.
    """

    interchange: int
    group: int
    transactions: tuple[TransactionSummary, ...]
    segments: int
    size: int
    sha256: str
    respelt: Mapping[str, int]

    @property
    def members(self) -> int:
        """All people of the file."""
        return sum(part.subscribers + part.dependents for part in self.transactions)


def write_file(
    stream: Writable,
    transactions: Iterable[Transaction],
    *,
    envelope: EnvelopeSettings,
    numbers: ControlNumbers,
    settings: WriterSettings | None = None,
) -> FileSummary:
    """Write one interchange with one group; the same input gives the same bytes.

    An error leaves a half file in the stream: write under a name that nobody reads, and throw it away.

    Raises:
        X12ValueError: If a text, number or line of insurance cannot be written.
        X12OrderError: If people do not come by ascending subscriber id.
        X12BalanceError: If a control total of a header differs from its people.
    """
    return _FileWriter(stream, settings or WriterSettings()).write(transactions, envelope, numbers)


class _FileWriter:
    """The state of one file being written."""

    def __init__(self, stream: Writable, settings: WriterSettings) -> None:
        self._stream = stream
        self._settings = settings
        self._out = SegmentBuffer(settings)
        self._digest = hashlib.sha256()
        self._pending: list[str] = []
        self._pending_size = 0
        self._segments = 0
        self._size = 0

    def write(
        self, transactions: Iterable[Transaction], envelope: EnvelopeSettings, numbers: ControlNumbers
    ) -> FileSummary:
        try:
            summaries = self._write_all(transactions, envelope, numbers)
        except X12ValueError as error:
            number = self._segments + len(self._out) + 1
            raise type(error)(
                error.reason, segment=number, loop=self._out.loop, element=error.element
            ) from None
        return FileSummary(
            interchange=numbers.interchange,
            group=numbers.group,
            transactions=summaries,
            segments=self._segments,
            size=self._size,
            sha256=self._digest.hexdigest(),
            respelt=dict(self._out.text.respelt),
        )

    def _write_all(
        self, transactions: Iterable[Transaction], envelope: EnvelopeSettings, numbers: ControlNumbers
    ) -> tuple[TransactionSummary, ...]:
        out = self._out
        out.loop = "envelope"
        write_interchange(out, envelope, numbers, self._settings)
        write_group(out, envelope, numbers)
        self._take()
        summaries = tuple(
            self._write_transaction(f"{number:04}", transaction)
            for number, transaction in enumerate(transactions, start=numbers.first_transaction)
        )
        out.put("GE", str(len(summaries)), str(numbers.group))
        out.put("IEA", "1", f"{numbers.interchange:09}")
        self._take()
        self._flush()
        return summaries

    def _write_transaction(self, control_number: str, transaction: Transaction) -> TransactionSummary:
        out = self._out
        before = self._segments
        out.put("ST", "834", control_number, GUIDE)
        write_header(out, transaction.header)
        self._take()
        subscribers, dependents = self._write_members(transaction.members)
        self._balance(transaction, subscribers, dependents)
        segments = self._segments - before + 1
        out.put("SE", str(segments), control_number)
        self._take()
        return TransactionSummary(
            control_number, transaction.header.reference, segments, subscribers, dependents
        )

    def _write_members(self, members: Iterable[Member]) -> tuple[int, int]:
        subscribers = dependents = 0
        out = self._out
        for family in families(members):
            for member in family:
                write_member(out, member)
                if member.subscriber:
                    subscribers += 1
                else:
                    dependents += 1
            self._take()
        return subscribers, dependents

    def _balance(self, transaction: Transaction, subscribers: int, dependents: int) -> None:
        counted = people_by_kind(subscribers, dependents)
        for total in transaction.header.totals:
            if total.count != counted[total.kind]:
                raise X12BalanceError(
                    f"the header states {total.count} people, {counted[total.kind]} were written",
                    loop="header",
                    element=f"QTY*{total.kind}",
                )

    def _take(self) -> None:
        self._segments += len(self._out)
        text = self._out.take()
        self._pending.append(text)
        self._pending_size += len(text)
        if self._pending_size >= FLUSH_AT:
            self._flush()

    def _flush(self) -> None:
        data = "".join(self._pending).encode("ascii")
        self._pending.clear()
        self._pending_size = 0
        self._digest.update(data)
        self._size += len(data)
        self._stream.write(data)
