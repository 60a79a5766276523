"""Writes a file beside everything else: to a place that nobody else can read, with a note of who is where."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import BinaryIO, Final, NamedTuple

from benefits_sync.domain.carriers.build import FileBuild
from benefits_sync.domain.carriers.built import BuildRequest, Built, IndexRow
from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.models.carriers import ControlNumbers
from benefits_sync.pipeline.integration import Progress
from benefits_sync.x12 import settings as x12_settings
from benefits_sync.x12.model.transaction import Transaction
from benefits_sync.x12.stream import Readable
from benefits_sync.x12.tokens import Tokens
from benefits_sync.x12.writer import FileSummary, write_file

_ENVELOPE: Final = frozenset({"ISA", "GS", "ST", "BGN", "SE", "GE", "IEA"})
"""Segments that differ between files that say the same."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Args:
        stream: Its bytes, to be read from the beginning.
        summary: How large it is.
        built: What came of it.
        people: Who stands where in it.
        coverages: How many it tells.
    """

    stream: BinaryIO = field(repr=False)
    summary: FileSummary
    built: Built = field(repr=False)
    people: tuple[PersonIndexRow, ...] = field(repr=False)
    coverages: int


@contextmanager
def scratch_file() -> Iterator[BinaryIO]:
    """Give a file that has no name, so that nobody can open it and nothing of it stays."""
    with tempfile.TemporaryFile(prefix="benefits") as stream:
        yield stream


def write(
    build: FileBuild,
    stream: BinaryIO,
    profile: CarrierProfile,
    request: BuildRequest,
    numbers: ControlNumbers,
    progress: Progress,
) -> Written:
    """Write a file that was asked for; after each transaction, tell how many people are in it by now.

    Raises:
        X12Error: If it cannot be written; what the stream holds is then of no use.
    """
    wanted = file_settings(profile, request.usage)
    summary = write_file(
        stream,
        _watched(build, profile, progress),
        envelope=wanted.envelope,
        numbers=x12_settings.ControlNumbers(
            interchange=numbers.interchange, group=numbers.group, created=request.created
        ),
        settings=wanted.writer,
    )
    built = build.outcome()
    stream.seek(0)
    spans = list(_spans(stream))
    stream.seek(0)
    people = tuple(_located(built.index, spans, summary))
    return Written(stream, summary, built, people, sum(span.coverages for span in spans))


def _watched(build: FileBuild, profile: CarrierProfile, progress: Progress) -> Iterator[Transaction]:
    for transaction in build.transactions():
        yield transaction
        progress(f"{profile.name}: people written", build.told)


def say_the_same(one: Readable, other: Readable) -> bool:
    """Tell whether two files say the same, their numbers and times aside."""
    return all(left == right for left, right in zip_longest(_contents(one), _contents(other)))


def _contents(stream: Readable) -> Iterator[list[str]]:
    return (elements for elements in Tokens(stream) if elements[0] not in _ENVELOPE)


class _Span(NamedTuple):
    """The segments of a person, counted from ST as 1, and how many coverages they tell."""

    first: int
    last: int
    coverages: int


def _located(
    index: Sequence[IndexRow], spans: Sequence[_Span], summary: FileSummary
) -> Iterator[PersonIndexRow]:
    """Yield the people of a file with the segments they take."""
    numbers = {part.reference: part.control_number for part in summary.transactions}
    for row, span in zip(index, spans, strict=True):
        transaction = numbers[row.transaction]
        yield PersonIndexRow(
            row.person_ref, row.subscriber_code, row.event, transaction, span.first, span.last
        )


def _spans(stream: Readable) -> Iterator[_Span]:
    """Yield where in its transaction each person stands."""
    position = first = coverages = 0
    for elements in Tokens(stream):
        segment = elements[0]
        position = 1 if segment == "ST" else position + 1
        if segment in {"INS", "SE"}:
            if first:
                yield _Span(first, position - 1, coverages)
            first, coverages = position if segment == "INS" else 0, 0
        elif segment == "HD":
            coverages += 1
