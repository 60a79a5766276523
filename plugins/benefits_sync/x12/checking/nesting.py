"""Follows the envelopes of a file: what is open, its numbers, and how many it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from benefits_sync.x12.checking import envelope
from benefits_sync.x12.checking.balance import SEGMENT_COUNT, is_count
from benefits_sync.x12.checking.findings import Rule
from benefits_sync.x12.checking.reporting import Reporter, Where
from benefits_sync.x12.codes.envelope import InterchangeQualifier, Usage
from benefits_sync.x12.settings import INTERCHANGE_VERSION

NumberUsed = Callable[[str, str, str], bool]
"""Tells whether a sender has given a receiver a file with this number before."""

ISA_CODES: Final = {
    1: frozenset({"00", "03"}),
    3: frozenset({"00", "01"}),
    5: frozenset(InterchangeQualifier),
    7: frozenset(InterchangeQualifier),
    12: frozenset({INTERCHANGE_VERSION}),
    14: frozenset({"0", "1"}),
    15: frozenset(Usage),
}
INTERCHANGE_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One kind of envelope: its segments, and the rules for its number and its count."""

    depth: int
    opener: str
    trailer: str
    differs: Rule
    repeated: Rule
    count: Rule


INTERCHANGE: Final = Level(
    0,
    "ISA",
    "IEA",
    envelope.INTERCHANGE_NUMBER,
    envelope.INTERCHANGE_REPEATED,
    envelope.INTERCHANGE_COUNT,
)
GROUP: Final = Level(1, "GS", "GE", envelope.GROUP_NUMBER, envelope.GROUP_REPEATED, envelope.GROUP_COUNT)
TRANSACTION: Final = Level(
    2, "ST", "SE", envelope.TRANSACTION_NUMBER, envelope.TRANSACTION_REPEATED, SEGMENT_COUNT
)
LEVELS: Final = (INTERCHANGE, GROUP, TRANSACTION)


@dataclass(slots=True)
class _Open:
    """An envelope that is open."""

    level: Level
    number: str
    segment: int
    inside: int = 0
    numbers: set[str] = field(default_factory=set)


class Nesting:
    """The envelopes that are open, outermost first."""

    def __init__(self, reporter: Reporter, is_number_used: NumberUsed | None) -> None:
        self._reporter = reporter
        self._is_number_used = is_number_used
        self._open: list[_Open] = []
        self._interchanges: set[tuple[str, ...]] = set()
        self._versions: list[str] = []

    @property
    def in_transaction(self) -> bool:
        """Whether ST was read, and not yet SE."""
        return bool(self._open) and self._open[-1].level is TRANSACTION

    def interchange(self, segment: int, elements: Sequence[str]) -> None:
        """Take ISA."""
        self._enter(INTERCHANGE, elements[13].strip(" "), segment)
        stripped = [element.strip(" ") for element in elements]
        self._versions = [stripped[12]]
        for position, codes in ISA_CODES.items():
            if stripped[position] not in codes:
                self._reporter.at(envelope.ISA_CODE, Where(segment, f"ISA{position:02}"))
        for position in (6, 8):
            if not stripped[position]:
                self._reporter.at(envelope.ISA_ID, Where(segment, f"ISA{position:02}"))
        if not _is_moment(stripped[9], stripped[10]):
            self._reporter.at(envelope.ISA_DATE, Where(segment, "ISA09"))
        if not _is_number(stripped[13]) or len(stripped[13]) != INTERCHANGE_DIGITS:
            self._reporter.at(envelope.CONTROL_NUMBER, Where(segment, "ISA13"))
        self._is_unused(segment, stripped)

    def _is_unused(self, segment: int, stripped: Sequence[str]) -> None:
        partners = (*stripped[5:9], stripped[15], stripped[13])
        known = self._is_number_used is not None and self._is_number_used(
            stripped[6], stripped[8], stripped[13]
        )
        if known or partners in self._interchanges:
            self._reporter.at(envelope.INTERCHANGE_REPEATED, Where(segment, "ISA13"))
        self._interchanges.add(partners)

    def group(self, segment: int, number: str, version: str) -> None:
        """Take GS."""
        self._enter(GROUP, number, segment)
        if not _is_number(number):
            self._reporter.at(envelope.CONTROL_NUMBER, Where(segment, "GS06"))
        if self._versions[:1] != [version[: len(INTERCHANGE_VERSION)]]:
            self._reporter.at(envelope.VERSIONS, Where(segment, "GS08"))
        self._versions = [*self._versions[:1], version]

    def transaction(self, segment: int, number: str, version: str) -> None:
        """Take ST."""
        self._enter(TRANSACTION, number, segment)
        if self._versions[1:] not in ([], [version]):
            self._reporter.at(envelope.VERSIONS, Where(segment, "ST03"))

    def close(self, level: Level, segment: int, stated: str, number: str) -> None:
        """Take SE, GE or IEA."""
        self._close_inside(level.depth, segment)
        if not self._open or self._open[-1].level is not level:
            self._reporter.at(envelope.NESTING, Where(segment, level.trailer))
            return
        closed = self._open.pop()
        inside = segment - closed.segment + 1 if level is TRANSACTION else closed.inside
        if _plain(number, level) != _plain(closed.number, level):
            self._reporter.at(level.differs, Where(segment, f"{level.trailer}02"))
        if not is_count(stated, inside):
            self._reporter.at(level.count, Where(segment, f"{level.trailer}01"))
        if not inside:
            self._reporter.at(envelope.NO_TRANSACTION, Where(segment, level.trailer))

    def end(self, segment: int) -> None:
        """Take the end of the file."""
        self._close_inside(-1, segment)

    def _enter(self, level: Level, number: str, segment: int) -> None:
        self._close_inside(level.depth - 1, segment)
        if len(self._open) != level.depth:
            self._reporter.at(envelope.NESTING, Where(segment, level.opener))
        if self._open:
            around = self._open[-1]
            around.inside += 1
            if _plain(number, level) in around.numbers:
                self._reporter.at(
                    level.repeated, Where(segment, f"{level.opener}02" if level.depth > 1 else "GS06")
                )
            around.numbers.add(_plain(number, level))
        self._open.append(_Open(level, number, segment))

    def _close_inside(self, depth: int, segment: int) -> None:
        """Close what is open deeper than this, which nobody has closed."""
        while self._open and self._open[-1].level.depth > depth:
            self._reporter.at(envelope.TRAILER, Where(segment, self._open.pop().level.trailer))


def _plain(number: str, level: Level) -> str:
    """A number without zeros in front, which say nothing but in ST02: that is a text."""
    return number if level is TRANSACTION else number.strip(" ").lstrip("0")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and bool(text.strip("0"))


def _is_moment(day: str, time: str) -> bool:
    text = day + time
    if not (text.isascii() and text.isdigit() and len(day) == 6 and len(time) == 4):
        return False
    try:
        datetime.strptime(text, "%y%m%d%H%M")  # noqa: DTZ007 - only whether it exists
    except ValueError:
        return False
    return True
